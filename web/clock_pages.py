"""Pages about clocks: why a case is due then, what one was told, what has to be seen to, who is away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from rules.catalogue.targets import shipped_targets
from rules.clock_table import CLOCKS
from rules.permissions import Action
from stores import absences, notices
from stores.house import reference
from stores.people import names_of
from web.access import Caller, Permission
from web.backend import Uses
from web.team_access import own_team
from web.templating import page
from web.why import clock_answers

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


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
        return page(request, "tasks.html", tasks=rows, names=names, reader=caller.reference)


@router.get("/absences")
def show_absences(
    request: Request, _caller: Annotated[Caller, Depends(Permission(Action.READ_ABSENCES))], backend: Uses
) -> HTMLResponse:
    """Who is away, now and later, and who stands in."""
    with backend.session() as session:
        rows = absences.upcoming(session, backend.clock.today())
        people = [reference(each) for row in rows for each in (row.staff_id, row.substitute_id) if each]
        return page(
            request,
            "absences.html",
            absences=rows,
            names=names_of(session, people),
            reference=reference,
            today=backend.clock.today(),
        )
