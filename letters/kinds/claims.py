"""Letters along a reimbursement claim (domain 5.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from letters.kinds.care import MissingDocument, ReplyChannel
from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.settlement import MemberLetter, Visit
from letters.masking import require_masked
from rules.vocabulary import DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAccount:
    """A bank account of a person, its number masked to the last four."""

    holder: str
    bank: str
    number: str

    def __post_init__(self) -> None:
        require_masked(self.number, "account.number")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequirements(MemberLetter):
    """LT-REQ: what to send with a claim, within one working day of the report (L-19)."""

    code: ClassVar[LetterCode] = LetterCode.CLAIM_REQUIREMENTS

    reported_at: datetime
    documents: tuple[MissingDocument, ...]
    reply: ReplyChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsReceived(MemberLetter):
    """LT-ORIG: the paper originals came by courier (R-142)."""

    code: ClassVar[LetterCode] = LetterCode.ORIGINALS_RECEIVED

    received_at: datetime
    tracking: str
    documents: tuple[DocumentKind, ...]
    absent: tuple[DocumentKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDormant(MemberLetter):
    """LT-DORM: the claim rests until the documents come; no refusal."""

    code: ClassVar[LetterCode] = LetterCode.CLAIM_DORMANT

    asked_on: date
    dormant_on: date
    missing: tuple[DocumentKind, ...]
    reply: ReplyChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationNotice(MemberLetter):
    """LT-INV: facts are being checked; the determination is still due by ``due_on``."""

    code: ClassVar[LetterCode] = LetterCode.INVESTIGATION

    opened_on: date
    scope: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimPayment(MemberLetter):
    """LT-PREPAY60: the part that is certain after sixty days (insurance law article 25, L-08); fen."""

    code: ClassVar[LetterCode] = LetterCode.INTERIM_PAYMENT

    visit: Visit
    received_on: date
    amount: int
    account: PersonAccount
    outstanding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMade(MemberLetter):
    """LT-PAID: the benefit is on its way. ``late_compensation`` in fen where payment was late (L-06)."""

    code: ClassVar[LetterCode] = LetterCode.PAYMENT_MADE

    amount: int
    paid_on: date
    account: PersonAccount
    payment_reference: str
    late_compensation: int = 0

    @property
    def total(self) -> int:
        """Benefit and compensation in fen."""
        return self.amount + self.late_compensation


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFailed(MemberLetter):
    """LT-PAYFAIL: the bank returned the payment; the family corrects the account."""

    code: ClassVar[LetterCode] = LetterCode.PAYMENT_FAILED

    amount: int
    failed_on: date
    account: PersonAccount
    cause: str
    reply: ReplyChannel

    def __post_init__(self) -> None:
        Letter.__post_init__(self)
        if self.amount <= 0:
            raise ValueError(f"{self.number}: a failed payment of {self.amount} fen was no payment")
