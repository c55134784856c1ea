"""What paying late costs (保险法 23 ¶2, L-06): proposed to a person, never paid by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCompensation:
    """Days beyond the legal due and the interest for them in fen, with the yearly rate it was counted at."""

    days: int
    amount: int
    rate: Decimal


def late_compensation(*, amount: int, legal_due_on: date, paid_on: date, rate: Decimal) -> LateCompensation:
    """Simple interest from the day after the legal due to the day of payment, both by Shanghai date.

    ``rate`` is the loan prime rate of the day as a fraction (0.03 for 3 %): the law names no figure.
    """
    days = max(0, (paid_on - legal_due_on).days)
    interest = (amount * rate * days / DAYS_OF_YEAR).quantize(Decimal(1), ROUND_HALF_UP)
    return LateCompensation(days=days, amount=int(interest), rate=rate)
