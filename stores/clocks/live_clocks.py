"""Clocks as they stand at an instant, read from their rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from rules.clock_state import LiveClock, case_now, driving, live_clock
from rules.clocks import PauseInterval, RunningClock
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState
from stores import worded
from stores.clocks.kept_calendars import KeptCalendars
from stores.worded import Worded


class Kept(Protocol):
    """What the row of a clock says, whole or in part."""

    kind: str
    started_at: datetime
    due_at: datetime | None
    legal_due_at: datetime | None
    intervals: list[Any]
    state: ClockState
    stopped_at: datetime | None
    calendar_version: str


OPEN = Worded(
    """
    SELECT case_number, kind, started_at, due_at, legal_due_at, intervals, state, stopped_at, calendar_version
    FROM clock WHERE case_number = ANY(%(numbers)s) AND stopped_at IS NULL ORDER BY due_at, kind, ordinal
    """,
    {},
)


def running_clock(row: Kept) -> RunningClock:
    """The clock as its case carries it."""
    assert row.due_at is not None  # every clock is planned before it is kept
    return RunningClock(
        kind=ClockKind(row.kind),
        started_at=row.started_at,
        due_at=row.due_at,
        legal_due_at=row.legal_due_at,
        pauses=tuple(_pause(each) for each in row.intervals),
        state=ClockState(row.state),
        ended_at=row.stopped_at,
        calendar_version=row.calendar_version,
    )


def _pause(said: Mapping[str, Any]) -> PauseInterval:
    return PauseInterval(
        question_id=said["question_id"],
        from_at=datetime.fromisoformat(said["from_at"]),
        to_at=datetime.fromisoformat(said["to_at"]) if said["to_at"] else None,
        asked_of=said.get("asked_of", ""),
    )


def live(
    session: Session, calendars: KeptCalendars, clocks: Iterable[RunningClock], at: datetime
) -> tuple[LiveClock, ...]:
    """The clocks of a case ``at`` an instant of its own time, each by the calendar that planned it."""
    return tuple(
        live_clock(clock, at, calendars.of_version(session, clock.calendar_version)) for clock in clocks
    )


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """All clocks of a case as they stand; ``leading`` drives it, None where none is open.

    ``at`` is the instant of the case's own time by which they are told.
    """

    every: tuple[LiveClock, ...] = ()
    leading: LiveClock | None = None
    at: datetime | None = None

    @classmethod
    def read(
        cls, session: Session, calendars: KeptCalendars, clocks: Sequence[RunningClock], at: datetime
    ) -> "CaseClocks":
        """The clocks ``at`` an instant of the case's own time."""
        every = live(session, calendars, clocks, at)
        first = driving(clocks)
        return cls(every, every[clocks.index(first)] if first else None, at)


def open_clocks(session: Session, case_numbers: Sequence[str]) -> dict[str, list[RunningClock]]:
    """The open clocks of these cases, those due first; a case without any has an empty list."""
    return by_case(case_numbers, worded.read(session, OPEN, numbers=list(case_numbers)))


def by_case(case_numbers: Sequence[str], rows: Iterable[Any]) -> dict[str, list[RunningClock]]:
    """The rows of `OPEN` as clocks of these cases."""
    found: dict[str, list[RunningClock]] = {number: [] for number in case_numbers}
    for row in rows:
        found[row.case_number].append(running_clock(row))
    return found


class Timed(Protocol):
    """A case, or what a list shows of one."""

    @property
    def case_number(self) -> str:
        """The number of the case."""

    @property
    def clock_offset_seconds(self) -> int:
        """Its own time less the wall clock."""


def of_rows(
    session: Session, calendars: KeptCalendars, cases: Sequence[Timed], now: datetime
) -> dict[str, CaseClocks]:
    """The open clocks of these cases, each by the case's own time; ``now`` is the wall clock."""
    clocks = open_clocks(session, [case.case_number for case in cases])
    return told(session, calendars, cases, clocks, now)


def told(
    session: Session,
    calendars: KeptCalendars,
    cases: Sequence[Timed],
    clocks: Mapping[str, Sequence[RunningClock]],
    now: datetime,
) -> dict[str, CaseClocks]:
    """Clocks that were read, each by its case's own time; ``now`` is the wall clock."""
    return {
        case.case_number: CaseClocks.read(
            session, calendars, clocks[case.case_number], case_now(now, case.clock_offset_seconds)
        )
        for case in cases
    }
