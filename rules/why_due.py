"""Why a clock is due when it is: its intervals, what each counted, and the sum."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.business_time import after_business_time, business_time_between
from rules.calendar import WorkingCalendar
from rules.china_time import at_shanghai, midnight_after, shanghai_date
from rules.clock_intervals import ClockInterval, IntervalState, intervals_of
from rules.clock_table import CLOCKS
from rules.clocks import RunningClock
from rules.deadlines import ENDS_WITH_A_DAY, Bound, Unit
from rules.due_dates import CLOSE_OF_BUSINESS, LATE_ALLOWANCE, cancellation_cutoff
from rules.pauses import Pause, merge_pauses

_ONE_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
_HOUR = timedelta(hours=1) // _TICK
_ALLOWED = LATE_ALLOWANCE // _TICK


class Cut(StrEnum):
    """Why the due is not simply where the count is used up."""

    NONE = "NONE"
    PLANNED_DAY = "PLANNED_DAY"
    LAST_DAY = "LAST_DAY"
    LATE = "LATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyStep:
    """An interval and what it counted, in days of the clock's unit or in hours of it.

    ``counted`` is what ran against the target, ``not_counted`` what a pause gave back. The last running step
    reaches to the due, also where that is still ahead.
    """

    interval: ClockInterval
    until_at: datetime | None
    counted: float
    not_counted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyDue:
    """The whole answer. ``adds_up``: steps and target lead to the due that is shown."""

    clock: RunningClock
    unit: Unit
    steps: tuple[WhyStep, ...]
    counted: float
    due_at: datetime
    cut: Cut

    @property
    def adds_up(self) -> bool:
        """Whether the sum of the intervals is the due that people are shown."""
        if self.due_at != self.clock.due_at:
            return False
        whole = self.cut is Cut.NONE and self.unit not in ENDS_WITH_A_DAY and not self.paused
        return not whole or abs(self.counted - self.clock.count) < 1e-9

    @property
    def paused(self) -> bool:
        """Whether an answer is outstanding, so that the due moves on."""
        last = self.steps[-1].interval
        return last.state is IntervalState.PAUSED and self.steps[-1].until_at is None


def why_due(clock: RunningClock, calendar: WorkingCalendar) -> WhyDue:
    """The sum of a clock's intervals; ``calendar`` is the one that the due was counted on."""
    sum_ = _Sum(clock, calendar)
    due_at, cut = sum_.due()
    steps = tuple(sum_.step(interval, due_at) for interval in intervals_of(clock))
    return WhyDue(
        clock=clock,
        unit=CLOCKS[clock.kind].unit,
        steps=steps,
        counted=sum(step.counted for step in steps),
        due_at=due_at,
        cut=cut,
    )


