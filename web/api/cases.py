"""`/api/v1/cases`: queues, cases and what happened to them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.concurrency import run_in_threadpool

from rules.any_case import AnyCase
from rules.clock_state import case_now
from rules.permissions import Action
from rules.vocabulary import Process
from stores.casework import case_queries, case_records
from stores.casework.case_queries import SeenCase, Wanted
from stores.casework.case_records import CaseRecord
from stores.clocks import live_clocks
from stores.clocks.live_clocks import CaseClocks
from stores.trust import access_log
from web.access import Caller, Permission
from web.api.bodies.fields import Instant
from web.api.paging import read_place, write_place
from web.api.views.case_views import CaseView, QueuePageView, TimelineView
from web.backend import Backend, Uses
from web.casework.case_access import visible_case
from web.casework.case_page import case_view, queue_row
from web.casework.conversation import word_of
from web.casework.stage_told import is_kept
from web.casework.timeline import shown_to

router = APIRouter(prefix="/api/v1/cases", tags=["Cases"])

Reads = Annotated[Caller, Depends(Permission(Action.READ))]
PAGE = 50
EVENTS = 200


@router.get("", operation_id="listCases", summary="List the cases in your sight, those due first")
def list_cases(
    caller: Reads,
    backend: Uses,
    process: Process | None = None,
    stage: Annotated[str | None, Query(max_length=40, pattern="^[A-Z][A-Z_]*$")] = None,
    words: Annotated[
        str, Query(max_length=100, description="Of number, child, member, policy, hospital or invoice")
    ] = "",
    assignee: Annotated[str | None, Query(max_length=100, pattern=r"^[\x21-\x7e]+$")] = None,
    due_before: Instant | None = None,
    closed: Annotated[bool, Query(description="List closed cases instead of open ones")] = False,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> QueuePageView:
    """A hospital sees its own cases, a family its children's, staff all."""
    place = read_place(after) if after else None
    kept = [each for each in Process if stage and is_kept(caller, each, stage)]
    wanted = Wanted(
        process=process,
        without=kept,
        stage=stage,
        words=words.replace("\0", ""),
        assignee=assignee if caller.is_staff else None,
        due_before=due_before,
        closed=closed,
    )
    now = backend.clock.wall()
    with backend.session() as session:
        rows = case_queries.queue(session, caller.sight, wanted, place, limit + 1)
        access_log.write(session, caller.actor, "LIST", request_id=caller.request_id)
        page, more = rows[:limit], len(rows) > limit
        clocks = live_clocks.of_rows(session, backend.calendars, [seen.row for seen in page], now)
    return QueuePageView(
        cases=tuple(queue_row(seen, caller, clocks[seen.row.case_number]) for seen in page),
        next=write_place(case_queries.place_of(page[-1])) if more else None,
    )


@router.get("/{case_number}", operation_id="getCase", summary="Read a case")
async def get_case(case_number: str, caller: Reads, backend: Uses) -> CaseView:
    """An open case is told by its workflow; a closed one, or a silent workflow, by the record."""
    seen = await run_in_threadpool(visible_case, backend, caller, case_number, Action.READ)
    state = await word_of(backend, seen.row)
    _, view = await run_in_threadpool(told_case, backend, caller, seen, state)
    return view


def told_case(
    backend: Backend, caller: Caller, seen: SeenCase, state: AnyCase | None
) -> tuple[CaseRecord, CaseView]:
    """The rows of a case, and the case as this caller gets it."""
    record, clocks = _record(backend, seen, state)
    return record, case_view(record, state, caller, clocks)


def _record(backend: Backend, seen: SeenCase, state: AnyCase | None) -> tuple[CaseRecord, CaseClocks]:
    """The record, and the clocks by the same instant on every surface: the case's own time."""
    at = case_now(backend.clock.wall(), seen.row.clock_offset_seconds)
    with backend.session() as session:
        record = case_records.read(session, seen)
        running = state.clocks if state else tuple(map(live_clocks.running_clock, record.clocks))
        return record, CaseClocks.read(session, backend.calendars, running, at)


@router.get("/{case_number}/events", operation_id="listEvents", summary="Read what happened to a case")
def list_events(
    case_number: str,
    caller: Reads,
    backend: Uses,
    after: Annotated[int, Query(ge=0, le=2**31, description="`next` of the page before")] = 0,
) -> TimelineView:
    """In order; staff see all of it, others what concerns them."""
    visible_case(backend, caller, case_number, Action.READ)
    with backend.session() as session:
        rows = list(case_queries.events(session, case_number, after, EVENTS + 1))
    page = rows[:EVENTS]
    return TimelineView(
        case_number=case_number,
        events=shown_to(caller, page),
        next=page[-1].sequence if len(rows) > EVENTS else None,
    )
