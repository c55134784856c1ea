"""`/cases/{number}`: a case with its papers, its worksheet and the acts that the reader may do."""

from typing import Annotated, Any, cast
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action, may
from stores import case_rooms, pages
from web import problems
from web.access import Caller, Permission
from web.api.action_bodies import AnyAct
from web.api.action_examples import EXAMPLES
from web.api.actions import act_once
from web.api.case_views import DocumentView
from web.backend import Backend, Uses
from web.case_access import visible_case
from web.case_forms import BODIES, plan_of, tidied
from web.case_room import CaseRoom, read_room
from web.forms.entry import MORE, Sent
from web.forms.page import KEY, Wrong, body_of, form_of, read_sent, wrong_of
from web.problems import ProblemError
from web.templating import page

router = APIRouter(prefix="/cases", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ))]
MOST_PAGES = 40
_ACTS = tuple(Action(name) for name in EXAMPLES)


@router.get("/{case_number}")
async def show_case(
    request: Request, case_number: str, caller: Reads, backend: Uses, do: str = "", paper: str = ""
) -> HTMLResponse:
    """The case; ``do`` opens the form of an act, ``paper`` a document beside it."""
    room = await read_room(backend, caller, case_number)
    action = Action(do) if do in set(room.view.allowed_actions) else None
    return await run_in_threadpool(_page, request, backend, caller, room, action, paper=paper)


@router.post("/{case_number}/do/{action}")
async def act(
    request: Request,
    case_number: str,
    action: Action,
    caller: Annotated[Caller, Depends(Permission(*_ACTS))],
    backend: Uses,
) -> Response:
    """Do an act; where it is refused, the page comes back with what was entered and what changed."""
    body_kind = BODIES.get(action)
    if body_kind is None:
        raise problems.not_found("This act")
    room = await read_room(backend, caller, case_number, action)
    sent, refused = await read_sent(request, backend, caller, body_kind)
    with backend.session() as session:
        plan = plan_of(session, action, room, caller)
    shown: dict[str, Any] = {"sent": sent, "paper": sent.one("_paper")}
    if refused or sent.one(MORE):
        return await run_in_threadpool(_page, request, backend, caller, room, action, wrong=refused, **shown)
    seen = sent.one("seen_version")
    more = {"action": action.value, "seen_version": int(seen) if seen.isdecimal() else 0}
    body = body_of(body_kind, plan, sent, more, lambda values: tidied(action, values))
    if isinstance(body, Wrong):
        return await run_in_threadpool(_page, request, backend, caller, room, action, wrong=body, **shown)
    try:
        await act_once(backend, caller, case_number, cast("AnyAct", body), sent.one(KEY) or uuid4().hex)
    except ProblemError as problem:
        now = await read_room(backend, caller, case_number, action)
        return await run_in_threadpool(_page, request, backend, caller, now, action, problem=problem, **shown)
    return RedirectResponse(f"/cases/{case_number}?did={action.value}", 303)


@router.post("/{case_number}/notes")
def write_note(
    case_number: str,
    caller: Annotated[Caller, Depends(Permission(Action.WRITE_NOTE))],
    backend: Uses,
    body: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Keep an internal note; it reaches no family and no hospital."""
    visible_case(backend, caller, case_number, Action.WRITE_NOTE)
    text = body.replace("\0", "").strip()
    if text:
        with backend.session() as session:
            case_rooms.write_note(session, case_number, caller.reference, text, backend.clock.now())
    return RedirectResponse(f"/cases/{case_number}#notes", 303)


def _page(
    request: Request,
    backend: Backend,
    caller: Caller,
    room: CaseRoom,
    action: Action | None,
    *,
    sent: Sent | None = None,
    wrong: Wrong | None = None,
    problem: ProblemError | None = None,
    paper: str = "",
) -> HTMLResponse:
    form = None
    if action:
        with backend.session() as session:
            plan = plan_of(session, action, room, caller)
        errors = wrong.errors if wrong else wrong_of(problem.errors).errors if problem else None
        form = form_of(BODIES[action], plan, uuid4().hex, sent, errors)
    papers = list(room.papers)
    opened = next((each for each in papers if str(each.id) == paper), papers[0] if papers else None)
    status = problem.kind.status if problem else 422 if wrong else 200
    return page(
        request,
        "case.html",
        status,
        room=room,
        case=room.view,
        action=action,
        form=form,
        problem=problem,
        opened=opened,
        pages=_pages_of(backend, opened),
        did=request.query_params.get("did", ""),
        staff=caller.is_staff,
        may_note=may(caller.actor, Action.WRITE_NOTE, caller.relation).allowed,
        reader=caller.reference,
        takes=not room.view.closed_at and may(caller.actor, Action.TAKE_NEXT, caller.relation).allowed,
        holder=room.holder,
    )


def _pages_of(backend: Backend, opened: DocumentView | None) -> int:
    """How many pages of a paper are shown."""
    if opened is None:
        return 0
    with backend.session() as session:
        return min(pages.counts(session, [opened.id]).get(opened.id, 0), MOST_PAGES)
