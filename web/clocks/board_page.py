"""`/board`: open cases with their clocks by time left, as a page that needs no script."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from rules.deadlines import ClockKind
from rules.delays import DelayReason
from web.api.board import PageNumber
from web.api.bodies.clock_filters import OnBoard
from web.backend import Uses
from web.clocks.reporting import Supervises, read_board
from web.listing import addressing
from web.templating import page as rendered

router = APIRouter(prefix="/board", include_in_schema=False, default_response_class=HTMLResponse)

_FIELDS = ("process", "person", "team", "hospital", "state", "clock", "reason", "waiting_for")


@router.get("")
def show_board(
    request: Request, caller: Supervises, backend: Uses, wanted: OnBoard, page: PageNumber = 1
) -> HTMLResponse:
    """The filter is in the address, so that a view can be kept and sent."""
    board = read_board(backend, caller, wanted, page)
    return rendered(
        request,
        "board.html",
        board=board,
        wanted=wanted,
        as_of=backend.clock.now(),
        all_cases=sum(choice.cases for choice in board.choices["process"]),
        kinds=tuple(ClockKind),
        reasons=tuple(DelayReason),
        address=addressing("/board", {name: getattr(wanted, name) for name in _FIELDS}),
        case_address=case_address,
        why_address=why_address,
    )


def case_address(case_number: str) -> str:
    """Where a case is read."""
    return f"/cases/{case_number}"


def why_address(case_number: str) -> str:
    """Where is told why its clocks are due when they are."""
    return f"/cases/{case_number}/why"
