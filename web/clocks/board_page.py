"""`/board`: open cases with their clocks by time left, as a page that needs no script."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from rules.deadlines import ClockKind
from rules.delays import DelayReason
from stores.casework.board import BoardFilter
from web.api.board import PageNumber
from web.api.bodies.clock_filters import OnBoard
from web.backend import Uses
from web.clocks.reporting import Supervises, read_board
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
        address=_addresses(wanted),
        case_address=case_address,
        why_address=why_address,
    )


def case_address(case_number: str) -> str:
    """Where a case is read."""
    return f"/cases/{case_number}"


def why_address(case_number: str) -> str:
    """Where is told why its clocks are due when they are."""
    return f"/cases/{case_number}/why"


def _addresses(wanted: BoardFilter) -> Callable[..., str]:
    """Addresses of this board with other values; None leaves a value out."""
    held = {name: value for name in _FIELDS if (value := getattr(wanted, name))}

    def address(**changes: str | int | None) -> str:
        said = {name: value for name, value in {**held, **changes}.items() if value}
        return f"/board?{urlencode(said)}" if said else "/board"

    return address
