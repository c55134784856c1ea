"""Where the lines of a request, a bill or a claim stand on its papers, by what a machine read there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rules.item_words import ITEMS
from rules.items import ItemCode
from web.api.views.reading_views import PlaceView, ReadingView
from web.casework.case_room import CaseRoom


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page of a paper."""

    paper: UUID
    place: PlaceView


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlaces:
    """Places of what is asked for, billed and calculated, line by line."""

    asked: Sequence[Spot | None] = ()
    billed: Sequence[Spot | None] = ()
    judged: Sequence[Spot | None] = ()


def line_places(room: CaseRoom) -> LinePlaces:
    """Where the lines of the case stand on its papers."""
    asked = room.view.request.items if room.view.request else ()
    billed = room.around.bill["lines"] if room.around.bill else ()
    judged = room.result.get("lines", ()) if room.result else ()
    return LinePlaces(
        asked=spots([(each.description, each.amount) for each in asked], room.readings),
        billed=spots([(each["description"], each["amount"]) for each in billed], room.readings),
        judged=spots([(_named(each["item"]), each["billed"]) for each in judged], room.readings),
    )


def _named(item: str) -> str:
    return ITEMS[ItemCode(item)].zh if item in set(ItemCode) else item


def spots(lines: Sequence[tuple[str, int]], readings: Mapping[UUID, ReadingView]) -> tuple[Spot | None, ...]:
    """The place of each line, told by name and amount in fen, in their order.

    Name and amount decide where they stand once on all papers, else the amount alone where one line and
    one place have it. None where several places would do: a wrong place is worse than none.
    """
    read = tuple(_read(readings))
    return tuple(_spot(line, lines, read) for line in lines)


_Read = tuple[Spot, str, int]


def _read(readings: Mapping[UUID, ReadingView]) -> Iterable[_Read]:
    for paper, reading in readings.items():
        for line in (*reading.lines, *(line for each in reading.others for line in each.lines)):
            if line.place:
                yield Spot(paper, line.place), _plain(line.item), line.amount


def _spot(line: tuple[str, int], lines: Sequence[tuple[str, int]], read: Sequence[_Read]) -> Spot | None:
    name, amount = line
    priced = [(spot, item) for spot, item, read_amount in read if read_amount == amount]
    named = [spot for spot, item in priced if item == _plain(name)]
    if named:
        return named[0] if len(named) == 1 else None
    alone = len(priced) == 1 and sum(other == amount for _, other in lines) == 1
    return priced[0][0] if alone else None


def _plain(name: str) -> str:
    return "".join(name.split()).lower()
