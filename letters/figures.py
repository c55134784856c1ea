"""How letters write amounts, days, instants and shares."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from letters.kinds.letter import SHANGHAI
from rules.vocabulary import Language

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def yuan(fen: int) -> str:
    """Fen as ``¥12,625.93``, in either language."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def percent(share: Decimal) -> str:
    """A share of 1 as ``40%`` or ``12.5%``."""
    return f"{(share * 100).normalize():f}%"


def chinese_day(day: date) -> str:
    """``2026年11月21日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def english_day(day: date) -> str:
    """``21 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def chinese_instant(instant: datetime) -> str:
    """``2026年11月21日18:00`` in Shanghai."""
    local = instant.astimezone(SHANGHAI)
    return f"{chinese_day(local.date())}{local:%H:%M}"


def english_instant(instant: datetime) -> str:
    """``21 November 2026, 18:00 (Beijing time)``."""
    local = instant.astimezone(SHANGHAI)
    return f"{english_day(local.date())}, {local:%H:%M} (Beijing time)"


def stamp(instant: datetime) -> str:
    """``2026-11-21 18:00`` in Shanghai, for narrow columns."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


DAY: dict[Language, Callable[[date], str]] = {
    Language.CHINESE: chinese_day,
    Language.ENGLISH: english_day,
}
INSTANT: dict[Language, Callable[[datetime], str]] = {
    Language.CHINESE: chinese_instant,
    Language.ENGLISH: english_instant,
}
