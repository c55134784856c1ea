"""What a direct-billing case shows. What the family owes is never the hospital's to know (A-24)."""

from datetime import date, datetime
from enum import StrEnum

from rules.adjudication.result import Outcome
from rules.claims.overpayment import Overpayment, OverpaymentState
from rules.direct_billing.case import DebtState
from rules.direct_billing.values import BillFinding, BillKind, Mismatch
from rules.findings.findings import FindingKind
from rules.payments.vocabulary import ReceivableKind
from rules.reasons import ReasonCode
from rules.vocabulary import Process
from web.api.bodies.fields import View, Yuan


class BillVersionView(View):
    """A version of the bill; `changed`, `added` and `removed` are line ids against the one before."""

    version: int
    kind: BillKind
    billed: Yuan
    line_count: int
    paid_at_desk: Yuan
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


class BillFindingView(View):
    """Where the bill and the letter part: in amounts, for `TOO_MANY_DAYS` in days."""

    code: Mismatch
    line_id: str
    billed: Yuan
    allowed: Yuan
    days: int | None = None
    """Days of the stay, and those of the letter; null where it is not about days."""
    days_allowed: int | None = None
    detail: str

    @classmethod
    def of(cls, finding: BillFinding) -> "BillFindingView":
        """What was found, as it is told."""
        told = {"code": finding.code, "line_id": finding.line_id, "detail": finding.detail}
        if finding.code is Mismatch.TOO_MANY_DAYS:
            return cls(**told, billed=0, allowed=0, days=finding.billed, days_allowed=finding.allowed)
        return cls(**told, billed=finding.billed, allowed=finding.allowed)


class Holder(StrEnum):
    """Whose move the discharge lane waits for."""

    HOSPITAL = "HOSPITAL"
    ADJUSTER = "ADJUSTER"
    SECOND_PERSON = "SECOND_PERSON"
    NOBODY = "NOBODY"


class DischargeView(View):
    """The discharge lane: until when, who holds it, and what comes of it."""

    held_by: Holder
    due_at: datetime | None
    payable: Yuan | None
    family: Yuan | None
    """What the family pays on leaving; null until it is authorized."""
    authorized_at: datetime | None


class HospitalPaymentView(View):
    """The payment to the hospital."""

    amount: Yuan
    number: str
    paid_at: datetime | None
    failure: str


class DebtView(View):
    """What the family owes."""

    kind: ReceivableKind
    state: DebtState
    amount: Yuan
    received: Yuan
    due_on: date | None
    reference: str
    """What the family writes on its transfer."""


class JudgmentView(View):
    """What the engine said last, for those who decide."""

    outcome: Outcome
    billed: Yuan
    payable: Yuan
    excluded: Yuan
    reasons: tuple[ReasonCode, ...]
    referred_for: tuple[ReasonCode, ...]
    to_confirm: tuple[ReasonCode, ...]
    concerns: tuple[str, ...]
    accumulator_version: int | None
    """Send it with the decision."""


class InvoiceElsewhereView(View):
    """An invoice of the bill that stands elsewhere too: look before you decide."""

    invoice: str
    kind: FindingKind
    """`SAME_INVOICE`, or `INVOICE_REVERSED` where its issuer took it back (红冲)."""
    case_number: str
    channel: Process
    same_member: bool
    settled: bool
    """Whether a decision that stands was paid by it; otherwise it is on a paper of that case."""


class OverpaymentView(View):
    """What was paid above the determination, and comes back; by whoever was paid."""

    state: OverpaymentState
    paid: Yuan
    due: Yuan
    amount: Yuan
    received: Yuan
    reference: str
    """Write it on the transfer."""
    due_on: date | None

    @classmethod
    def of(cls, debt: Overpayment | None, *, staff: bool, debtor: bool) -> "OverpaymentView | None":
        """For staff, and for whoever owes it once two people have agreed; None for others."""
        if debt is None or not (staff or (debtor and debt.reference)):
            return None
        return cls.model_validate(debt)


class BillingView(View):
    """The visit or stay."""

    encounter: str
    on: date
    visit_number: int | None
    expected_share: Yuan | None
    """What the desk was told that the family pays."""
    guarantee: str
    ceiling: Yuan | None
    bills: tuple[BillVersionView, ...]
    findings: tuple[BillFindingView, ...]
    invoices_elsewhere: tuple[InvoiceElsewhereView, ...]
    """For staff."""
    discharge: DischargeView | None
    payment: HospitalPaymentView | None
    debts: tuple[DebtView, ...]
    """For the family and staff; a hospital sees none."""
    overpayment: OverpaymentView | None
    """For the hospital that owes it, and staff."""
    judgment: JudgmentView | None
    """For staff."""
