"""What a reimbursement claim shows to its family and to staff."""

from datetime import date, datetime

from rules.adjudication.claim import InvoiceState
from rules.claims.values import ClaimAnswer
from rules.payments.vocabulary import PaymentPurpose
from rules.reasons import ReasonCode
from rules.reimbursement.values import Source
from rules.vocabulary import DocumentKind, EncounterType
from web.api.bodies.fields import View, Yuan
from web.api.views.billing_views import JudgmentView, OverpaymentView


class ClaimedBillView(View):
    """A bill of the claim; `claimed_before` where another claim used it up."""

    key: str
    state: InvoiceState
    claimed_before: bool


class HeldLineView(View):
    """A charge that is not the insurer's, and why."""

    line: int
    item: str
    amount: Yuan
    reason: ReasonCode
    clause: str


class ClaimAnswerView(View):
    """A decision that was made; the last one stands."""

    ordinal: int
    answer: ClaimAnswer
    payable: Yuan
    refused: Yuan
    decided_at: datetime
    reason_code: ReasonCode | None
    clause: str
    explanation: str


class PayoutView(View):
    """A payment to the family. `account` shows its last four digits."""

    purpose: PaymentPurpose
    amount: Yuan
    number: str
    account: str
    failure: str
    paid_at: datetime | None


class OriginalsView(View):
    """Paper on its way by courier."""

    required: bool
    carrier: str
    tracking: str
    received_at: datetime | None
    absent: tuple[DocumentKind, ...]


class NondisclosureView(View):
    """Something that was not disclosed when the contract was made (L-13)."""

    known_at: datetime
    rescind_before: datetime | None
    """The contract can be rescinded until then."""
    rescinded: bool | None
    """Null until underwriting answered; the claim is not decided before."""


class ReimbursementView(View):
    """The claim, how it was answered, and what was paid."""

    source: Source
    encounter: EncounterType | None
    on: date | None
    until_on: date | None
    billed: Yuan
    small: bool
    received_at: datetime | None
    complete_at: datetime | None
    bills: tuple[ClaimedBillView, ...]
    originals: OriginalsView | None
    held_lines: tuple[HeldLineView, ...]
    answers: tuple[ClaimAnswerView, ...]
    payouts: tuple[PayoutView, ...]
    interim_paid: Yuan
    linked_advance: str
    account: str
    """Where the money goes, masked."""
    investigated_for: str | None
    """Staff only: the scope of the investigation."""
    compensation: Yuan | None
    """Staff only: interest proposed for paying late."""
    nondisclosure: NondisclosureView | None
    """Staff only: what was not disclosed, and whether the contract is rescinded for it."""
    overpayment: OverpaymentView | None
    """For the family and staff: what was paid ahead above the determination."""
    judgment: JudgmentView | None
    """Staff only: the claim as it was judged last, and why a person must look."""
