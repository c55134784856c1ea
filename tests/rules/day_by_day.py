"""A slow model of the deadlines: it walks the days of the year files one by one and counts nothing ahead."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from rules.catalogue.calendars import CALENDAR_FOLDER, read_calendar_year
from rules.china_time import SHANGHAI
from rules.pauses import Pause

_YEARS = [read_calendar_year(file) for file in CALENDAR_FOLDER.glob("*.yaml")]
_REST = {on for year in _YEARS for on in year.rest_days}
_WORKED = {on for year in _YEARS for on in year.make_up_working_days}
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)

Due = tuple[datetime, bool, bool]
"""Due instant, late, paused."""

LostDays = set[date]


def is_worked(on: date) -> bool:
    return on in _WORKED or (on.weekday() < 5 and on not in _REST)


def working_day_due(started_at: datetime, count: int, pauses: list[Pause], planned_on: date | None) -> Due:
    def due_after(lost: LostDays) -> datetime:
        due_on = walk(_day_of(started_at), count + sum(map(is_worked, lost)), is_worked)
        if planned_on is not None:
            due_on = min(due_on, last_worked_before(planned_on))
        return datetime.combine(due_on, time(18), SHANGHAI)

    return _live_through(started_at, pauses, due_after, lambda resumed_at: minutes_later(resumed_at, 120))


def calendar_day_due(started_at: datetime, count: int, pauses: list[Pause]) -> Due:
    def due_after(lost: LostDays) -> datetime:
        due_on = walk(_day_of(started_at), count + len(lost), lambda _: True)
        return datetime.combine(due_on + _DAY, time(0), SHANGHAI)

    return _live_through(started_at, pauses, due_after, lambda resumed_at: resumed_at)


def walk(after: date, count: int, counts: Callable[[date], bool]) -> date:
    """The day on which the count is used up."""
    on = after
    while count:
        on += _DAY
        count -= counts(on)
    return on


def last_worked_before(on: date) -> date:
    on -= _DAY
    while not is_worked(on):
        on -= _DAY
    return on


def minutes_later(since: datetime, minutes: int) -> datetime:
    """The instant by which that many whole minutes between 09:00 and 18:00 have passed."""
    instant = since
    while minutes:
        minutes -= is_business(instant)
        instant += _MINUTE
    return instant


def minutes_between(start: datetime, end: datetime) -> int:
    minutes = 0
    while start < end:
        minutes += is_business(start)
        start += _MINUTE
    return minutes


def is_business(instant: datetime) -> bool:
    local = instant.astimezone(SHANGHAI)
    return time(9) <= local.time() < time(18) and is_worked(local.date())


def _live_through(
    started_at: datetime,
    pauses: list[Pause],
    due_after: Callable[[LostDays], datetime],
    due_if_late: Callable[[datetime], datetime],
) -> Due:
    """Lives through the pauses in the order in which they begin, and plans anew after each."""
    lost: LostDays = set()
    running_since = started_at
    due, late = due_after(lost), False
    if due <= running_since:
        due, late = due_if_late(running_since), True
    for pause in sorted(pauses, key=lambda pause: pause.from_at):
        if pause.from_at >= due and pause.from_at > running_since:
            break
        if pause.to_at is None:
            return due, late, True
        if pause.to_at <= running_since:
            continue
        lost |= _days_after_the_first(max(pause.from_at, started_at), pause.to_at)
        running_since = pause.to_at
        due, late = due_after(lost), False
        if due <= running_since:
            due, late = due_if_late(running_since), True
    return due, late, False


def _day_of(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


def _days_after_the_first(from_at: datetime, to_at: datetime) -> LostDays:
    days = set()
    on = _day_of(from_at)
    while on < _day_of(to_at):
        on += _DAY
        days.add(on)
    return days
