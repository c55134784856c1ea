"""What the page of the queue shows, asked of the database in two goes instead of one each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from rules.roles import Actor
from stores.casework import case_rooms, next_case, queue, saved_views
from stores.casework.case_rooms import Colleague
from stores.casework.queue import Asked, QueuePage
from stores.casework.saved_views import SeenView
from stores.clocks import live_clocks
from stores.clocks.house import reference
from stores.clocks.kept_calendars import KeptCalendars
from stores.clocks.live_clocks import CaseClocks
from stores.cover.people import names_of
from stores.trust import access_log
from stores.worded import read_together


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """A page of the queue with what stands around it. ``mine`` is the case that the reader works on."""

    found: QueuePage
    clocks: Mapping[str, CaseClocks]
    mine: str | None
    saved: Sequence[SeenView]
    people: Sequence[Colleague]


def read(
    session: Session,
    calendars: KeptCalendars,
    asked: Asked,
    reader: Actor,
    now: datetime,
    *,
    page: int,
    request_id: str | None,
) -> WorkList:
    """The page of that number, and a note that it was looked at; ``now`` is the wall clock."""
    person = reader.reference
    rows, held, saved, people = read_together(
        session,
        queue.page_of(asked, page, queue.PAGE).given(now=now),
        next_case.HELD.given(person=person, now=now),
        saved_views.SEEN.given(person=person),
        case_rooms.COLLEAGUES,
    )
    numbers = [row.case_number for row in rows]
    clocks, (counted,), _noted = read_together(
        session,
        live_clocks.OPEN.given(numbers=numbers),
        queue.counting(asked),
        access_log.writing(reader, "LIST", request_id=request_id),
    )
    found = queue.put_together(
        asked, rows, counted, _names(session, queue.who_stand_in(rows), people), page=page, size=queue.PAGE
    )
    shown = [each.row for each in found.rows]
    running = live_clocks.by_case(numbers, clocks)
    return WorkList(
        found=found,
        clocks=live_clocks.told(session, calendars, shown, running, now),
        mine=held[0].case_number if held else None,
        saved=saved,
        people=people,
    )


def _names(session: Session, wanted: set[str], people: Sequence[Colleague]) -> dict[str, str]:
    """Names of people by their references; only those who left have to be asked for."""
    known = {reference(each.id): each.name for each in people}
    gone = wanted - known.keys()
    return known | names_of(session, gone) if gone else known
