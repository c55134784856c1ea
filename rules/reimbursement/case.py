"""State of one reimbursement claim, as its workflow carries it and as it is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.cases import Side
from rules.claims.case import ClaimCase
from rules.deadlines import ClockKind
from rules.payments.vocabulary import PaymentPurpose
from rules.reimbursement.values import (
    FINAL_STAGES,
    Ascertained,
    BillFound,
    Compensation,
    FileCheck,
    Investigation,
    Nondisclosure,
    Objection,
    Originals,
    Payout,
    Source,
    Stage,
)
from rules.vocabulary import DocumentKind, Process

_FAMILYS_MOVE = (Stage.REPORTED, Stage.AWAITING_DOCS, Stage.DORMANT, Stage.DETERMINED, Stage.PAY_FAILED)


PAYMENT_FAILED = "PAYMENT_FAILED"
"""What runs beside the stage: a payment came back, and nobody has ordered it again."""
NONDISCLOSURE = "NONDISCLOSURE"
"""What runs beside the stage: something was not disclosed, and nobody has said yet what follows (L-13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReimbursementCase(ClaimCase):
    """All that a reimbursement claim is. Money in fen.

    ``until_on`` is the day of discharge. ``received_at`` is day 0 of the law (L-03): the claim and documents
    came for the first time. ``linked_advance`` is the case of the advance that the stay was paid with.
    """

    process: Literal[Process.REIMBURSEMENT] = Process.REIMBURSEMENT
    stage: Stage = Stage.SUBMITTED
    source: Source = Source.FAMILY
    linked_advance: str = ""
    accident: bool = False
    until_on: date | None = None
    paper_originals: bool = False
    form_signed_on: date | None = None
    received_at: datetime | None = None
    complete_at: datetime | None = None
    file: FileCheck | None = None
    bills: tuple[BillFound, ...] = ()
    waived: tuple[DocumentKind, ...] = ()
    extra_documents: tuple[DocumentKind, ...] = ()
    supplement_requests: int = 0
    originals: Originals | None = None
    investigation: Investigation | None = None
    nondisclosure: Nondisclosure | None = None
    payouts: tuple[Payout, ...] = ()
    account_id: str = ""
    account: str = ""
    account_holder: str = ""
    account_bank: str = ""
    ascertained: Ascertained | None = None
    interim_paid: int = 0
    accepted: bool = False
    objection: Objection | None = None
    compensation: Compensation | None = None

    @property
    def final(self) -> bool:
        """Whether nothing more can happen."""
        return self.stage in FINAL_STAGES

    @property
    def money_left(self) -> bool:
        """Whether money was ordered to leave for it."""
        return bool(self.payouts or self.interim_paid)

    @property
    def beside(self) -> frozenset[str]:
        """What is open in whatever stage: a payment that failed, a nondisclosure, an overpayment."""
        found = set(self.overpayment_beside)
        if any(each.failure and each.paid_at is None for each in self.payouts):
            found.add(PAYMENT_FAILED)
        if self.nondisclosure and self.nondisclosure.open:
            found.add(NONDISCLOSURE)
        return frozenset(found)

    @property
    def waiting_on(self) -> Side:
        """Whose move it is."""
        return Side.GUARDIAN if self.stage in _FAMILYS_MOVE else Side.US

    @property
    def proposed_by(self) -> str:
        """Who made what waits for a second person: a decision, or an investigation."""
        if self.proposal:
            return self.proposal.made_by
        waiting = self.investigation
        if waiting and waiting.opened_at is None:
            return waiting.proposed_by
        return self.overpayment_proposed_by

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """Documents still missing, in checklist order, each once (L-02)."""
        required = (*(self.file.required if self.file else ()), *self.extra_documents)
        held = {document.kind for document in self.documents} | set(self.waived)
        absent = [kind for kind in required if kind not in held]
        if self.originals_missing:
            absent.append(DocumentKind.INVOICE)
        return tuple(dict.fromkeys(absent))

    @property
    def originals_missing(self) -> bool:
        """Whether the paper itself is still to come by courier (R-142)."""
        wanted = self.file is not None and self.file.originals_required
        waived = DocumentKind.INVOICE in self.waived
        return wanted and not waived and not (self.originals and self.originals.received_at)

    @property
    def small(self) -> bool:
        """Whether the claim goes through the lane of small claims (L-19)."""
        return self.file is not None and self.file.small and self.investigation is None

    @property
    def linked(self) -> bool:
        """Whether an advance settles what is payable."""
        return bool(self.linked_advance)

    @property
    def to_pay(self) -> int:
        """Fen that the standing decision still owes, beyond what was paid ahead."""
        decided = self.decision.payable if self.decision else 0
        paid = sum(each.amount for each in self.payouts if each.purpose is PaymentPurpose.CLAIM)
        return max(0, decided - self.interim_paid - paid)

    @property
    def answer_awaited(self) -> bool:
        """Whether the written refusal has to leave yet, or the family may still object here."""
        waits = (ClockKind.REFUSAL_NOTICE, ClockKind.ACCEPTANCE_WAIT)
        return any(self.clock(kind) is not None for kind in waits)

    @property
    def paid_out(self) -> int:
        """Fen that reached the family for the claim, ahead or by a decision."""
        of_claim = (PaymentPurpose.CLAIM, PaymentPurpose.INTERIM)
        return sum(each.amount for each in self.payouts if each.paid_at and each.purpose in of_claim)

    @property
    def compensation_open(self) -> bool:
        """Whether interest for lateness waits for an answer, or for its payment."""
        proposed = self.compensation
        if proposed is None or proposed.approved is False:
            return False
        paid = any(
            each.purpose is PaymentPurpose.COMPENSATION and each.paid_at is not None for each in self.payouts
        )
        return proposed.approved is None or (proposed.amount > 0 and not paid)

    def payout(self, key: str, attempt: int) -> Payout | None:
        """The payment that a message is about, if it is still waited for."""
        return next(
            (
                each
                for each in self.payouts
                if each.key == key and each.attempt == attempt and each.paid_at is None
            ),
            None,
        )
