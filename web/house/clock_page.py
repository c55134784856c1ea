"""`/house/clock`: lets the time of cases pass in a demonstration; only where the embedded stack runs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session, col, select
from starlette.responses import HTMLResponse, Response
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import TimeSkipper

from models.case import Case
from rules.administration import HouseAct
from rules.permissions import Action
from stores.house import house_changes
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Code
from web.api.bodies.house_bodies import MOST_CASES, Passing
from web.backend import Backend, Uses
from web.house.house_frame import house_page
from web.problems import ProblemError
from workflows.client import Cases

router = APIRouter(prefix="/house/clock", include_in_schema=False, default_response_class=HTMLResponse)

Demonstrates = Annotated[Caller, Depends(Permission(Action.DEMONSTRATE))]
SHOWN = 50
_AFTER = timedelta(seconds=2)
"""A moment past a milestone, so that it has passed for certain."""


LENGTHS = {
    Passing.DAY: timedelta(days=1),
    Passing.THREE_DAYS: timedelta(days=3),
    Passing.WEEK: timedelta(days=7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What became of one case; ``now`` is None where its time did not move."""

    case_number: str
    now: datetime | None = None


@router.get("")
def show_clock(request: Request, caller: Demonstrates, backend: Uses) -> HTMLResponse:
    """The open cases with the next moment that something happens in each."""
    return _page(request, caller, backend)


@router.post("")
async def skip_time(
    request: Request,
    caller: Demonstrates,
    backend: Uses,
    by: Annotated[Passing, Form()],
    chosen: Annotated[list[Code] | None, Form(max_length=MOST_CASES)] = None,
) -> Response:
    """Let the time of the chosen cases pass; the page tells the new time of each."""
    skipped = await pass_time(backend, caller, by, chosen or ())
    return await run_in_threadpool(_page, request, caller, backend, skipped=skipped, nothing=not chosen)


async def pass_time(
    backend: Backend, caller: Caller, by: Passing, chosen: Sequence[str]
) -> Sequence[Skipped]:
    """Let the time of those cases pass; what became of each that is open. ProblemError on any other stack."""
    if not _embedded(backend):
        raise ProblemError(problems.NOT_NOW, "Time passes by itself here: this is no demonstration stack.")
    times = await run_in_threadpool(_milestones, backend, chosen)
    if not times:
        return ()
    client = await backend.temporal()
    skipped = [await _skip(client, number, by, milestone) for number, milestone in times]
    await run_in_threadpool(_note, backend, caller, by, skipped)
    return skipped


async def _skip(client: Client, number: str, by: Passing, milestone: datetime | None) -> Skipped:
    cases, skipper = Cases(client), TimeSkipper(client)
    handle = cases.handle(number)
    try:
        offset = timedelta(seconds=(await cases.look(number)).clock_offset_seconds)
        now = await skipper.get_current_time(handle) + offset
        length = LENGTHS.get(by) or (milestone - now + _AFTER if milestone else timedelta(0))
        if length <= timedelta(0):
            return Skipped(case_number=number)
        await skipper.fast_forward(handle, length)
        return Skipped(case_number=number, now=await skipper.get_current_time(handle) + offset)
    except RPCError:
        return Skipped(case_number=number)


def _milestones(backend: Backend, chosen: Sequence[str]) -> list[tuple[str, datetime | None]]:
    with backend.session() as session:
        query = select(Case.case_number, Case.next_milestone_at).where(
            col(Case.case_number).in_(chosen), col(Case.closed_at).is_(None)
        )
        return [(number, milestone) for number, milestone in session.exec(query)]


def _note(backend: Backend, caller: Caller, by: Passing, skipped: Sequence[Skipped]) -> None:
    moved = [each.case_number for each in skipped if each.now]
    with backend.session() as session:
        said = {"by": by.value, "cases": moved}
        house_changes.write(session, caller.reference, HouseAct.SKIP_TIME, "clock:demonstration", said)


def _embedded(backend: Backend) -> bool:
    return backend.settings.is_embedded("temporal_address")


def _open_cases(session: Session) -> Sequence[Case]:
    query = select(Case).where(col(Case.closed_at).is_(None))
    order = (col(Case.next_milestone_at).nulls_last(), Case.case_number)
    return session.exec(query.order_by(*order).limit(SHOWN)).all()


def _page(
    request: Request,
    caller: Caller,
    backend: Backend,
    *,
    skipped: Sequence[Skipped] = (),
    nothing: bool = False,
) -> HTMLResponse:
    with backend.session() as session:
        return house_page(
            request,
            caller,
            "house_clock.html",
            422 if nothing else 200,
            cases=_open_cases(session) if _embedded(backend) else (),
            embedded=_embedded(backend),
            skipped=skipped,
            nothing=nothing,
            lengths=tuple(Passing),
            most=MOST_CASES,
        )
