"""What the page of a case asks for while somebody works on it: prices, drafts, who is here, what is new."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from rules.permissions import Action, Relation
from stores.casework import case_drafts, case_presences, case_queries, case_rooms, next_case, note_mentions
from stores.casework.case_presences import Present
from stores.database import driver_connection
from web import problems
from web.access import Caller, Permission
from web.api.examples.action_examples import EXAMPLES
from web.backend import Backend, Uses
from web.browser import sent_form
from web.casework.case_access import visible_case
from web.casework.case_drafts import to_keep
from web.casework.case_forms import BODIES, body_said
from web.casework.case_room import read_room
from web.casework.timeline import shown_to
from web.forms.entry import Sent
from web.forms.page import Wrong, read_sent
from web.templating import page
from web.worksheet.pricing import PRICED, price

router = APIRouter(prefix="/cases", include_in_schema=False)

Acts = Annotated[Caller, Depends(Permission(*(Action(name) for name in EXAMPLES)))]
Colleague = Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.STAFF))]
_PRESUMED = {
    Action.DECIDE: {"decision.outcome": ["APPROVE"]},
    Action.DECIDE_CLAIM: {"decision.answer": ["PAY"]},
    Action.DECIDE_ADVANCE: {"decision.answer": ["APPROVE"]},
    Action.DECIDE_TOP_UP: {"decision.answer": ["APPROVE"]},
    Action.DECIDE_AMENDMENT: {"decision.approve": ["true"]},
    Action.RULE_LINES: {"reason": ["…"]},
}
"""Before an answer was chosen, the price is that of a "yes"."""
LOOK_SECONDS = 2.0
LASTS_SECONDS = 300
"""A stream ends after so long; the browser opens the next one, and its rights are asked anew."""


@router.post("/{case_number}/price/{action}", response_class=HTMLResponse)
async def show_price(
    request: Request, case_number: str, action: Action, caller: Colleague, backend: Uses
) -> HTMLResponse:
    """What an entry would come to, as a part of the page; nothing is recorded."""
    if action not in PRICED:
        raise problems.not_found("This price")
    room = await read_room(backend, caller, case_number, action)
    sent, _ = await read_sent(request, backend, caller, BODIES[action])
    sent = Sent(
        {**_PRESUMED.get(action, {}), **{name: said for name, said in sent.fields.items() if any(said)}}
    )
    body = await run_in_threadpool(body_said, backend, caller, room, action, sent)
    priced = None
    if not isinstance(body, Wrong):
        priced = await run_in_threadpool(price, backend, caller, room, body)
    return page(request, "price.html", priced=priced)


@router.post("/{case_number}/draft/{action}")
async def keep_draft(
    request: Request, case_number: str, action: Action, caller: Acts, backend: Uses
) -> Response:
    """Keep what was entered so far; the answer says when."""
    form = await sent_form(request)
    seen = str(form.get("seen_version", ""))
    fields, version = (
        to_keep(list(form.multi_items())),
        int(seen) if seen.isdecimal() and len(seen) < 19 else 0,
    )
    await run_in_threadpool(_keep, backend, caller, case_number, action, fields, version)
    return Response(status_code=204)


def _keep(
    backend: Backend,
    caller: Caller,
    case_number: str,
    action: Action,
    fields: dict[str, list[str]],
    version: int,
) -> None:
    if action not in BODIES:
        raise problems.not_found("This act")
    with backend.session() as session:
        _require(session, caller, case_number)
        now = backend.clock.wall()
        case_drafts.keep(session, caller.reference, case_number, action, fields, version, now)


def _require(session: Session, caller: Caller, case_number: str) -> None:
    """404 where the case is not the caller's; nothing of it is shown, so no look goes on record."""
    if case_queries.find(session, case_number, caller.sight) is None:
        raise problems.not_found("This case")


@router.post("/{case_number}/draft/{action}/discard")
def discard_draft(case_number: str, action: Action, caller: Acts, backend: Uses) -> Response:
    """Begin the form anew."""
    with backend.session() as session:
        _require(session, caller, case_number)
        case_drafts.drop(session, caller.reference, case_number, action)
    return RedirectResponse(f"/cases/{case_number}?do={action.value}#act", 303)


@router.post("/{case_number}/here")
def be_here(
    case_number: str,
    caller: Colleague,
    backend: Uses,
    editing: Annotated[bool, Form()] = False,
    gone: Annotated[bool, Form()] = False,
) -> Response:
    """Say that the page is open, or was closed; a case that I hold stays mine while it is."""
    with backend.session() as session:
        _require(session, caller, case_number)
        connection = driver_connection(session)
        if gone:
            case_presences.leave(connection, case_number, caller.reference)
        else:
            now, lease = backend.clock.wall(), next_case.LASTS
            case_presences.come(connection, case_number, caller.reference, now, editing=editing, lease=lease)
            note_mentions.read(session, case_number, caller.reference, now)
    return Response(status_code=204)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What one look found: the newest event, and who else is here."""

    sequence: int
    here: tuple[Present, ...]


@router.get("/{case_number}/live")
async def watch(
    request: Request,
    case_number: str,
    caller: Colleague,
    backend: Uses,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """What is new on the case after an event, and who comes and goes, as it happens."""
    await run_in_threadpool(visible_case, backend, caller, case_number, Action.READ)
    begin = int(last_event_id) if last_event_id.isdecimal() else after
    return StreamingResponse(
        _news(request, backend, caller, case_number, begin), media_type="text/event-stream"
    )


async def _news(
    request: Request, backend: Backend, caller: Caller, case_number: str, after: int
) -> AsyncIterator[str]:
    """One event for each change: of the case with its number, so that none is missed after a cut."""
    yield "retry: 2000\n\n"
    here: tuple[Present, ...] | None = None
    for _ in range(int(LASTS_SECONDS / LOOK_SECONDS)):
        if await request.is_disconnected():
            return
        seen = await run_in_threadpool(_look, backend, caller, case_number)
        if seen.sequence > after:
            told = await run_in_threadpool(_told, request, backend, caller, case_number, after)
            yield f"event: changed\nid: {seen.sequence}\ndata: {json.dumps(told)}\n\n"
            after = seen.sequence
        if seen.here != here:
            here = seen.here
            told = await run_in_threadpool(_present, request, backend, here)
            yield f"event: here\ndata: {json.dumps(told)}\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _look(backend: Backend, caller: Caller, case_number: str) -> _Seen:
    with backend.session() as session:
        connection = driver_connection(session)
        here = case_presences.others(connection, case_number, caller.reference, backend.clock.wall())
        sequence = case_queries.newest_event(session, case_number)
    return _Seen(sequence=sequence, here=tuple(here))


def _told(request: Request, backend: Backend, caller: Caller, case_number: str, after: int) -> dict[str, str]:
    with backend.session() as session:
        events = shown_to(caller, case_queries.events(session, case_number, after, 20))
        names = case_rooms.names(session, {event.actor for event in events}, caller.language)
    return {"html": _part(request, "changed.html", events=events, names=names)}


def _present(request: Request, backend: Backend, here: tuple[Present, ...]) -> dict[str, str]:
    with backend.session() as session:
        names = case_rooms.names(session, {each.person for each in here})
    return {"html": _part(request, "present.html", here=here, names=names)}


def _part(request: Request, template: str, **values: Any) -> str:
    return bytes(page(request, template, **values).body).decode()
