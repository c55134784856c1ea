"""`/cases/{number}`: a case with its papers, its worksheet and the acts that the reader may do."""

from dataclasses import dataclass, replace
from typing import Annotated, cast
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action, may
from stores.casework import case_drafts, case_queries, case_rooms, next_case
from stores.database import driver_connection
from stores.papers import pages
from web import problems
from web.access import Caller, Permission
from web.api.actions import act_once
from web.api.bodies.action_bodies import AnyAct, CoSignBody
from web.api.examples.action_examples import EXAMPLES
from web.api.views.case_views import DocumentView
from web.backend import Backend, Uses
from web.casework.allowed import waits_for
from web.casework.case_access import visible_case
from web.casework.case_drafts import Kept, kept_draft
from web.casework.case_forms import BODIES, YEAR_SEEN, body_said, plan_of
from web.casework.case_room import CaseRoom, read_room
from web.casework.letters_ahead import LETTERS, SENDS, Ahead, letters_ahead
from web.casework.line_places import LinePlaces, line_places
from web.casework.paper_search import Found, search
from web.casework.proposed import proposed_in
from web.casework.undone import offer_again
from web.forms import bill_file
from web.forms.drawn import Plan
from web.forms.entry import MORE, Sent
from web.forms.page import KEY, Wrong, form_of, read_sent, wrong_of
from web.mailed.addresses import address_of, may_have
from web.problems import ProblemError
from web.templating import page
from web.worksheet.pricing import PRICED, price
from web.worksheet.values import Priced

router = APIRouter(prefix="/cases", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ))]
MOST_PAGES = 40
_ACTS = tuple(Action(name) for name in EXAMPLES)
PRICE = "_price"
"""Name of the button that prices an entry without sending it, for browsers without script."""
SURE = "_sure"
"""Name of the button that goes on in spite of doubts; its value says which doubts were shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody entered in the form of an act, and what came of it so far."""

    sent: Sent | None = None
    wrong: Wrong | None = None
    problem: ProblemError | None = None
    paper: str = ""
    find: str = ""
    priced: Priced | None = None
    doubted: bool = False
    draft: Kept | None = None
    lines_read: int = 0
    ahead: Ahead | None = None

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        if self.problem:
            return self.problem.kind.status
        return 422 if self.wrong or self.doubted else 200


@router.get("/{case_number}")
async def show_case(
    request: Request,
    case_number: str,
    caller: Reads,
    backend: Uses,
    do: str = "",
    paper: str = "",
    find: str = "",
) -> HTMLResponse:
    """The case; ``do`` opens the form of an act, ``paper`` a document beside it, ``find`` words on it."""
    room = await read_room(backend, caller, case_number)
    action = Action(do) if do in set(room.view.allowed_actions) else None
    return await run_in_threadpool(_begun, request, backend, caller, room, action, paper, find)


def _begun(
    request: Request,
    backend: Backend,
    caller: Caller,
    room: CaseRoom,
    action: Action | None,
    paper: str,
    find: str,
) -> HTMLResponse:
    """The page with the form as it begins, or as its draft was left."""
    draft = kept_draft(backend, caller, room, action) if action else None
    entry = Entry(
        paper=paper, find=find.replace("\0", "")[:100], draft=draft, sent=draft.sent if draft else None
    )
    if action is Action.CO_SIGN and caller.is_staff:
        said = CoSignBody(action=Action.CO_SIGN, seen_version=room.view.version)
        entry = replace(entry, ahead=letters_ahead(backend, caller, room, said))
    return _page(request, backend, caller, room, action, entry)


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
    if sent.one(bill_file.READ) and not refused:
        sent, refused = await bill_file.with_file(request, sent)
    entry, body = await run_in_threadpool(_entry, backend, caller, room, action, sent, refused)
    if body is None:
        return await run_in_threadpool(_page, request, backend, caller, room, action, entry)
    try:
        done = await act_once(backend, caller, case_number, body, sent.one(KEY) or uuid4().hex)
    except ProblemError as problem:
        now = await read_room(backend, caller, case_number, action)
        entry = Entry(sent=sent, paper=sent.one("_paper"), problem=problem, priced=entry.priced)
        # What was to be undone has no form to be filled in anew.
        shown = None if action is Action.TAKE_BACK_DECISION else action
        return await run_in_threadpool(_page, request, backend, caller, now, shown, entry)
    await run_in_threadpool(_sent, backend, caller, case_number, action)
    offered = await run_in_threadpool(offer_again, backend, caller, room, action, done.version)
    again = f"&do={offered.value}#act" if offered else ""
    return RedirectResponse(f"/cases/{case_number}?did={action.value}{again}", 303)


