"""Letters of a hospital advance and of money to be paid back (domain 5.4, 5.6, R-150 to R-165)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from letters.kinds.care import Reason
from letters.kinds.code import LetterCode
from letters.kinds.parties import Guardian, Organization
from letters.kinds.settlement import MemberLetter
from letters.masking import require_masked


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationAccount:
    """A bank account of a company, whole: money is to be sent there.

    ``reference`` is what the payer writes on the transfer, so that it is matched to the debt.
    """

    holder: str
    bank: str
    number: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceLetter(MemberLetter):
    """A letter about an advance; ``provider`` is the company that pays the hospital."""

    hospital: str
    hospital_english: str = ""
    provider: Organization
    admitted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceApproved(AdvanceLetter):
    """LT-AD-OK: how much can be advanced once the mandate is signed; fen."""

    code: ClassVar[LetterCode] = LetterCode.ADVANCE_APPROVED

    estimate: int
    amount: int
    basis: str
    sign_by: date
    sign_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceDeclined(AdvanceLetter):
    """LT-AD-NO: no advance; the claim afterwards is not affected (R-154, R-161)."""

    code: ClassVar[LetterCode] = LetterCode.ADVANCE_DECLINED

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceMandate(AdvanceLetter):
    """LT-AD-MAND: the mandate that the guardian signs before any money moves (R-155)."""

    code: ClassVar[LetterCode] = LetterCode.ADVANCE_MANDATE

    guardian: Guardian
    guardian_identity_number: str
    ceiling: int
    refund_days: int = 15

    def __post_init__(self) -> None:
        MemberLetter.__post_init__(self)
        require_masked(self.guardian_identity_number, "guardian_identity_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceDelayed(AdvanceLetter):
    """LT-AD-DELAY: an investigation makes the review longer (R-164)."""

    code: ClassVar[LetterCode] = LetterCode.ADVANCE_DELAYED

    cause: str
    target_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancePayment:
    """One advance that was paid to the hospital; fen."""

    paid_on: date
    amount: int
    payment_reference: str = ""


class SettlementDirection(StrEnum):
    """Who owes whom once the claim is determined."""

    FAMILY_REFUNDS = "FAMILY_REFUNDS"
    EVEN = "EVEN"
    INSURER_PAYS = "INSURER_PAYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceSettlement(AdvanceLetter):
    """LT-SETTLE: advances against the benefit determined; fen."""

    code: ClassVar[LetterCode] = LetterCode.ADVANCE_SETTLEMENT

    claim_number: str
    determined_on: date
    payments: tuple[AdvancePayment, ...]
    payable: int

    @property
    def advanced(self) -> int:
        """The sum of the advances."""
        return sum(payment.amount for payment in self.payments)

    @property
    def difference(self) -> int:
        """How far advances and benefit lie apart."""
        return abs(self.advanced - self.payable)

    @property
    def direction(self) -> SettlementDirection:
        """Who pays the difference."""
        if self.advanced == self.payable:
            return SettlementDirection.EVEN
        over = self.advanced > self.payable
        return SettlementDirection.FAMILY_REFUNDS if over else SettlementDirection.INSURER_PAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """One part of what is to be paid back, and why; fen."""

    item: str
    amount: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNotice(MemberLetter):
    """LT-RFD: an advance above the benefit is to be paid back to the provider (R-160, A-31)."""

    code: ClassVar[LetterCode] = LetterCode.REFUND

    advanced: int
    payable: int
    lines: tuple[RefundLine, ...]
    account: OrganizationAccount
    due_on: date

    def __post_init__(self) -> None:
        MemberLetter.__post_init__(self)
        if sum(line.amount for line in self.lines) != self.amount:
            raise ValueError(f"{self.number}: the lines do not add up to the refund of {self.amount} fen")

    @property
    def amount(self) -> int:
        """What is to be paid back."""
        return self.advanced - self.payable


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundReminder(MemberLetter):
    """LT-RFD-R: a refund is not paid; ``legal_from`` announces a legal step.

    ``outside_cover``: what is owed is cost outside the cover after direct billing, not an advance.
    """

    code: ClassVar[LetterCode] = LetterCode.REFUND_REMINDER

    amount: int
    noticed_on: date
    due_on: date
    account: OrganizationAccount
    legal_from: date | None = None
    outside_cover: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryNotice(MemberLetter):
    """LT-RCV: cost outside the cover was found after direct billing (R-103)."""

    code: ClassVar[LetterCode] = LetterCode.RECOVERY

    hospital: str
    hospital_english: str = ""
    visited_on: date
    lines: tuple[RefundLine, ...]
    account: OrganizationAccount
    due_on: date

    @property
    def amount(self) -> int:
        """What is to be paid back."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverpaymentNotice(MemberLetter):
    """LT-OVP: more was paid than what was determined in the end; ``noticed_on`` makes it a reminder.

    ``legal_from`` announces a step in law.
    """

    code: ClassVar[LetterCode] = LetterCode.OVERPAYMENT

    paid: int
    due: int
    open: int
    account: OrganizationAccount
    due_on: date
    noticed_on: date | None = None
    legal_from: date | None = None

    def __post_init__(self) -> None:
        MemberLetter.__post_init__(self)
        if not 0 < self.open <= self.paid - self.due:
            raise ValueError(f"{self.number}: {self.open} fen are not what {self.paid} exceeds {self.due} by")
