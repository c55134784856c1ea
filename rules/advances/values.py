"""Values of a hospital advance: what was asked and found, promised, paid and settled. Money in fen."""

from dataclasses import dataclass
from datetime import date, datetime

from rules.advances.vocabulary import (
    AdvanceAnswer,
    DischargeNotice,
    IdentityCheck,
    RefundState,
)
from rules.items import ItemCode
from rules.payments.values import Instalment
from rules.payments.vocabulary import PayeeFinding, PayeeKind, PaymentPurpose, PaymentStatus
from rules.preauthorization.values import Finding, Weight
from rules.reasons import ReasonCode
from rules.roles import Role
from rules.vocabulary import Benefit, DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the family says about the stay beside the care itself (R-158, R-162, R-163).

    ``guardian_id`` is who asks, signs and refunds. ``real_time_settlement`` and ``file_at_discharge`` are
    true where no public insurance is involved.
    """

    guardian_id: str
    deposit: bool = False
    third_party: bool = False
    litigation: bool = False
    real_time_settlement: bool = True
    file_at_discharge: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What the rules say about a request for an advance.

    ``obstacles`` rule it out, the first one decides. ``remaining`` counts what this stay holds as free, and
    is None where nobody states a limit. Documents are alternatives: any kind of a group will do.
    """

    obstacles: tuple[ReasonCode, ...] = ()
    findings: tuple[Finding, ...] = ()
    benefit: Benefit = Benefit.INPATIENT
    episode_id: str = ""
    provider: str = ""
    provider_cap: int | None = None
    ratio: str = "0"
    remaining: int | None = None
    deductible_left: int = 0
    documents: tuple[tuple[DocumentKind, ...], ...] = ()
    discharge_documents: tuple[tuple[DocumentKind, ...], ...] = ()
    accumulator_version: int = 0
    plan_version: str = ""

    @property
    def clear(self) -> bool:
        """Whether nobody has to look: a "no", or a doubt, is for a person (L-12, L-31)."""
        return not self.obstacles and all(found.weight is Weight.INFORMS for found in self.findings)

    @property
    def refusable(self) -> tuple[str, ...]:
        """Codes that a person may refuse with, the one that decides first."""
        weighty = (found.code for found in self.findings if found.weight is not Weight.INFORMS)
        return tuple(dict.fromkeys((*self.obstacles, *weighty)))

    def finding(self, code: str) -> Finding | None:
        """What was found under that code."""
        return next((found for found in self.findings if found.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """The first call of the specialist (R-152); ``notes`` names the words."""

    called_at: datetime
    called_by: str
    estimate: int
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """A stage with a clock of its own (R-164, A-28); ``reason`` names the words."""

    opened_at: datetime
    opened_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceDecision:
    """The answer to the request, or to a top-up. ``amount`` is what this answer adds.

    ``ceiling`` is what the whole stay could have had by the estimate and balances that were shown.
    """

    answer: AdvanceAnswer
    amount: int = 0
    ceiling: int = 0
    estimate: int = 0
    reason_code: str = ""
    clause: str = ""
    explanation: str = ""
    decided_by: str
    decided_at: datetime
    co_signed_by: str = ""
    accumulator_version: int | None = None

    @property
    def deciders(self) -> tuple[str, ...]:
        """Those who decided; none of them lets the money go."""
        return tuple(who for who in (self.decided_by, self.co_signed_by) if who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Not covered, or fraud: the whole advance is to come back (R-157, domain 5.4)."""

    reason_code: str
    clause: str
    explanation: str
    decided_by: str
    decided_at: datetime
    co_signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceProposal:
    """An act on its way, to a second person or to the ledger. Exactly one of the two is set."""

    made_by: str
    made_as: Role
    made_at: datetime
    decision: AdvanceDecision | None = None
    recall: Recall | None = None

    @property
    def amount(self) -> int:
        """What the act decides."""
        return self.decision.amount if self.decision else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """More is asked for, beside the advance that stands; ``estimate`` is the new one of the whole stay."""

    ordinal: int
    asked_by: str
    asked_at: datetime
    amount: int
    estimate: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What the guardian signs before money moves; the letter's ``ceiling`` bounds every payment (R-155)."""

    ceiling: int
    offered_at: datetime
    signed_at: datetime | None = None
    signed_by: str = ""
    verified: IdentityCheck | None = None

    @property
    def signed(self) -> bool:
        """Whether it holds."""
        return self.signed_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """One debt that the case asked the payments room to pay; ``key`` names it for ever."""

    key: str
    purpose: PaymentPurpose
    payee_kind: PayeeKind
    amount: int
    attempt: int = 1
    number: str = ""
    status: PaymentStatus = PaymentStatus.ORDERED
    findings: tuple[PayeeFinding, ...] = ()
    account: str = ""
    code: str = ""
    settled_at: datetime | None = None
    bank_reference: str = ""

    @property
    def settled(self) -> bool:
        """Whether the money arrived."""
        return self.settled_at is not None

    @property
    def from_provider(self) -> bool:
        """Whether it is the advance itself, which the provider pays; the rest is the insurer's."""
        return self.purpose is PaymentPurpose.ADVANCE

    @property
    def failed(self) -> bool:
        """Whether it will never arrive, so that another attempt may be made."""
        return self.status in (PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """When the child leaves, and how that became known (R-156)."""

    on: date
    told_by: str
    told_at: datetime
    notice: DischargeNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One charge of the final bill."""

    item: ItemCode
    description: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalBill:
    """The bill as it was settled on the day of discharge."""

    number: str
    code: str = ""
    billed_on: date
    lines: tuple[BillLine, ...]
    member_paid: int
    public_insurance_paid: int = 0
    settled_by: str
    settled_at: datetime

    @property
    def total(self) -> int:
        """What the hospital charges."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedClaim:
    """The claim of the stay, and what was determined in it; once it is closed, that is the last word."""

    case_number: str
    payable: int | None = None
    refused: bool = False
    reason_code: str = ""
    determined_at: datetime | None = None
    deciders: tuple[str, ...] = ()
    objected: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """What the family owes the provider (domain 5.6). ``reference`` is written on the transfer.

    ``made_by`` calculated it and never approves it. ``received`` is what came in so far.
    """

    state: RefundState
    amount: int
    reason_code: str
    made_by: str
    calculated_at: datetime
    approved_by: str = ""
    reference: str = ""
    received: int = 0
    due_on: date | None = None
    noticed_on: date | None = None
    instalments: tuple[Instalment, ...] = ()
    dispute: str = ""
    legal_from: date | None = None
    ordinal: int = 1

    @property
    def open(self) -> int:
        """Fen still owed."""
        return self.amount - self.received
