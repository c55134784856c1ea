"""`/api/v1/board`: open cases by time left, for those who watch over the work."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from rules.cases import Side
from rules.clock_state import LiveState
from rules.vocabulary import Process
from stores.casework.board import Board, BoardRow
from web.api.bodies.clock_filters import OnBoard
from web.api.bodies.fields import View
from web.api.views.case_views import ClockView
from web.backend import Uses
from web.clocks.clock_words import clock_view, whole_seconds
from web.clocks.reporting import Supervises, read_board

router = APIRouter(prefix="/api/v1/board", tags=["Reports"])

LAST_PAGE = 10_000
PageNumber = Annotated[int, Query(ge=1, le=LAST_PAGE, description="Page of 50 cases")]


class BoardRowView(View):
    """An open case."""

    case_number: str
    process: Process
    stage: str
    hospital: str | None
    person: str | None
    team: str | None
    waiting_for: Side | None
    emergency: bool
    escalated: bool
    clock_state: LiveState | None
    """State of the clock that drives the case; null where none is open."""
    time_left_seconds: int | None
    business_time_left_seconds: int | None
    clocks: tuple[ClockView, ...]
    """Every open clock, those due first."""


class BoardView(View):
    """A page of the board."""

    as_of: datetime
    """Wall-clock instant at which it was read."""
    cases: tuple[BoardRowView, ...]
    total: int
    page: int
    pages: int
    states: dict[LiveState, int]
    """Cases with an open clock in each state, under the other filters."""


@router.get("", operation_id="readBoard", summary="Read the open cases by time left")
def get_board(caller: Supervises, backend: Uses, wanted: OnBoard, page: PageNumber = 1) -> BoardView:
    """What runs out first stands first, what is paused after what runs. A team lead sees the own team,
    and what nobody has yet."""
    as_of = backend.clock.wall()
    return _board_view(read_board(backend, caller, wanted, page), as_of)


def _board_view(board: Board, as_of: datetime) -> BoardView:
    return BoardView(
        as_of=as_of,
        cases=tuple(_row_view(row) for row in board.rows),
        total=board.total,
        page=board.page,
        pages=board.pages,
        states=dict(board.states),
    )


def _row_view(row: BoardRow) -> BoardRowView:
    leading = row.leading
    return BoardRowView(
        case_number=row.case_number,
        process=row.process,
        stage=row.stage,
        hospital=row.hospital,
        person=row.person,
        team=row.team,
        waiting_for=Side(row.waiting_for) if row.waiting_for else None,
        emergency=row.emergency,
        escalated=row.escalated,
        clock_state=leading.state if leading else None,
        time_left_seconds=whole_seconds(leading.left) if leading else None,
        business_time_left_seconds=whole_seconds(leading.business_left) if leading else None,
        clocks=tuple(clock_view(clock) for clock in row.clocks),
    )