class _Sum:
    """Goes forward through a clock's life with what is left of its target."""

    def __init__(self, clock: RunningClock, calendar: WorkingCalendar) -> None:
        self._clock, self._calendar = clock, calendar
        self._rule = CLOCKS[clock.kind]
        stopped = clock.pauses if self._rule.pausable else ()
        still_open = [Pause(p.from_at, None if p.to_at == clock.ended_at else p.to_at) for p in stopped]
        self._pauses = merge_pauses(still_open, clock.started_at)
        self.effective: list[Pause] = []

    def due(self) -> tuple[datetime, Cut]:
        """The due, going from stretch to stretch; notes which pauses counted."""
        since, left, floor = self._clock.started_at, self._clock.count * self._scale, self._clock.not_before
        due_at, cut = self._due_from(since, left)
        for pause in self._pauses:
            if floor is not None and floor <= pause.from_at:
                due_at, cut, since, left, floor = *self._floored(due_at, cut, since, left, floor), None
            inside = floor is not None and (pause.to_at is None or floor < pause.to_at)
            if pause.from_at >= due_at and not inside:
                continue
            self.effective.append(pause)
            if pause.to_at is None:
                return due_at, cut
            left -= self._between(since, pause.from_at)
            since = pause.to_at
            if self._of_hours and left <= 0:
                left, cut = _ALLOWED, Cut.LATE
            late = cut if self._of_hours else Cut.NONE
            due_at, cut = self._due_from(since, left)
            cut = late if late is Cut.LATE else cut
        if floor is not None:
            due_at, cut, *_ = self._floored(due_at, cut, since, left, floor)
        return due_at, cut

    def step(self, interval: ClockInterval, due_at: datetime) -> WhyStep:
        """What an interval counted; time after the due counts no more."""
        stops = any(
            p.from_at <= interval.from_at and (p.to_at is None or interval.from_at < p.to_at)
            for p in self.effective
        )
        last = interval.to_at is None or interval.to_at == self._clock.ended_at
        if stops:
            lost = self._between(interval.from_at, interval.to_at) / self._scale if interval.to_at else 0.0
            return WhyStep(interval=interval, until_at=interval.to_at, counted=0.0, not_counted=lost)
        until = due_at if last or interval.to_at is None else min(interval.to_at, due_at)
        counted = self._between(interval.from_at, until) if until > interval.from_at else 0
        return WhyStep(interval=interval, until_at=until, counted=counted / self._scale, not_counted=0.0)

    def _floored(
        self, due_at: datetime, cut: Cut, since: datetime, left: int, floor: datetime
    ) -> tuple[datetime, Cut, datetime, int]:
        if due_at > floor:
            return due_at, cut, since, left
        if self._of_hours:
            return self._hours_on(floor, _ALLOWED), Cut.LATE, floor, _ALLOWED
        return self._late(floor), Cut.LATE, since, left

    def _due_from(self, since: datetime, left: int) -> tuple[datetime, Cut]:
        """Where what is left is used up when time runs from an instant on."""
        match self._rule.unit:
            case Unit.UNTIL:
                return midnight_after(self._clock.bound_on or date.min), Cut.NONE
            case Unit.CUT_OFF:
                return cancellation_cutoff(self._calendar, self._clock.bound_on or date.min), Cut.NONE
            case Unit.WALL_HOURS | Unit.BUSINESS_HOURS:
                return self._hours_on(since, left), Cut.NONE
            case _:
                due_at, cut = self._bounded(self._day_after(shanghai_date(since), left))
                return (due_at, cut) if due_at > since else (self._late(since), Cut.LATE)

    def _day_after(self, on: date, left: int) -> date:
        if self._rule.unit is Unit.CALENDAR_DAYS:
            return on + timedelta(days=left)
        if left > 0:
            return self._calendar.working_day_after(on, left)
        return self._calendar.working_day_before(on + _ONE_DAY, 1 - left)

    def _bounded(self, on: date) -> tuple[datetime, Cut]:
        bound_on = self._clock.bound_on
        if bound_on and self._rule.bound is Bound.BEFORE_DAY:
            last_on, cut = self._calendar.working_day_before(bound_on), Cut.PLANNED_DAY
        elif bound_on and self._rule.bound is Bound.UNTIL_DAY and bound_on >= self._started_on:
            last_on, cut = bound_on, Cut.LAST_DAY
        else:
            last_on, cut = date.max, Cut.NONE
        cut = cut if last_on < on else Cut.NONE
        day = min(on, last_on)
        if self._rule.unit is Unit.CALENDAR_DAYS:
            return midnight_after(day), cut
        return at_shanghai(day, CLOSE_OF_BUSINESS), cut

    @property
    def _started_on(self) -> date:
        return shanghai_date(self._clock.started_at)

    @property
    def _of_hours(self) -> bool:
        return self._rule.unit in (Unit.WALL_HOURS, Unit.BUSINESS_HOURS)

    @property
    def _scale(self) -> int:
        """What one of the clock's unit is in the numbers that are added up: a day, or microseconds."""
        return _HOUR if self._of_hours else 1

    def _late(self, since: datetime) -> datetime:
        if self._rule.unit is Unit.CALENDAR_DAYS:
            return since
        return after_business_time(self._calendar, since, LATE_ALLOWANCE)

    def _hours_on(self, since: datetime, left: int) -> datetime:
        amount = timedelta(microseconds=left)
        if self._rule.unit is Unit.WALL_HOURS:
            return since + amount
        return after_business_time(self._calendar, since, amount)

    def _between(self, start_at: datetime, end_at: datetime) -> int:
        """What runs between two instants: days, or microseconds."""
        match self._rule.unit:
            case Unit.WORKING_DAYS:
                return self._calendar.working_days_between(shanghai_date(start_at), self._day_of(end_at))
            case Unit.BUSINESS_HOURS:
                return business_time_between(self._calendar, start_at, end_at) // _TICK
            case Unit.WALL_HOURS:
                return (end_at - start_at) // _TICK
            case _:
                return (self._day_of(end_at) - shanghai_date(start_at)).days

    def _day_of(self, instant: datetime) -> date:
        """The China day of an instant; the midnight that is a due closes the day before."""
        closing = self._rule.unit in (Unit.CALENDAR_DAYS, Unit.UNTIL) and instant == self._clock.due_at
        return shanghai_date(instant - _TICK if closing else instant)
