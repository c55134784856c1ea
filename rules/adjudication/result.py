"""What adjudication answers: outcome, reasons, amounts by line and visit, and the trace. Money in fen."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from rules.adjudication.canonical import canonical, plain
from rules.adjudication.claim import Accumulators, Claim
from rules.catalogue.effective import Exclusion
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

ENGINE_VERSION = 1
"""Raised when the same claim could be answered differently than before."""


class Outcome(StrEnum):
    """PAY and PAY_ZERO are final amounts; REFUSE is a proposal (L-31); REFER needs a person."""

    PAY = "PAY"
    PAY_ZERO = "PAY_ZERO"
    REFUSE = "REFUSE"
    REFER = "REFER"


class Verdict(StrEnum):
    """What one step of the trace did."""

    CLEAR = "CLEAR"
    REFUSE = "REFUSE"
    REFER = "REFER"
    EXCLUDE = "EXCLUDE"
    TAKE = "TAKE"
    COUNT = "COUNT"


CLEAR, REFUSE, REFER, EXCLUDE, TAKE, COUNT = Verdict
"""The same by their own names: each look-up on an enumeration costs a tenth of pricing one bill line."""

Fact = tuple[str, str | int]
MONEY_FACTS = frozenset(
    {"copay", "base", "left before", "left after", "public insurance", "net bill", "settled alike"}
)
"""Names of facts that are amounts in fen."""


class TraceStep(NamedTuple):
    """One rule applied to one visit: the clause that it rests on, fen in, fen taken off, fen out."""

    visit: int
    rule: str
    verdict: Verdict
    clause: tuple[str, ...]
    amount_in: int
    taken: int
    amount_out: int
    facts: tuple[Fact, ...]


Step = tuple[int, str, Verdict, tuple[str, ...], int, int, int, tuple[Fact, ...]]
"""The values of a TraceStep."""


class LineResult(NamedTuple):
    """Amounts of one bill line; ``billed = excluded + eligible`` and ``member = billed - offset - payable``.

    ``capped`` is what the net bill cut off where public insurance only caps the payment (A-41).
    """

    line: int
    item: ItemCode
    visit: int
    billed: int
    excluded: int
    eligible: int
    offset: int
    deductible: int
    copay: int
    coinsurance: int
    penalty: int
    capped: int
    over_limit: int
    payable: int
    member: int
    reason: ReasonCode | None
    clause: tuple[str, ...]


class LineAmounts(NamedTuple):
    """Amounts of all lines by column, in the order of the lines; ``reasons`` by line number.

    Rows are made when somebody looks: pricing makes columns only, most of which are all zero.
    """

    visit: Sequence[int]
    excluded: Sequence[int]
    offset: Sequence[int]
    deductible: Sequence[int]
    copay: Sequence[int]
    coinsurance: Sequence[int]
    penalty: Sequence[int]
    capped: Sequence[int]
    over_limit: Sequence[int]
    payable: Sequence[int]
    reasons: Mapping[int, Exclusion]


class Amounts(NamedTuple):
    """Sums over all lines, in fen."""

    billed: int
    excluded: int
    eligible: int
    offset: int
    deductible: int
    copay: int
    coinsurance: int
    penalty: int
    capped: int
    over_limit: int
    payable: int
    member: int


class VisitResult(NamedTuple):
    """One visit or stay; ``number`` is its place on the counter, ``None`` where it does not count."""

    type: EncounterType
    benefit: str | None
    outcome: Outcome
    number: int | None
    amounts: Amounts

    @property
    def billed(self) -> int:
        """Fen of the visit's bills."""
        return self.amounts.billed

    @property
    def eligible(self) -> int:
        """Fen that are not excluded."""
        return self.amounts.eligible

    @property
    def payable(self) -> int:
        """Fen that the insurer pays for the visit."""
        return self.amounts.payable

    @property
    def member(self) -> int:
        """Fen of the visit that stay with the family."""
        return self.amounts.member


class AdjudicationResult(NamedTuple):
    """The answer to one claim.

    For REFER the amounts are what would be paid if a person accepts; ``priced`` is false where a value
    that nobody has stated makes even that impossible. ``to_confirm`` lists what a person must confirm
    before it is final (domain 5.0): exclusions, penalties, gates. ``steps`` and ``line_amounts`` hold
    what ``trace`` and ``lines`` show.
    """

    outcome: Outcome
    reasons: tuple[ReasonCode, ...]
    referred_for: tuple[ReasonCode, ...]
    to_confirm: tuple[ReasonCode, ...]
    flags: tuple[ReasonCode, ...]
    missing_terms: tuple[str, ...]
    priced: bool
    amounts: Amounts
    visits: tuple[VisitResult, ...]
    line_amounts: LineAmounts
    steps: Sequence[Step]
    claim: Claim
    after: Accumulators
    plan_code: str | None
    plan_version: str | None
    plan_hash: str | None
    engine: int = ENGINE_VERSION

    @property
    def insurer(self) -> int:
        """Fen that the insurer pays; for REFER what it would pay."""
        return self.amounts.payable

    @property
    def member(self) -> int:
        """Fen that stay with the family."""
        return self.amounts.member

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """Every step of every visit, in order."""
        return tuple(map(TraceStep._make, self.steps))

    @property
    def lines(self) -> tuple[LineResult, ...]:
        """Every line in the order of the claim."""
        return tuple(self._line(number) for number in range(len(self.claim.lines)))

    def _line(self, number: int) -> LineResult:
        line, columns = self.claim.lines[number], self.line_amounts
        why = columns.reasons.get(number)
        visit, excluded, offset, *taken, payable = (column[number] for column in columns[:10])
        return LineResult._make(
            (
                number, line.item, visit, line.amount, excluded, line.amount - excluded, offset,
                *taken, payable, line.amount - offset - payable,
                why.reason if why else None, why.source if why else (),
            )
        )  # fmt: skip

    def to_mapping(self) -> dict[str, Any]:
        """The result as JSON has it, with rows for lines and steps; money in fen."""
        hidden = ("steps", "line_amounts", "claim")
        written = {name: plain(getattr(self, name)) for name in self._fields if name not in hidden}
        written["lines"] = [plain(line) for line in self.lines]
        written["trace"] = [{**plain(step), "facts": dict(step.facts)} for step in self.trace]
        return written

    def to_json(self) -> str:
        """The bytes that are stored, and compared when a decision is run again."""
        return canonical(self.to_mapping())

    def excluded_by_reason(self) -> Mapping[ReasonCode, int]:
        """Excluded fen by reason, for the tables of letters."""
        totals: dict[ReasonCode, int] = {}
        for number, why in self.line_amounts.reasons.items():
            totals[why.reason] = totals.get(why.reason, 0) + self.line_amounts.excluded[number]
        return totals
