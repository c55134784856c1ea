"""Pages about clocks: why a case is due then, what one was told, what has to be seen to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.catalogue.targets import shipped_targets
from rules.clock_table import CLOCKS
from rules.permissions import Action, Relation, may
from stores.clocks import notices
from stores.cover.people import names_of
from web import problems
from web.access import Caller, Permission
from web.backend import Uses
from web.clocks.team_access import own_team
from web.clocks.why import clock_answers
from web.problems import FieldError
from web.templating import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SEE_OTHER = 303


@router.get("/cases/{case_number}/why")
def show_why(
    request: Request,
    case_number: str,
    caller: Annotated[Caller, Depends(Permission(Action.READ_CLOCKS))],
    backend: Uses,
) -> HTMLResponse:
    """Every interval of every clock, added up to the due that is shown."""
    found = clock_answers(backend, caller, case_number)
    return page(request, "why.html", case_number=case_number, answers=found)


@router.get("/clocks", dependencies=[Depends(Permission(Action.READ_CALENDAR))])
def show_clocks(request: Request) -> HTMLResponse:
    """How much time every duty and wait has, and the exceptions in the order in which they are tried."""
    return page(request, "clocks.html", rows=CLOCKS.values(), exceptions=shipped_targets().by_kind)


@router.get("/notifications")
def show_notifications(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ_NOTIFICATIONS))],
    backend: Uses,
) -> HTMLResponse:
    """What has reached the reader, the newest first."""
    with backend.session() as session:
        told = notices.delivered(session, caller.reference, backend.clock.wall(), unread=False)
        return page(request, "notifications.html", told=told)


@router.get("/tasks")
def show_tasks(
    request: Request, caller: Annotated[Caller, Depends(Permission(Action.READ_TASKS))], backend: Uses
) -> HTMLResponse:
    """Open tasks of everybody, or of the team that the reader leads; the own ones marked."""
    with backend.session() as session:
        rows = notices.tasks(session, None, closed=False, team=own_team(session, caller))
        names = names_of(session, [row.owner for row in rows])
        closes = may(caller.actor, Action.CLOSE_TASK, Relation.STAFF).allowed
        return page(request, "tasks.html", tasks=rows, names=names, reader=caller.reference, closes=closes)


@router.post("/tasks/{task_id}/close")
def close_task(
    task_id: UUID,
    caller: Annotated[Caller, Depends(Permission(Action.CLOSE_TASK))],
    backend: Uses,
    outcome: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Close a task with what came of it; without a word of that it stays open."""
    said = outcome.replace("\0", "").strip()
    if not said:
        raise problems.invalid(FieldError("outcome", "is empty: say what came of the task"))
    with backend.session() as session:
        row = notices.close_task(
            session,
            task_id,
            by=caller.reference,
            outcome=said,
            at=backend.clock.wall(),
            team=own_team(session, caller),
        )
    if row is None:
        raise problems.not_found("This task")
    return RedirectResponse("/tasks", SEE_OTHER)
