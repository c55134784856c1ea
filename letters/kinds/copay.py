"""Letters on the member's share after public direct billing, and on the card (domain 5.5, R-130 to R-134)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from letters.kinds.code import LetterCode
from letters.kinds.settlement import Calculation, MemberLetter, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class CopayNotice(MemberLetter):
    """LT-COPAY: the share, how it comes about, by when and how to pay, how to dispute it."""

    code: ClassVar[LetterCode] = LetterCode.COPAY

    visit: Visit
    calculation: Calculation
    visit_number: int | None = None
    due_on: date
    pay_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopayReminder(MemberLetter):
    """LT-COPAY-R: the share is not paid yet; fen."""

    code: ClassVar[LetterCode] = LetterCode.COPAY_REMINDER

    visit: Visit
    share: int
    noticed_on: date
    due_on: date
    pay_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueItem:
    """A share that was due and is not paid; fen."""

    hospital: str
    visited_on: date
    share: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSuspended(MemberLetter):
    """LT-SUSP: the card pauses for direct billing alone; everything else goes on (R-133)."""

    code: ClassVar[LetterCode] = LetterCode.CARD_SUSPENDED

    suspended_at: datetime
    items: tuple[OverdueItem, ...]
    pay_url: str

    @property
    def total(self) -> int:
        """The overdue shares in fen."""
        return sum(item.share for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReactivated(MemberLetter):
    """LT-REACT: the card works again."""

    code: ClassVar[LetterCode] = LetterCode.CARD_REACTIVATED

    reactivated_at: datetime
    paid: int
