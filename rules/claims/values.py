"""What a case holds of its claim's judgment and decision; the whole stays in Postgres. Money in fen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.adjudication.holding import Hold
from rules.adjudication.result import Outcome
from rules.reasons import ReasonCode
from rules.roles import Role
from rules.vocabulary import Benefit


class Concern(StrEnum):
    """Why a person must look at a claim, beside the reasons that the rules found in it."""

    FILE_INCOMPLETE = "FILE_INCOMPLETE"
    FRAUD_HOLD = "FRAUD_HOLD"
    BILL_ISSUE = "BILL_ISSUE"
    INPATIENT = "INPATIENT"
    ABOVE_AUTOMATIC_LIMIT = "ABOVE_AUTOMATIC_LIMIT"
    POLICY_PENDING = "POLICY_PENDING"
    PAYEE = "PAYEE"
    PROVIDER_UNKNOWN = "PROVIDER_UNKNOWN"
    OUTSIDE_GUARANTEE = "OUTSIDE_GUARANTEE"
    LATE_NOTICE = "LATE_NOTICE"
    LINKED_ADVANCE = "LINKED_ADVANCE"
    SETTLED_BEFORE = "SETTLED_BEFORE"
    PAPER_FINDING = "PAPER_FINDING"
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"


class ClaimAnswer(StrEnum):
    """How a claim is answered: PAY covers a payment in part and of nothing (all deductible)."""

    PAY = "PAY"
    REFUSE = "REFUSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A line that is not the insurer's, for a person to confirm. ``line`` counts from 0."""

    line: int
    item: str
    amount: int
    reason: ReasonCode
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFigures:
    """Sums over all lines in fen: ``billed`` less every step is ``payable``."""

    billed: int = 0
    excluded: int = 0
    offset: int = 0
    deductible: int = 0
    copay: int = 0
    coinsurance: int = 0
    penalty: int = 0
    capped: int = 0
    over_limit: int = 0
    payable: int = 0

    @property
    def member(self) -> int:
        """Fen that stay with the family."""
        return self.billed - self.offset - self.payable


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaim:
    """One judgment in short. ``hold`` says why nothing was posted; None: the ledger moved.

    For a referred claim the figures are what would be paid; ``priced`` is false where a value that nobody
    stated makes even that impossible. ``held_lines`` are the first ones only: all are with the decision.
    """

    decision_id: str
    version: int
    outcome: Outcome
    hold: Hold | None
    figures: ClaimFigures
    reasons: tuple[ReasonCode, ...] = ()
    referred_for: tuple[ReasonCode, ...] = ()
    to_confirm: tuple[ReasonCode, ...] = ()
    flags: tuple[ReasonCode, ...] = ()
    missing_terms: tuple[str, ...] = ()
    priced: bool = True
    held_lines: tuple[HeldLine, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    visit_numbers: tuple[int, ...] = ()
    accumulator_version: int | None = None
    judged_at: datetime

    @property
    def posted(self) -> bool:
        """Whether the ledger moved."""
        return self.hold is None

    @property
    def payable(self) -> int:
        """Fen that the insurer pays, or would pay."""
        return self.figures.payable


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecisionInput:
    """What a person enters about the claim as it was judged last.

    ``confirmed`` are the exclusions, penalties and gates that the person looked at: all must be named.
    ``allowed`` are referrals decided in the family's favor. A refusal names its reason, clause and why.
    ``accumulator_version`` is the policy year's version that was shown; left out, what is payable at the
    time is paid.
    """

    answer: ClaimAnswer
    confirmed: tuple[ReasonCode, ...] = ()
    allowed: tuple[ReasonCode, ...] = ()
    reason_code: ReasonCode | None = None
    clause: str = ""
    explanation: str = ""
    would_change: tuple[str, ...] = ()
    accumulator_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProposal:
    """A decision on its way, to a second person or to the ledger."""

    entry: ClaimDecisionInput
    made_by: str
    made_as: Role
    made_at: datetime
    authority: int
    payable: int
    co_signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecision:
    """A decision that stands. ``ordinal`` counts the decisions of the case, reconsidered ones too.

    ``decided_by`` is ``system:lipei`` where nobody had to decide. ``explanation`` is kept for the letters.
    """

    ordinal: int
    answer: ClaimAnswer
    judged: JudgedClaim
    decided_by: str
    decided_at: datetime
    co_signed_by: str = ""
    reason_code: ReasonCode | None = None
    clause: str = ""
    explanation: str = ""
    would_change: tuple[str, ...] = ()

    @property
    def payable(self) -> int:
        """Fen that the insurer pays."""
        return self.judged.payable if self.answer is ClaimAnswer.PAY else 0

    @property
    def refused(self) -> int:
        """Fen refused: the whole claim, or the excluded and penalized part of one that is paid."""
        figures = self.judged.figures
        if self.answer is ClaimAnswer.REFUSE:
            return figures.billed - figures.offset
        return figures.excluded + figures.penalty

    @property
    def as_claimed(self) -> bool:
        """Whether everything that was claimed is paid, so that nobody need agree (L-05)."""
        figures = self.judged.figures
        return self.answer is ClaimAnswer.PAY and self.payable == figures.billed - figures.offset

    @property
    def automatic(self) -> bool:
        """Whether no person decided."""
        return self.decided_by.startswith("system:")

    @property
    def deciders(self) -> tuple[str, ...]:
        """The people behind it; none of them lets the payment go."""
        return tuple(
            who for who in (self.decided_by, self.co_signed_by) if who and not who.startswith("system:")
        )
