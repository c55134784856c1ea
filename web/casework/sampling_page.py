"""`/sampling`: decisions that are looked at again, drawn so that anybody can draw the same sample."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from rules.money import format_yuan, parse_yuan
from rules.sampling import Draw, Drawn, sample
from stores.casework.decisions_made import MOST, DecisionMade, decisions_made
from stores.trust import access_log
from web import problems
from web.access import Caller
from web.api.bodies.clock_filters import Days
from web.api.bodies.fields import NOTHING
from web.backend import Backend, Uses
from web.clocks.reporting import Supervises
from web.clocks.team_access import own_team
from web.csv_download import Cell, csv_download
from web.problems import FieldError
from web.templating import page

router = APIRouter(prefix="/sampling", include_in_schema=False, default_response_class=HTMLResponse)

_HEAD = ("case", "decision", "decided_at", "person", "outcome", "diagnosis", "amount", "usual", "reasons")


@dataclass(frozen=True, slots=True)
class Looked:
    """A decision of the sample with its row."""

    row: DecisionMade
    drawn: Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which days, and how the sample is drawn."""

    days: Days
    draw: Draw


def wanted(
    days: Days,
    seed: Annotated[str, Query(max_length=60)] = "",
    percent: Annotated[int, Query(ge=0, le=100)] = 5,
    amount: Annotated[str | None, Query(max_length=20), NOTHING] = None,
    variance: Annotated[int | None, Query(ge=1, le=1000), NOTHING] = None,
) -> Wanted:
    """What the address asks for."""
    try:
        least = parse_yuan(amount) if amount else None
    except ValueError as wrong:
        raise problems.invalid(FieldError("amount", str(wrong))) from wrong
    said = seed.replace("\0", "").strip()
    return Wanted(days=days, draw=Draw(seed=said, percent=percent, amount=least, variance=variance))


Asked = Annotated[Wanted, Depends(wanted)]


@router.get("")
def show_sample(request: Request, caller: Supervises, backend: Uses, asked: Asked) -> HTMLResponse:
    """The sample of the days; its address draws the same one again, for anybody who may see it."""
    period = asked.days.period(backend.clock.today())
    rows, found = _drawn(backend, caller, asked)
    return page(
        request,
        "sampling.html",
        found=found,
        decisions=len(rows),
        cut=len(rows) == MOST,
        draw=asked.draw,
        period=period,
        query=request.url.query,
    )


@router.get("/sample.csv")
def download(caller: Supervises, backend: Uses, asked: Asked) -> Response:
    """The same sample as a file."""
    _, found = _drawn(backend, caller, asked)
    return csv_download("sample", _HEAD, map(_cells, found))


def _drawn(
    backend: Backend, caller: Caller, asked: Wanted
) -> tuple[Sequence[DecisionMade], Sequence[Looked]]:
    period = asked.days.period(backend.clock.today())
    # Without a seed of one's own the days are the seed: the sample stays the same however often one looks.
    seed = asked.draw.seed or f"{period.first_on}/{period.last_on}"
    with backend.session() as session:
        access_log.write(session, caller.actor, "SAMPLE", request_id=caller.request_id)
        rows = decisions_made(session, period.first_on, period.last_on, own_team(session, caller))
    found = sample([row.to_draw for row in rows], replace(asked.draw, seed=seed))
    drawn = {each.made.decision_id: each for each in found}
    return rows, [Looked(row, drawn[row.decision_id]) for row in rows if row.decision_id in drawn]


def _cells(each: Looked) -> Sequence[Cell]:
    row = each.row
    return (
        row.case_number,
        row.decision_id,
        row.decided_at.isoformat(),
        row.person,
        row.outcome,
        row.diagnosis,
        format_yuan(row.amount),
        format_yuan(each.drawn.usual) if each.drawn.usual is not None else "",
        " ".join(each.drawn.reasons),
    )