def _entry(
    backend: Backend, caller: Caller, room: CaseRoom, action: Action, sent: Sent, refused: Wrong | None
) -> tuple[Entry, AnyAct | None]:
    """What was entered, and the body to be sent; None where the form has to be shown again first."""
    shown = Entry(sent=sent, paper=sent.one("_paper"))
    if refused or sent.one(MORE):
        return replace(shown, wrong=refused), None
    body = body_said(backend, caller, room, action, sent)
    if sent.one(bill_file.READ):
        wrong = bill_file.faults_of_lines(body) if isinstance(body, Wrong) else None
        return replace(shown, wrong=wrong, lines_read=sent.under(bill_file.LINES)), None
    if isinstance(body, Wrong):
        return replace(shown, wrong=None if sent.one(PRICE) else body), None
    priced = price(backend, caller, room, body) if action in PRICED else None
    if sent.one(PRICE):
        return replace(shown, priced=priced), None
    if sent.one(LETTERS) and caller.is_staff:
        return replace(
            shown, priced=priced, ahead=letters_ahead(backend, caller, room, cast("AnyAct", body))
        ), None
    if priced and priced.sure_of and not priced.mistake and sent.one(SURE) != priced.sure_of:
        return replace(shown, priced=priced, doubted=True), None
    return replace(shown, priced=priced), cast("AnyAct", body)


def _sent(backend: Backend, caller: Caller, case_number: str, action: Action) -> None:
    """What was sent is no draft any more; a case in which nothing is left to do is let go."""
    with backend.session() as session:
        case_drafts.drop(session, caller.reference, case_number, action)
        if not caller.is_staff:
            return
        seen = case_queries.find(session, case_number, caller.sight)
        if seen is None or not waits_for(seen.row, caller.actor):
            next_case.release(driver_connection(session), caller.reference, case_number)


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
    request: Request, backend: Backend, caller: Caller, room: CaseRoom, action: Action | None, entry: Entry
) -> HTMLResponse:
    form, priced = None, entry.priced
    papers = list(room.papers)
    named, _, start = entry.paper.partition(".")
    opened = next((each for each in papers if str(each.id) == named), papers[0] if papers else None)
    behind = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 0
    room, shown = replace(room, opened=opened, from_page=behind), _pages_of(backend, opened)
    if action:
        with backend.session() as session:
            plan = plan_of(session, action, room, caller)
        problem, wrong = entry.problem, entry.wrong
        errors = wrong.errors if wrong else wrong_of(problem.errors).errors if problem else None
        key = entry.sent.one(KEY) if entry.sent and not problem else ""
        form = form_of(BODIES[action], plan, key or uuid4().hex, _by_newest(entry.sent, plan), errors)
    return page(
        request,
        "case.html",
        entry.status,
        room=room,
        case=room.view,
        action=action,
        form=form,
        entry=entry,
        problem=entry.problem,
        prices=action in PRICED,
        sends=caller.is_staff and action in SENDS,
        proposed=proposed_in(room.state) if caller.is_staff else None,
        reads_bill=action is Action.SUBMIT_BILL,
        priced=priced,
        opened=opened,
        places=line_places(room) if caller.is_staff else LinePlaces(),
        pages=shown,
        found=_found(backend, opened, entry.find, shown),
        did=request.query_params.get("did", ""),
        stays="held" in request.query_params,
        staff=caller.is_staff,
        may_note=may(caller.actor, Action.WRITE_NOTE, caller.relation).allowed,
        reader=caller.reference,
        may_send_again=may(caller.actor, Action.SEND_LETTER_AGAIN, caller.relation).allowed,
        key=uuid4().hex,
        takes=not room.view.closed_at and may(caller.actor, Action.TAKE_NEXT, caller.relation).allowed,
        holder=room.holder,
        mails=not room.view.closed_at and may_have(backend, caller),
        mail_address=address_of(backend, caller, room.view.case_number),
    )


def _by_newest(sent: Sent | None, plan: Plan) -> Sent | None:
    """What was entered, with the accounts as this page shows them: those of before would be refused again."""
    if sent is None or YEAR_SEEN not in plan.hidden:
        return sent
    return replace(sent, fields={name: said for name, said in sent.fields.items() if name != YEAR_SEEN})


def _found(backend: Backend, opened: DocumentView | None, find: str, shown: int) -> tuple[Found, ...]:
    """Where the words stand on the paper that is shown."""
    if opened is None or not find.strip():
        return ()
    with backend.session() as session:
        return search(session, opened.id, find, shown)


def _pages_of(backend: Backend, opened: DocumentView | None) -> int:
    """How many pages of a paper are shown."""
    if opened is None:
        return 0
    with backend.session() as session:
        return min(pages.counts(session, [opened.id]).get(opened.id, 0), MOST_PAGES)
