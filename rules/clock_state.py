"""What a clock says at one instant of case time: the same words and numbers on every surface."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from rules.business_time import after_business_time, business_time_between
from rules.calendar import WorkingCalendar
from rules.clock_table import CLOCKS
from rules.clocks import RunningClock
from rules.deadlines import ClockKind, MilestoneKind, Unit
from rules.vocabulary import ClockState

_TICK = timedelta(microseconds=1)
_IN_WORKING_HOURS = (Unit.WORKING_DAYS, Unit.BUSINESS_HOURS)


class LiveState(StrEnum):
    """BREACHED: a duty of ours came too late or is overdue. LAPSED: a wait for somebody else ran out."""

    RUNNING = "RUNNING"
    DUE_SOON = "DUE_SOON"
    PAUSED = "PAUSED"
    BREACHED = "BREACHED"
    LAPSED = "LAPSED"
    MET = "MET"
    CANCELLED = "CANCELLED"


DUTIES = frozenset(kind for kind, rule in CLOCKS.items() if rule.ends_in is MilestoneKind.BREACH)
"""Clocks that can be breached; the others wait for somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveClock:
    """One clock as people see it. ``left`` is signed case time until the due, in whole seconds.

    It stands still while the clock is paused and once it has ended: then it says how much was left, or by
    how much the due was missed. ``business_left`` is the same in business time, None where the clock counts
    every hour. ``waiting_for`` and ``question_id`` are empty unless it is paused.
    """

    kind: ClockKind
    state: LiveState
    started_at: datetime
    due_at: datetime
    left: timedelta
    business_left: timedelta | None
    legal_due_at: datetime | None = None
    legal_left: timedelta | None = None
    paused_since: datetime | None = None
    waiting_for: str = ""
    question_id: str = ""
    ended_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether the duty is still to be met."""
        return self.ended_at is None


def case_now(now: datetime, offset_seconds: float) -> datetime:
    """The instant of case time; ``now`` is the wall clock."""
    return now + timedelta(seconds=offset_seconds)


def live_clock(clock: RunningClock, at: datetime, calendar: WorkingCalendar) -> LiveClock:
    """What the clock says ``at`` an instant of case time, by the calendar that it was planned with."""
    held_since = stands_still_since(clock)
    read_at = held_since or clock.ended_at or at
    question = next((p for p in reversed(clock.pauses) if p.to_at is None), None) if clock.open else None
    return LiveClock(
        kind=clock.kind,
        state=_state(clock, at, read_at, calendar),
        started_at=clock.started_at,
        due_at=clock.due_at,
        left=time_left(clock.due_at, read_at),
        business_left=_business_left(clock, read_at, calendar),
        legal_due_at=clock.legal_due_at,
        legal_left=time_left(clock.legal_due_at, read_at) if clock.legal_due_at else None,
        paused_since=held_since if clock.open else None,
        waiting_for=question.asked_of if held_since and question else "",
        question_id=question.question_id if held_since and question else "",
        ended_at=clock.ended_at,
    )


def stands_still_since(clock: RunningClock) -> datetime | None:
    """Since when an open question stops the clock, also where it ended so; None where it runs.

    A question that is asked once the due has passed stops nothing.
    """
    if not clock.pauses:
        return None
    stops = [pause.from_at for pause in clock.pauses if pause.to_at is None or pause.to_at == clock.ended_at]
    since = min(stops, default=None)
    return since if since and since < clock.due_at else None


@lru_cache(maxsize=64)
def soon_until(calendar: WorkingCalendar, at: datetime) -> datetime:
    """What is due by then is due soon: it leaves at most one working day of business time.

    Kept, for a list asks it at the same instant for each of its cases.
    """
    return after_business_time(calendar, at, calendar.hours.length + _TICK) - _TICK


def time_left(due_at: datetime, at: datetime) -> timedelta:
    """From an instant until the due, in whole seconds: what is answered in the due second is in time."""
    return _second(due_at) - _second(at)


def driving(clocks: Iterable[RunningClock]) -> RunningClock | None:
    """The open clock that is due first; a paused one only where none runs (domain 4.3 no 9)."""
    return min(
        (clock for clock in clocks if clock.open),
        key=lambda clock: (clock.state is not ClockState.RUNNING, clock.due_at),
        default=None,
    )


def _state(clock: RunningClock, at: datetime, read_at: datetime, calendar: WorkingCalendar) -> LiveState:
    left = time_left(clock.due_at, read_at)
    if clock.kind in DUTIES and left < timedelta(0):
        return LiveState.BREACHED
    if clock.kind not in DUTIES and left <= timedelta(0):
        return LiveState.LAPSED
    if clock.state in (ClockState.MET, ClockState.STOPPED):
        return LiveState.MET if clock.state is ClockState.MET else LiveState.CANCELLED
    if stands_still_since(clock):
        return LiveState.PAUSED
    return LiveState.DUE_SOON if clock.due_at <= soon_until(calendar, at) else LiveState.RUNNING


def _business_left(clock: RunningClock, read_at: datetime, calendar: WorkingCalendar) -> timedelta | None:
    if CLOCKS[clock.kind].unit not in _IN_WORKING_HOURS:
        return None
    due_at, at = _second(clock.due_at), _second(read_at)
    if at <= due_at:
        return business_time_between(calendar, at, due_at)
    return -business_time_between(calendar, due_at, at)


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
