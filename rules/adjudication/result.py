"""What adjudication answers: outcome, reasons, amounts by line and visit, and the trace. Money in fen."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from rules.adjudication.claim import Accumulators
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


Fact = tuple[str, str | int]


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


class VisitResult(NamedTuple):
    """One visit or stay; ``number`` is its place on the counter, ``None`` where it does not count."""

    type: EncounterType
    benefit: str | None
    outcome: Outcome
    number: int | None
    billed: int
    eligible: int
    offset: int
    payable: int
    member: int


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


class AdjudicationResult(NamedTuple):
    """The answer to one claim.

    For REFER the amounts are what would be paid if a person accepts; ``priced`` is false where a value
    that nobody has stated makes even that impossible. ``to_confirm`` lists what a person must confirm
    before it is final (domain 5.0): exclusions, penalties, gates.
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
    lines: tuple[LineResult, ...]
    trace: tuple[TraceStep, ...]
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

    def by_reason(self) -> Mapping[ReasonCode, int]:
        """Excluded fen by reason, for the tables of letters."""
        totals: dict[ReasonCode, int] = {}
        for line in self.lines:
            if line.reason is not None:
                totals[line.reason] = totals.get(line.reason, 0) + line.excluded
        return totals
