"""The board: open cases with their clocks, by time left, and how many there are of each sort."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from rules.clock_state import LiveClock, LiveState, case_now
from rules.clocks import RunningClock
from rules.vocabulary import Process
from stores.casework import case_choices
from stores.casework.case_choices import Choice
from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_sql import Moments, rows, statement
from stores.clocks.kept_calendars import KeptCalendars
from stores.clocks.live_clocks import CaseClocks, open_clocks

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter(CaseFilter):
    """``state``, ``clock`` and ``reason`` of a delay ask for a case with an open clock that fits them all."""

    state: LiveState | None = None
    waiting_for: str | None = None
    clock: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One open case. ``leading`` is the clock that drives it, None where no clock is open."""

    case_number: str
    process: Process
    stage: str
    hospital: str | None
    hospital_name: str | None
    hospital_name_en: str | None
    person: str | None
    person_name: str | None
    team: str | None
    waiting_for: str | None
    emergency: bool
    escalated: bool
    clocks: tuple[LiveClock, ...]
    leading: LiveClock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A page of the board. ``states`` counts cases with a clock in each state, under the other filters;
    ``own_team`` is the only one shown, beside what nobody has yet.
    """

    rows: tuple[BoardRow, ...]
    total: int
    page: int
    pages: int
    states: Mapping[LiveState, int]
    choices: Mapping[str, tuple[Choice, ...]]
    own_team: str | None


_STATES = statement("board_states", "open_clock", "board_scope", "board_wanted")
_PAGE = statement("board_page", "open_clock", "board_scope", "board_wanted", "board_standing")
_OPEN_STATES = (
    LiveState.BREACHED,
    LiveState.DUE_SOON,
    LiveState.RUNNING,
    LiveState.PAUSED,
    LiveState.LAPSED,
)


def read(
    session: Session,
    calendars: KeptCalendars,
    wanted: BoardFilter,
    now: datetime,
    *,
    page: int = 1,
    size: int = PAGE,
) -> Board:
    """The page of that number; ``now`` is the wall clock. Three statements, whatever the number of cases."""
    asked: dict[str, Any] = {**asdict(wanted), **Moments.read(session, calendars, now).parameters}
    found = rows(session, _PAGE, {**asked, "limit": size, "skipped": (page - 1) * size})
    total = found[0]["total"] if found else 0
    counted = {LiveState(row["state"]): row["cases"] for row in rows(session, _STATES, asked)}
    return Board(
        rows=_board_rows(session, calendars, found, now),
        total=total,
        page=page,
        pages=max(1, -(-total // size)),
        states={state: counted.get(state, 0) for state in _OPEN_STATES},
        choices=case_choices.read(session, wanted.own_team),
        own_team=wanted.own_team,
    )


def _board_rows(
    session: Session, calendars: KeptCalendars, found: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[BoardRow, ...]:
    clocks = open_clocks(session, [row["case_number"] for row in found])
    return tuple(_board_row(session, calendars, row, clocks[row["case_number"]], now) for row in found)


def _board_row(
    session: Session,
    calendars: KeptCalendars,
    row: Mapping[str, Any],
    clocks: Sequence[RunningClock],
    now: datetime,
) -> BoardRow:
    at = case_now(now, row["clock_offset_seconds"])
    seen = CaseClocks.read(session, calendars, clocks, at)
    return BoardRow(
        case_number=row["case_number"],
        process=Process(row["process"]),
        stage=row["stage"],
        hospital=row["hospital_code"],
        hospital_name=row["hospital_name"],
        hospital_name_en=row["hospital_name_en"] or row["hospital_name"],
        person=row["assignee"],
        person_name=row["person_name"],
        team=row["team"],
        waiting_for=row["waiting_on"],
        emergency=row["emergency"],
        escalated=row["escalated"],
        clocks=seen.every,
        leading=seen.leading,
    )
