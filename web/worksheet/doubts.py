"""What is allowed and yet so unlikely that a person should look twice."""

from collections.abc import Iterable, Iterator, Mapping

from stores.benefits.benefit_standing import BenefitStanding
from web.worksheet.values import Doubt, DoubtKind

TIMES = 10


def ten_times_usual(lines: Iterable[tuple[str, str, int]], usual: Mapping[str, int]) -> Iterator[Doubt]:
    """Lines (item, name, fen) of ten times the usual amount of their item, or more."""
    for item, name, amount in lines:
        if item in usual and amount >= TIMES * usual[item]:
            yield Doubt(
                kind=DoubtKind.TEN_TIMES_USUAL, about=name or item, entered=amount, expected=usual[item]
            )


def above_limit(held: int, standing: BenefitStanding | None) -> Iterator[Doubt]:
    """More is promised than the benefit has left."""
    if standing and standing.left_after(held) < 0:
        room = standing.left + standing.held_by_stay
        yield Doubt(kind=DoubtKind.ABOVE_LIMIT, about="", entered=held, expected=room)


def above_reserve(payable: int, reserved: int) -> Iterator[Doubt]:
    """More would be paid than was held for the stay."""
    if reserved and payable > reserved:
        yield Doubt(kind=DoubtKind.ABOVE_RESERVE, about="", entered=payable, expected=reserved)
