"""The hours of a working day in which business time runs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

Shifts = tuple[tuple[time, time], ...]
_NONE = timedelta(0)


def _of_day(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


@cache
def _spans(shifts: Shifts) -> tuple[tuple[timedelta, timedelta], ...]:
    """The shifts as time since midnight: every share of every deadline is counted on them."""
    return tuple((_of_day(opens), _of_day(closes)) for opens, closes in shifts)


@cache
def _length(shifts: Shifts) -> timedelta:
    return sum((closes - opens for opens, closes in _spans(shifts)), _NONE)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Shifts of a working day in China time, earliest first. ValueError for none, or for any that overlap."""

    shifts: Shifts = ((time(9), time(18)),)

    def __post_init__(self) -> None:
        if not self.shifts:
            raise ValueError("working hours need at least one shift, such as 09:00 to 18:00")
        bounds = [bound for shift in self.shifts for bound in shift]
        if any(later <= earlier for earlier, later in pairwise(bounds)):
            said = ", ".join(f"{opens:%H:%M} to {closes:%H:%M}" for opens, closes in self.shifts)
            raise ValueError(
                f"working hours {said} overlap or run backwards: list the shifts in order of the day"
            )

    @property
    def opens_at(self) -> time:
        """Start of the first shift."""
        return self.shifts[0][0]

    @property
    def length(self) -> timedelta:
        """Business time of one working day."""
        return _length(self.shifts)

    def elapsed_by(self, at: time) -> timedelta:
        """Business time of the day that has run by that time."""
        now = _of_day(at)
        spent = (min(now, closes) - opens for opens, closes in _spans(self.shifts))
        return sum((run for run in spent if run > _NONE), _NONE)

    def time_after(self, elapsed: timedelta) -> time:
        """The earliest time of day by which that much business time has run."""
        left = elapsed
        for opens, closes in self.shifts:
            shift = _of_day(closes) - _of_day(opens)
            if left <= shift:
                return (datetime.combine(date.min, opens) + left).time()
            left -= shift
        raise ValueError(f"a working day has {self.length} of business time, not {elapsed}")
