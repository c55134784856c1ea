"""Money in whole fen; decimal strings at the edges."""

import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

_AMOUNT_FORM = "amounts are yuan with at most two decimals, such as 1240.00"
_YUAN = re.compile(r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?")


def parse_yuan(text: str) -> int:
    """Fen of a decimal yuan string such as ``"1240.50"``; ValueError says what is wrong with it."""
    if not _YUAN.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount: {_AMOUNT_FORM}")
    return int(Decimal(text) * 100)


def format_yuan(fen: int) -> str:
    """Decimal yuan string with two places, without grouping."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def spoken_yuan(fen: int) -> str:
    """Decimal yuan string with two places and thousands apart, as people read it."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def share(fen: int, rate: Decimal) -> int:
    """``fen × rate`` rounded half-up to the fen: the insurer's side of a percentage (domain 3.3)."""
    return int((Decimal(fen) * rate).to_integral_value(ROUND_HALF_UP))


def own_share(fen: int, rate: Decimal) -> int:
    """``fen × rate`` with half a fen rounded down: the member's side of a percentage (domain 3.3)."""
    return int((Decimal(fen) * rate).to_integral_value(ROUND_HALF_DOWN))
