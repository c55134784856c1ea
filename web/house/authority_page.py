"""`/house/authority`: how much each role may decide alone, set by two seniors."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.administration import DECIDING
from rules.china_time import shanghai_date
from rules.permissions import Action, may
from rules.roles import UNLIMITED
from stores.cover.people import names_of
from stores.house import authority_limits
from stores.house.authority_limits import OwnProposalError
from web import problems
from web.access import Caller, Permission
from web.api.bodies.house_bodies import AuthorityBody
from web.backend import Backend, Uses
from web.forms.drawn import Plan
from web.forms.entry import Sent
from web.forms.page import Wrong
from web.house.house_frame import entered, fault, form, house_page
from web.problems import ProblemError

router = APIRouter(prefix="/house/authority", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
Sets = Annotated[Caller, Depends(Permission(Action.SET_AUTHORITY))]


@router.get("")
def show_limits(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """What holds today, what waits for a second person, and what was set before."""
    return _page(request, caller, backend)


@router.post("")
async def propose(request: Request, caller: Sets, backend: Uses) -> Response:
    """Propose a limit from a day on."""
    sent, body = await entered(request, backend, caller, AuthorityBody)
    return await run_in_threadpool(_propose, request, caller, backend, sent, body)


@router.post("/{limit_id}/confirm")
def confirm(limit_id: int, caller: Sets, backend: Uses) -> Response:
    """Let a limit count that another person proposed."""
    at = backend.clock.wall()
    with backend.session() as session:
        row = authority_limits.waiting(session, limit_id)
        if row is None:
            raise problems.not_found("This proposal")
        try:
            authority_limits.confirm(session, caller.reference, row, at)
        except OwnProposalError:
            raise ProblemError(
                problems.FORBIDDEN, "You proposed this limit: another senior confirms it."
            ) from None
    return RedirectResponse("/house/authority?done=confirmed", 303)


@router.post("/{limit_id}/withdraw")
def withdraw(limit_id: int, caller: Sets, backend: Uses) -> Response:
    """Drop a proposal."""
    with backend.session() as session:
        row = authority_limits.waiting(session, limit_id)
        if row is None:
            raise problems.not_found("This proposal")
        authority_limits.withdraw(session, caller.reference, row, backend.clock.wall())
    return RedirectResponse("/house/authority?done=withdrawn", 303)


def _propose(
    request: Request, caller: Caller, backend: Backend, sent: Sent, body: AuthorityBody | Wrong
) -> Response:
    wrong = body if isinstance(body, Wrong) else _wrong(request, backend, body)
    if wrong or isinstance(body, Wrong):
        return _page(request, caller, backend, sent, wrong)
    with backend.session() as session:
        authority_limits.propose(
            session,
            caller.reference,
            body.role,
            body.amount,
            body.from_on,
            body.reason,
            backend.clock.wall(),
        )
    return RedirectResponse("/house/authority?done=proposed", 303)


def _wrong(request: Request, backend: Backend, body: AuthorityBody) -> Wrong | None:
    if body.role not in DECIDING:
        return fault(request, "role", "NOT_DECIDING")
    if body.from_on < shanghai_date(backend.clock.wall()):
        return fault(request, "from_on", "PAST")
    return None


def _page(
    request: Request, caller: Caller, backend: Backend, sent: Sent | None = None, wrong: Wrong | None = None
) -> HTMLResponse:
    today = shanghai_date(backend.clock.wall())
    with backend.session() as session:
        limits = authority_limits.in_force(session, today)
        rows = authority_limits.every(session)
        people = [name for row in rows for name in (row.proposed_by, row.confirmed_by) if name]
        choices = {"role": tuple((role.value, "") for role in DECIDING)}
        return house_page(
            request,
            caller,
            "authority.html",
            422 if wrong else 200,
            limits=[(role, limits.get(role, 0)) for role in DECIDING],
            waiting=[row for row in rows if not row.confirmed_at and not row.withdrawn_at],
            settled=[row for row in rows if row.confirmed_at or row.withdrawn_at],
            names=names_of(session, people),
            form=form(AuthorityBody, None, sent, wrong, Plan(choices=choices)),
            unlimited=UNLIMITED,
            sets=may(caller.actor, Action.SET_AUTHORITY, caller.relation).allowed,
            reader=caller.reference,
            today=today,
            done=request.query_params.get("done", ""),
        )
