"""State of one direct-billing case: a visit, or a stay, from the desk to its last fen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from rules.cases import Side
from rules.claims.case import ClaimCase
from rules.direct_billing.values import (
    FINAL_STAGES,
    BillFinding,
    BillKind,
    BillSummary,
    Eligibility,
    LineRuling,
    Price,
    Promise,
    Stage,
    VisitRequest,
)
from rules.payments.values import Instalment
from rules.payments.vocabulary import ReceivableKind
from rules.reasons import ReasonCode
from rules.roles import Role
from rules.vocabulary import Benefit, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalPayment:
    """What we owe the hospital for a decision, attempt by attempt. ``failure`` is why the last one failed."""

    key: str
    amount: int
    attempt: int = 1
    number: str = ""
    account: str = ""
    account_id: str = ""
    failure: str = ""
    paid_at: datetime | None = None


class DebtState(StrEnum):
    """Where a debt stands (domain 5.5, 5.6)."""

    PROPOSED = "PROPOSED"
    NOTICE_SENT = "NOTICE_SENT"
    INSTALMENT_AGREED = "INSTALMENT_AGREED"
    DISPUTED = "DISPUTED"
    OVERDUE = "OVERDUE"
    LEGAL = "LEGAL"
    PAID = "PAID"
    WAIVED = "WAIVED"


SETTLED_DEBTS = frozenset({DebtState.PAID, DebtState.WAIVED, DebtState.LEGAL})
"""Nothing more is collected here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtReason:
    """Why an amount is owed: one row of the notice. Fen."""

    item: str
    amount: int
    code: ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDebt:
    """A debt of the family beside the main line.

    ``reference`` is what it writes on its transfer; ``overdue_before`` remembers a day that had passed when
    it disputed. ``card_suspended``: this debt greyed the card.
    """

    kind: ReceivableKind
    state: DebtState
    key: str
    amount: int
    received: int = 0
    due_on: date | None = None
    reference: str = ""
    reasons: tuple[DebtReason, ...] = ()
    explanation: str = ""
    noticed_at: datetime | None = None
    proposed_by: str = ""
    proposed_as: Role = Role.SYSTEM
    approved_by: str = ""
    disputes: int = 0
    overdue_before: bool = False
    instalments: tuple[Instalment, ...] = ()
    card_suspended: bool = False

    @property
    def open(self) -> bool:
        """Whether the family is still asked for money, or soon may be."""
        return self.state not in SETTLED_DEBTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """The answer to the discharge bill: what we shall pay, and what the family pays on leaving (R-123)."""

    payable: int
    family: int
    bill_version: int
    authorized_by: str
    authorized_at: datetime
    co_signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeProposal:
    """An authorization above the authority of the one who made it."""

    made_by: str
    made_as: Role
    made_at: datetime
    payable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectBillingCase(ClaimCase):
    """All that a direct-billing case is. Money in fen."""

    process: Literal[Process.DIRECT_BILLING] = Process.DIRECT_BILLING
    stage: Stage = Stage.RECEIVED
    visit: VisitRequest
    desk: Eligibility | None = None
    benefit: Benefit | None = None
    reserved: int = 0
    accumulator_version: int = 0
    confirmed_by: str = ""
    bills: tuple[BillSummary, ...] = ()
    findings: tuple[BillFinding, ...] = ()
    rulings: tuple[LineRuling, ...] = ()
    line_ids: tuple[str, ...] = ()
    price: Price | None = None
    promise: Promise | None = None
    discharged_on: date | None = None
    discharge: Discharge | None = None
    discharge_proposal: DischargeProposal | None = None
    asked_in: Stage | None = None
    """The stage that a query to the hospital goes back to."""
    we_recover: bool = False
    """Cost outside cover that the family left unpaid is honored and recovered (domain 5.6)."""
    payment: HospitalPayment | None = None
    paid: int = 0
    """Fen that reached the hospital so far, over all versions of the bill."""
    copay: FamilyDebt | None = None
    recovery: FamilyDebt | None = None
    recoveries: int = 0
    """How many were proposed; each has a key of its own."""
    recovered_before: int = 0
    """Fen that earlier recoveries were about: paid, waived, or with the lawyers."""

    @property
    def final(self) -> bool:
        """Whether nothing more can happen."""
        return self.stage in FINAL_STAGES

    @property
    def member_id(self) -> str:
        """The child that was treated."""
        return self.visit.member_id

    @property
    def department(self) -> str:
        """Where in the hospital."""
        return self.visit.department_name

    @property
    def beside(self) -> frozenset[str]:
        """Debts of the family that are being collected beside the main line, and where each stands."""
        return self.overpayment_beside | {f"{debt.kind}_{debt.state}" for debt in self.open_debts}

    @property
    def amount(self) -> int:
        """The newest bill, or what the desk expects."""
        return self.bills[-1].billed if self.bills else self.visit.expected

    @property
    def stay(self) -> bool:
        """Whether the child was admitted."""
        return self.visit.stay

    @property
    def public_outpatient(self) -> bool:
        """Whether the family pays its share online (R-130)."""
        return bool(self.desk and self.desk.public and not self.stay)

    @property
    def bill(self) -> BillSummary | None:
        """The newest version of the bill."""
        return self.bills[-1] if self.bills else None

    @property
    def final_bill(self) -> BillSummary | None:
        """The bill that a decision is on: the newest that is neither interim nor of the discharge lane."""
        decided = (BillKind.VISIT, BillKind.FINAL, BillKind.CORRECTION)
        return next((bill for bill in reversed(self.bills) if bill.kind in decided), None)

    @property
    def open_debts(self) -> tuple[FamilyDebt, ...]:
        """Debts of the family that are still being collected."""
        return tuple(debt for debt in (self.copay, self.recovery) if debt and debt.open)

    @property
    def recoverable(self) -> int:
        """Fen that were paid, that are no share of the family, and that no recovery has been about."""
        share = self.copay.amount if self.copay and self.copay.state is not DebtState.WAIVED else 0
        return max(0, self.unrecovered - share)

    @property
    def unrecovered(self) -> int:
        """Fen that were paid and that no recovery has been about, the family's share among them."""
        about = self.recovery.amount if self.recovery else 0
        return max(0, self.paid - self.recovered_before - about)

    @property
    def unruled(self) -> tuple[str, ...]:
        """Charges with a finding that nobody has ruled on yet."""
        ruled = {ruling.line_id for ruling in self.rulings}
        named = dict.fromkeys(finding.line_id for finding in self.findings if finding.line_id)
        return tuple(line_id for line_id in named if line_id not in ruled)

    @property
    def proposed_by(self) -> str:
        """Who made what waits for a second person."""
        if self.discharge_proposal:
            return self.discharge_proposal.made_by
        if self.recovery and self.recovery.state is DebtState.PROPOSED:
            return self.recovery.proposed_by
        return self.proposal.made_by if self.proposal else self.overpayment_proposed_by

    @property
    def money_left(self) -> bool:
        """Whether money was ordered to leave for it."""
        return self.payment is not None

    @property
    def waiting_on(self) -> Side:
        """Whose move it is."""
        question = self.open_question()
        if question:
            return question.asked_of
        hospital = (
            Stage.VISIT_OPEN,
            Stage.ADMITTED,
            Stage.INTERIM_BILLED,
            Stage.DISCHARGE_AUTHORIZED,
            Stage.QUERY_TO_HOSPITAL,
        )
        if self.stage in hospital:
            return Side.HOSPITAL
        return Side.GUARDIAN if self.stage is Stage.HOSPITAL_PAID and self.open_debts else Side.US

    @property
    def people(self) -> frozenset[str]:
        """Those who handle, ask, decide and sign."""
        named = {self.confirmed_by, *(ruling.ruled_by for ruling in self.rulings)}
        if self.discharge:
            named |= {self.discharge.authorized_by, self.discharge.co_signed_by}
        for debt in (self.copay, self.recovery):
            if debt:
                named |= {debt.proposed_by, debt.approved_by}
        people = super(DirectBillingCase, self).people | frozenset(named)
        return frozenset(who for who in people if who.startswith("staff:"))
