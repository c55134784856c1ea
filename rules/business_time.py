"""Time that runs only in working hours: for hour targets and percentages, never for whole working days."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from rules.calendar import WorkingCalendar
from rules.china_time import at_shanghai, shanghai_time

_ONE_DAY = timedelta(days=1)
_ORIGIN = date(2000, 1, 1)


def business_time_between(calendar: WorkingCalendar, start_at: datetime, end_at: datetime) -> timedelta:
    """Business time from start to end; zero when the end is not after the start."""
    return max(timedelta(0), _run_by(calendar, end_at) - _run_by(calendar, start_at))


def after_business_time(calendar: WorkingCalendar, start_at: datetime, amount: timedelta) -> datetime:
    """The earliest UTC instant from the start on by which that much business time has run.

    Nothing to wait for gives the start itself. ValueError for a negative amount.
    """
    if amount < timedelta(0):
        raise ValueError(f"{amount} of business time lies in the past: pass zero or more")
    if not amount:
        return shanghai_time(start_at).astimezone(UTC)
    eve = shanghai_time(start_at).date() - _ONE_DAY
    run_before = calendar.working_days_between(_ORIGIN, eve) * calendar.hours.length
    target = _run_by(calendar, start_at) - run_before + amount
    days, rest = divmod(target, calendar.hours.length)
    if not rest:
        days, rest = days - 1, calendar.hours.length
    return at_shanghai(calendar.working_day_after(eve, days + 1), calendar.hours.time_after(rest))


def before_business_time(calendar: WorkingCalendar, end_at: datetime, amount: timedelta) -> datetime:
    """The earliest UTC instant after which at most that much business time runs until the end.

    Nothing to wait for gives the end itself. ValueError for a negative amount.
    """
    if amount < timedelta(0):
        raise ValueError(f"{amount} of business time lies in the future: pass zero or more")
    if not amount:
        return shanghai_time(end_at).astimezone(UTC)
    days = amount // calendar.hours.length + 1
    origin = at_shanghai(calendar.working_day_before(shanghai_time(end_at).date(), days), time(0))
    run = business_time_between(calendar, origin, end_at)
    return after_business_time(calendar, origin, run - amount)


def next_business_instant(calendar: WorkingCalendar, instant: datetime) -> datetime:
    """The instant itself where business time runs, else the next at which it begins to."""
    tick = timedelta(microseconds=1)
    return after_business_time(calendar, instant, tick) - tick


@lru_cache(maxsize=1024)
def _run_by(calendar: WorkingCalendar, instant: datetime) -> timedelta:
    """Business time from the origin to the instant; negative before it.

    Kept, for a list asks it of the same moment for each of its cases, and of their dues on every page.
    """
    local = shanghai_time(instant)
    whole_days = calendar.working_days_between(_ORIGIN, local.date() - _ONE_DAY)
    today = calendar.hours.elapsed_by(local.time()) if calendar.is_working_day(local.date()) else timedelta(0)
    return whole_days * calendar.hours.length + today
