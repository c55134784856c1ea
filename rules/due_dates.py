"""Due dates and instants, counted in working days, calendar days or hours (domain 4.3)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rules.business_time import after_business_time, business_time_between
from rules.calendar import WorkingCalendar
from rules.china_time import at_shanghai, midnight_after, shanghai_date
from rules.pauses import Interval, Pause, merge_pauses

CLOSE_OF_BUSINESS = time(18)
"""Working-day clocks are due at this China time of their last day (domain 4.3 no 3)."""

LATE_ALLOWANCE = timedelta(hours=2)
"""Business time that is left where the due had passed when the file was complete (domain 4.3 no 3)."""

_ONE_DAY = timedelta(days=1)
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a duty is due: ``due_on`` is a China date, the instants are UTC.

    ``legal_due_on`` is the rolled breach line of calendar-day periods. ``late``: the due had passed
    when the file was complete. ``paused``: an answer is outstanding, so the due moves on with each day.
    """

    due_on: date
    due_at: datetime
    legal_due_on: date | None = None
    legal_due_at: datetime | None = None
    provisional: bool = False
    late: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class _Count:
    """How one count turns lost days into a due instant."""

    due_after: Callable[[int], datetime]
    lost_in: Callable[[Pause], int]
    due_if_late: Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class _Outcome:
    due_at: datetime
    lost: int
    late: bool
    paused: bool


def working_day_due(
    calendar: WorkingCalendar,
    started_at: datetime,
    count: int,
    pauses: Iterable[Interval] = (),
    *,
    planned_on: date | None = None,
    not_before: datetime | None = None,
) -> Deadline:
    """18:00 of the Nth working day after the start; a pause from day a to b adds the working days in (a, b].

    With ``planned_on`` no later than the last working day before it. Where that has passed when the file is
    complete, the clock resumes, or it was planned anew (``not_before``), two business hours after that
    moment, flagged late. ValueError for a count below 1.
    """
    started_on = shanghai_date(started_at)
    last_on = calendar.working_day_before(planned_on) if planned_on else date.max

    def due_after(lost: int) -> datetime:
        due_on = min(calendar.working_day_after(started_on, count + lost), last_on)
        return at_shanghai(due_on, CLOSE_OF_BUSINESS)

    outcome = _run(
        _Count(
            due_after=due_after,
            lost_in=lambda pause: calendar.working_days_between(*_days_of(pause)),
            due_if_late=lambda instant: after_business_time(calendar, instant, LATE_ALLOWANCE),
        ),
        started_at,
        pauses,
        not_before,
    )
    due_on = shanghai_date(outcome.due_at)
    counted_from = min(started_on + _ONE_DAY, due_on)
    return Deadline(
        due_on=due_on,
        due_at=outcome.due_at,
        provisional=calendar.is_provisional(counted_from, due_on)
        or (planned_on is not None and due_on >= last_on and calendar.is_provisional(last_on, planned_on)),
        late=outcome.late,
        paused=outcome.paused,
    )


