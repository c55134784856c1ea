"""`/work`: the cases by time left, and the next one for me."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import psycopg
from fastapi import APIRouter, Depends, Form, Query, Request
from pydantic import StringConstraints
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.money import format_yuan
from rules.permissions import Action, Relation, may
from rules.vocabulary import Process
from stores.casework import next_case, queue, saved_views, work_list
from stores.casework.queue import Asked, QueuedCase, View
from stores.database import driver_connection
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import NOTHING
from web.backend import Uses
from web.casework.allowed import work_of
from web.casework.case_access import visible_case
from web.csv_download import Cell, csv_download
from web.listing import Address, LeafNumber, addressing
from web.templating import page as rendered

router = APIRouter(prefix="/work", include_in_schema=False, default_response_class=HTMLResponse)

Works = Annotated[Caller, Depends(Permission(Action.READ_CLOCKS, relation=Relation.STAFF))]
Takes = Annotated[Caller, Depends(Permission(Action.TAKE_NEXT, relation=Relation.STAFF))]
_HEAD = (
    "case",
    "process",
    "stage",
    "member",
    "policy",
    "hospital",
    "person",
    "waiting_on",
    "due_at",
    "asked",
)
_Word = Annotated[str, StringConstraints(max_length=64, pattern=r"^[\x21-\x7e]+$")]


async def asked_for(
    caller: Works,
    view: View = View.OPEN,
    process: Annotated[Process | None, NOTHING] = None,
    stage: Annotated[_Word | None, NOTHING] = None,
    hospital: Annotated[_Word | None, NOTHING] = None,
    person: Annotated[_Word | None, NOTHING] = None,
    tag: Annotated[str | None, Query(max_length=40), NOTHING] = None,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Asked:
    """What the address asks for."""
    return Asked(
        reader=caller.reference,
        view=view,
        process=process,
        stage=stage,
        hospital=hospital,
        person=person,
        tag=tag.replace("\0", "") if tag else None,
        words=q.replace("\0", "").strip(),
    )


Wants = Annotated[Asked, Depends(asked_for)]


@router.get("", response_model=None)
def show_work(
    request: Request,
    caller: Works,
    backend: Uses,
    asked: Wants,
    page: LeafNumber = 1,
) -> Response:
    """The queue; its filter is in the address. Without one it begins with the view that I chose for that."""
    now = backend.clock.wall()
    with backend.reading() as session:
        begin = None if request.url.query else saved_views.first(session, caller.reference)
        if begin:
            return RedirectResponse(f"/work?{begin}", 303)
        shown = work_list.read(
            session, backend.calendars, asked, caller.actor, now, page=page, request_id=caller.request_id
        )
    return rendered(
        request,
        "work.html",
        saved=shown.saved,
        people=shown.people,
        reader=caller.reference,
        query=request.url.query,
        bulk=may(caller.actor, Action.ASSIGN, caller.relation).allowed,
        found=shown.found,
        most=queue.MOST_COUNTED,
        asked=asked,
        clocks=shown.clocks,
        address=_addresses(asked),
        mine=shown.mine,
        nothing=request.query_params.get("nothing", ""),
        takes=bool(work_of(caller.actor).always),
        views=tuple(View),
    )


@router.get("/cases.csv")
def download(caller: Works, backend: Uses, asked: Wants) -> Response:
    """The same cases as a file."""
    with backend.session() as session:
        found = queue.read(session, asked, backend.clock.wall(), size=queue.MOST_IN_FILE)
        access_log.write(session, caller.actor, "LIST", request_id=caller.request_id)
        return csv_download("cases", _HEAD, map(_row, found.rows))


@router.post("/next")
def take_next(caller: Takes, backend: Uses, here: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Go on with the case that I hold, or take the most urgent one that is free.

    ``here`` is the case that I look at: whoever holds it still leaves it by a reason, or puts it back.
    """
    now = backend.clock.wall()
    with backend.session() as session:
        connection = driver_connection(session)
        number = next_case.held(connection, caller.reference, now)
        if number and number == here:
            return RedirectResponse(f"/cases/{number}?held=1#skip", 303)
        number = number or _take(connection, caller, now)
    return RedirectResponse(f"/cases/{number}" if number else "/work?nothing=1", 303)


def _take(connection: psycopg.Connection, caller: Caller, now: datetime) -> str | None:
    work = work_of(caller.actor)
    return next_case.take(
        connection, caller.reference, work.always, now, at_times=work.at_times, signs=work.signs
    )


@router.post("/{case_number}/skip")
def skip(
    case_number: str, caller: Takes, backend: Uses, reason: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    """Leave a case to others with a reason, and take the next."""
    visible_case(backend, caller, case_number, Action.TAKE_NEXT)
    if not reason.strip():
        raise problems.invalid(problems.FieldError("reason", "is missing: say why you leave it to others"))
    now = backend.clock.wall()
    with backend.session() as session:
        connection = driver_connection(session)
        next_case.skip(connection, caller.reference, case_number, reason.replace("\0", "").strip(), now)
    return take_next(caller, backend)


@router.post("/{case_number}/hold")
def hold(case_number: str, caller: Takes, backend: Uses) -> Response:
    """Hold a case while I work on it; 409 where somebody else does."""
    visible_case(backend, caller, case_number, Action.TAKE_NEXT)
    with backend.session() as session:
        connection, now = driver_connection(session), backend.clock.wall()
        kept = next_case.keep(connection, caller.reference, case_number, now)
    if not kept:
        raise problems.ProblemError(problems.NOT_NOW, "Somebody else works on this case just now.")
    return RedirectResponse(f"/cases/{case_number}", 303)


@router.post("/{case_number}/release")
def release(case_number: str, caller: Takes, backend: Uses) -> Response:
    """Let a case go that I hold."""
    visible_case(backend, caller, case_number, Action.TAKE_NEXT)
    with backend.session() as session:
        next_case.release(driver_connection(session), caller.reference, case_number)
    return RedirectResponse("/work", 303)


def _addresses(asked: Asked) -> Address:
    held = {
        "view": asked.view.value if asked.view is not View.OPEN else None,
        "process": asked.process.value if asked.process else None,
        "stage": asked.stage,
        "hospital": asked.hospital,
        "person": asked.person,
        "tag": asked.tag,
        "q": asked.words,
    }
    return addressing("/work", held)


def _row(each: QueuedCase) -> Sequence[Cell]:
    row = each.row
    return (
        row.case_number,
        row.process,
        row.stage,
        each.member_number,
        each.policy_number,
        each.hospital_name,
        each.person,
        row.waiting_on or "",
        row.due_at.isoformat() if row.due_at else "",
        format_yuan(row.requested_amount) if row.requested_amount is not None else "",
    )
