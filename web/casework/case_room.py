"""All that the page of a case shows, read together for one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from models.case_note import CaseNote
from models.letter import Letter
from models.paper_finding import PaperFinding
from rules.any_case import AnyCase
from rules.permissions import Action
from rules.vocabulary import DocumentSource
from stores.benefits import case_movements
from stores.benefits.case_movements import MovedAccount
from stores.casework import case_queries, case_rooms, next_case
from stores.casework.case_queries import SeenCase
from stores.casework.case_records import CaseRecord
from stores.casework.case_rooms import Around
from stores.database import driver_connection
from stores.money import finance_views
from stores.papers import letters, paper_findings, readings
from web.access import Caller
from web.api.cases import EVENTS, told_case
from web.api.letters import may_read
from web.api.views.case_views import CaseView, DocumentView, EventView
from web.api.views.reading_views import ReadingView, reading_view
from web.backend import Backend
from web.casework.case_access import visible_case
from web.casework.conversation import word_of
from web.casework.feed import FeedEntry, feed
from web.casework.timeline import shown_to

_OWN_SOURCE = {"hospital": DocumentSource.HOSPITAL, "guardian": DocumentSource.GUARDIAN}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRoom:
    """A case for its page. ``result`` is the last adjudication on record; staff see it, and ``notes``."""

    seen: SeenCase
    view: CaseView
    state: AnyCase | None
    record: CaseRecord
    around: Around
    events: Sequence[EventView]
    letters: Sequence[Letter]
    papers: Sequence[DocumentView]
    notes: Sequence[CaseNote]
    names: Mapping[str, str]
    result: Mapping[str, Any] | None
    holder: str | None
    readings: Mapping[UUID, ReadingView]
    """What was read off the papers that the reader may see; only staff see what does not fit."""
    accounts: Sequence[MovedAccount] = ()
    """What the case did to limits and reserves; staff see it."""
    feed: Sequence[FeedEntry] = ()
    """All that happened, with letters, payments and notes; staff see it."""
    opened: DocumentView | None = None
    """The paper that is shown beside the work."""
    from_page: int = 0
    """Where the paper begins that is spoken of, in a file that holds several; 0 for the first one."""


async def read_room(
    backend: Backend, caller: Caller, case_number: str, action: Action = Action.READ
) -> CaseRoom:
    """The case as it stands; 404 where it is not the reader's."""
    seen = await run_in_threadpool(visible_case, backend, caller, case_number, action)
    state = await word_of(backend, seen.row)
    return await run_in_threadpool(_room, backend, caller, seen, state)


def _room(backend: Backend, caller: Caller, seen: SeenCase, state: AnyCase | None) -> CaseRoom:
    number = seen.row.case_number
    record, view = told_case(backend, caller, seen, state)
    with backend.session() as session:
        events = shown_to(caller, case_queries.events(session, number, 0, EVENTS))
        notes = case_rooms.notes(session, number) if caller.is_staff else ()
        sent = [row for row in letters.of_case(session, number) if may_read(caller, row)]
        holder = next_case.holder(driver_connection(session), number, backend.clock.wall())
        return CaseRoom(
            seen=seen,
            view=view,
            state=state,
            record=record,
            around=case_rooms.around(session, seen, caller.sight),
            events=events,
            letters=sent,
            papers=[each for each in view.documents if may_see_paper(caller, each.source)],
            notes=notes,
            names=_names(session, caller, view, events, notes, holder, state) if caller.is_staff else {},
            holder=holder if caller.is_staff else None,
            result=_result(record) if caller.is_staff else None,
            readings=_readings(session, caller, number, view),
            accounts=case_movements.of_case(driver_connection(session), number) if caller.is_staff else (),
            feed=_feed(session, record, events, sent, notes) if caller.is_staff else (),
        )


def _feed(
    session: Session,
    record: CaseRecord,
    events: Sequence[EventView],
    sent: Sequence[Letter],
    notes: Sequence[CaseNote],
) -> Sequence[FeedEntry]:
    paid = finance_views.payments(session, case_number=record.seen.row.case_number)
    return feed(events, sent, paid, record.decisions, notes)


def _readings(
    session: Session, caller: Caller, case_number: str, view: CaseView
) -> Mapping[UUID, ReadingView]:
    staff, found = caller.is_staff, dict[UUID, list[PaperFinding]]()
    for row in paper_findings.of_case(session, case_number) if staff else ():
        found.setdefault(row.document_id, []).append(row)
    kept = readings.find(session, [each.id for each in view.documents if may_see_paper(caller, each.source)])
    return {
        key: reading_view(case_number, each, found.get(key, ()), staff=staff) for key, each in kept.items()
    }


def may_see_paper(caller: Caller, source: DocumentSource) -> bool:
    """Hospitals and families see what their own side handed in; staff see everything."""
    return caller.is_staff or source is _OWN_SOURCE.get(caller.reference.partition(":")[0])


def _names(
    session: Session,
    caller: Caller,
    view: CaseView,
    events: Sequence[EventView],
    notes: Sequence[CaseNote],
    holder: str | None,
    state: AnyCase | None,
) -> Mapping[str, str]:
    said = {event.actor for event in events} | {note.author for note in notes}
    assigned = view.staff.assignee if view.staff else None
    proposer = state.proposed_by if state else None
    return case_rooms.names(session, {*said, assigned, holder, proposer} - {None}, caller.language)


def _result(record: CaseRecord) -> Mapping[str, Any] | None:
    kept = [each.result["result"] for each in record.decisions if each.result and "result" in each.result]
    return kept[-1] if kept else None
