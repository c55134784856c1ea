"""China time: one fixed offset, no daylight saving (domain 4.3 no 6)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def shanghai_time(instant: datetime) -> datetime:
    """The instant on a clock in China; ValueError for one that carries no time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} carries no time zone: pass an aware instant, such as UTC")
    return instant.astimezone(SHANGHAI)


def shanghai_date(instant: datetime) -> date:
    """The calendar day in China on which the instant falls."""
    return shanghai_time(instant).date()


def at_shanghai(on: date, at: time) -> datetime:
    """The UTC instant of a China wall-clock time on that day."""
    return datetime.combine(on, at, SHANGHAI).astimezone(UTC)


def midnight_after(on: date) -> datetime:
    """24:00 of that day in China, as the UTC instant at which the day is over."""
    return at_shanghai(on + timedelta(days=1), time(0))