def calendar_day_due(
    calendar: WorkingCalendar,
    started_at: datetime,
    count: int,
    pauses: Iterable[Interval] = (),
    *,
    until_on: date | None = None,
    not_before: datetime | None = None,
) -> Deadline:
    """The midnight that ends the Nth calendar day after the start; a pause adds its elapsed days (L-04).

    The legal line rolls to the end of the next day that is no rest day (民法典 203), the internal one never.
    With ``until_on`` due by the end of that day, unless it was over at the start; never before
    ``not_before``, when it was planned anew. ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError(f"{count} calendar days cannot be counted: ask for 1 or more")
    started_on = shanghai_date(started_at)
    last_on = until_on if until_on and until_on >= started_on else date.max

    def due_after(lost: int) -> datetime:
        return midnight_after(min(started_on + timedelta(days=count + lost), last_on))

    outcome = _run(
        _Count(due_after=due_after, lost_in=_elapsed_days, due_if_late=lambda instant: instant),
        started_at,
        pauses,
        not_before,
    )
    due_on = shanghai_date(outcome.due_at - _A_MOMENT)
    legal_due_on = calendar.working_day_from(due_on)
    return Deadline(
        due_on=due_on,
        due_at=outcome.due_at,
        legal_due_on=legal_due_on,
        legal_due_at=midnight_after(legal_due_on),
        provisional=calendar.is_provisional(due_on, legal_due_on),
        late=outcome.late,
        paused=outcome.paused,
    )


def preauthorization_due(
    calendar: WorkingCalendar,
    completed_at: datetime,
    planned_on: date,
    count: int = 5,
    pauses: Iterable[Interval] = (),
) -> Deadline:
    """The earlier of the Nth working day and the last working day before treatment (R-081, domain 5.1)."""
    return working_day_due(calendar, completed_at, count, pauses, planned_on=planned_on)


def latest_request_on(calendar: WorkingCalendar, planned_on: date, lead_working_days: int = 5) -> date:
    """The last day to ask "at least N working days before" the planned day, itself excluded (R-081)."""
    return calendar.working_day_before(planned_on, lead_working_days)


def cancellation_cutoff(calendar: WorkingCalendar, appointment_on: date, at: time = time(16)) -> datetime:
    """The UTC instant before which an appointment can be cancelled: the working day before, 16:00 (R-063)."""
    return at_shanghai(calendar.working_day_before(appointment_on), at)


def hours_due(started_at: datetime, hours: int) -> datetime:
    """Wall-clock hours after the start, nights and holidays included (domain 4.3 no 6)."""
    return started_at + timedelta(hours=hours)


def hour_clock_due(
    calendar: WorkingCalendar,
    started_at: datetime,
    hours: int,
    pauses: Iterable[Interval] = (),
    *,
    of_business: bool,
    not_before: datetime | None = None,
) -> Deadline:
    """That many hours of running time after the start, of business or by the wall clock.

    A resume gives back exactly what was left. Where the due has passed when the clock was planned anew
    (``not_before``), two of its hours after that moment, flagged late.
    """
    return _Hours(calendar, of_business).due(started_at, timedelta(hours=hours), pauses, not_before)


@dataclass(frozen=True, slots=True)
class _Hours:
    """Hours of business, or of the wall clock."""

    calendar: WorkingCalendar
    of_business: bool

    def due(
        self, started_at: datetime, left: timedelta, pauses: Iterable[Interval], not_before: datetime | None
    ) -> Deadline:
        run = _HourRun(started_at, left)
        for pause in merge_pauses(pauses, started_at):
            if not_before is not None and not_before <= pause.from_at:
                run, not_before = self._moved(run, not_before), None
            if pause.from_at >= self._due_of(run) and not _holds(pause, not_before):
                continue
            if pause.to_at is None:
                return replace(self._deadline(run), paused=True)
            run = self._resumed(run, pause.from_at, pause.to_at)
        return self._deadline(self._moved(run, not_before) if not_before else run)

    def _resumed(self, run: "_HourRun", from_at: datetime, to_at: datetime) -> "_HourRun":
        left = run.left - self._between(run.since, from_at)
        return (
            replace(run, since=to_at, left=left)
            if left > timedelta(0)
            else _HourRun(to_at, LATE_ALLOWANCE, late=True)
        )

    def _moved(self, run: "_HourRun", not_before: datetime) -> "_HourRun":
        overtaken = self._due_of(run) <= not_before
        return _HourRun(not_before, LATE_ALLOWANCE, late=True) if overtaken else run

    def _deadline(self, run: "_HourRun") -> Deadline:
        due_at = self._due_of(run)
        return Deadline(due_on=shanghai_date(due_at), due_at=due_at, late=run.late)

    def _due_of(self, run: "_HourRun") -> datetime:
        if self.of_business:
            return after_business_time(self.calendar, run.since, run.left)
        return run.since + run.left

    def _between(self, start_at: datetime, end_at: datetime) -> timedelta:
        if self.of_business:
            return business_time_between(self.calendar, start_at, end_at)
        return end_at - start_at


@dataclass(frozen=True, slots=True)
class _HourRun:
    since: datetime
    left: timedelta
    late: bool = False


def waiting_period(effective_on: date, days: int) -> tuple[date, date]:
    """The last day of waiting and the first of cover; the effective day is day 1 (R-024, A-47).

    No days of waiting give the day before as the last. ValueError for fewer than none.
    """
    if days < 0:
        raise ValueError(f"a waiting period of {days} days cannot be: write 0 for none")
    covered_from = effective_on + timedelta(days=days)
    return covered_from - _ONE_DAY, covered_from


def _run(
    count: _Count, started_at: datetime, pauses: Iterable[Interval], not_before: datetime | None
) -> _Outcome:
    """Plans from the start through every pause; one that begins once the due has passed changes nothing.

    Unless the due passed only by the change ``not_before``, which came while the pause lasted.
    """
    lost = 0
    due_at, late = _due(count, lost, started_at)
    for pause in merge_pauses(pauses, started_at):
        if not_before is not None and not_before <= pause.from_at:
            (due_at, late), not_before = _not_before(count, due_at, late, not_before), None
        if pause.from_at >= due_at and not _holds(pause, not_before):
            continue
        if pause.to_at is None:
            return _Outcome(due_at, lost, late, paused=True)
        lost += count.lost_in(pause)
        due_at, late = _due(count, lost, pause.to_at)
    if not_before is not None:
        due_at, late = _not_before(count, due_at, late, not_before)
    return _Outcome(due_at, lost, late, paused=False)


def _holds(pause: Pause, instant: datetime | None) -> bool:
    return instant is not None and pause.from_at < instant and (pause.to_at is None or instant < pause.to_at)


def _not_before(count: _Count, due_at: datetime, late: bool, instant: datetime) -> tuple[datetime, bool]:
    return (due_at, late) if due_at > instant else (count.due_if_late(instant), True)


def _due(count: _Count, lost: int, resumed_at: datetime) -> tuple[datetime, bool]:
    due_at = count.due_after(lost)
    if due_at > resumed_at:
        return due_at, False
    return count.due_if_late(resumed_at), True


def _days_of(pause: Pause) -> tuple[date, date]:
    return shanghai_date(pause.from_at), shanghai_date(pause.to_at or pause.from_at)


def _elapsed_days(pause: Pause) -> int:
    after, until = _days_of(pause)
    return (until - after).days
