"""The working calendar: which days are worked, and how sure that is (domain 4.3 no 7)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Self

from rules.working_hours import WorkingHours

_DAYS_OF_A_WEEK = 7
_WEEKDAYS = 5


class CalendarStatus(StrEnum):
    """FINAL once the State Council notice for the year is loaded, PROVISIONAL before."""

    FINAL = "FINAL"
    PROVISIONAL = "PROVISIONAL"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day as published. ``name`` is the holiday or the reason for a make-up day, else empty."""

    on: date
    is_working: bool
    is_provisional: bool = False
    name: str = ""


def is_weekday(on: date) -> bool:
    """Monday to Friday, whatever the notices say."""
    return on.weekday() < _WEEKDAYS


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """Published days with an index; days that are not published count Monday to Friday and are provisional.

    Build it with `from_days`. ``version`` names exactly these days and hours. A calendar equals itself alone:
    answers are kept by it, and days are not compared one by one to find them.
    """

    version: str
    days: tuple[CalendarDay, ...]
    hours: WorkingHours
    _worked: tuple[int, ...] = field(repr=False)
    _ranks: tuple[int, ...] = field(repr=False)
    _doubtful: tuple[int, ...] = field(repr=False)

    @classmethod
    def from_days(
        cls, days: Iterable[CalendarDay], *, hours: WorkingHours | None = None, version: str | None = None
    ) -> Self:
        """The calendar of these days, in any order: whole years, or only what departs from Monday to Friday.

        A year with at least one day here is published, provisionally if one of its days is; a year without
        any is not. Without ``version`` it is a digest of days and hours. ValueError for no day, or one that
        comes twice.
        """
        span = _whole_years(_by_date(days))
        base = _weekday_rank(span[0].on.toordinal() - 1)
        hours = hours or WorkingHours()
        return cls(
            version=version or _digest(span, hours),
            days=span,
            hours=hours,
            _worked=tuple(day.on.toordinal() for day in span if day.is_working),
            _ranks=tuple(accumulate((int(day.is_working) for day in span), initial=base)),
            _doubtful=tuple(accumulate((int(day.is_provisional) for day in span), initial=0)),
        )

    @property
    def departures(self) -> tuple[CalendarDay, ...]:
        """The days with a name or against Monday to Friday: enough for `from_days` to build it again."""
        return tuple(day for day in self.days if day.name or day.is_working != is_weekday(day.on))

    @property
    def first_on(self) -> date:
        """First day that the calendar holds."""
        return self.days[0].on

    @property
    def last_on(self) -> date:
        """Last day that the calendar holds; later days are provisional."""
        return self.days[-1].on

    def is_working_day(self, on: date) -> bool:
        """Whether the day is worked; make-up weekend days are, weekday holidays are not."""
        return self._rank(on.toordinal()) > self._rank(on.toordinal() - 1)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days in (after, until]: the first day excluded, the last included."""
        return self._rank(until.toordinal()) - self._rank(after.toordinal())

    def working_day_after(self, on: date, count: int) -> date:
        """The Nth working day after the day, which itself never counts. ValueError for a count below 1."""
        _refuse_below_one(count)
        return self._select(self._rank(on.toordinal()) + count)

    def working_day_before(self, on: date, count: int = 1) -> date:
        """The Nth working day before the day, which itself never counts. ValueError for a count below 1."""
        _refuse_below_one(count)
        return self._select(self._rank(on.toordinal() - 1) - count + 1)

    def working_day_from(self, on: date) -> date:
        """The day itself if it is worked, else the first working day after it."""
        return self._select(self._rank(on.toordinal() - 1) + 1)

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """Whether a day from first to last, both included, may still be moved by a notice."""
        last = last or first
        if first < self.first_on or last > self.last_on:
            return True
        origin = self.first_on.toordinal()
        return self._doubtful[last.toordinal() - origin + 1] > self._doubtful[first.toordinal() - origin]

    def _rank(self, ordinal: int) -> int:
        """Working days from the first day of year 1 to that day, unpublished years counted as weekdays."""
        index = ordinal - self.first_on.toordinal() + 1
        if index < 0:
            return _weekday_rank(ordinal)
        if index < len(self._ranks):
            return self._ranks[index]
        return self._ranks[-1] + _weekday_rank(ordinal) - _weekday_rank(self.last_on.toordinal())

    def _select(self, rank: int) -> date:
        """The working day with that rank: the inverse of `_rank`."""
        base, top = self._ranks[0], self._ranks[-1]
        if rank <= base:
            return date.fromordinal(_weekday_of_rank(rank))
        if rank <= top:
            return date.fromordinal(self._worked[rank - base - 1])
        return date.fromordinal(_weekday_of_rank(rank - top + _weekday_rank(self.last_on.toordinal())))


def _by_date(days: Iterable[CalendarDay]) -> dict[date, CalendarDay]:
    known: dict[date, CalendarDay] = {}
    for day in days:
        if day.on in known:
            raise ValueError(f"{day.on} is in the calendar twice: keep one row for each day")
        known[day.on] = day
    if not known:
        raise ValueError("a calendar needs at least one day: load a year first")
    return known


def _whole_years(known: dict[date, CalendarDay]) -> tuple[CalendarDay, ...]:
    final = {on.year for on in known} - {on.year for on, day in known.items() if day.is_provisional}
    first, last = date(min(known).year, 1, 1), date(max(known).year, 12, 31)
    dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(
        known.get(on) or CalendarDay(on, is_weekday(on), is_provisional=on.year not in final) for on in dates
    )


def _digest(days: tuple[CalendarDay, ...], hours: WorkingHours) -> str:
    shifts = [f"{opens:%H%M}-{closes:%H%M}" for opens, closes in hours.shifts]
    rows = [f"{day.on} {day.is_working:d}{day.is_provisional:d} {day.name}" for day in days]
    content = "\n".join(shifts + rows).encode()
    return f"{days[0].on.year}-{days[-1].on.year}-{hashlib.sha256(content).hexdigest()[:12]}"


def _refuse_below_one(count: int) -> None:
    if count < 1:
        raise ValueError(f"{count} working days cannot be counted: ask for 1 or more")


def _weekday_rank(ordinal: int) -> int:
    """Weekdays up to that day; day 1 of the proleptic calendar is a Monday."""
    weeks, rest = divmod(ordinal, _DAYS_OF_A_WEEK)
    return weeks * _WEEKDAYS + min(rest, _WEEKDAYS)


def _weekday_of_rank(rank: int) -> int:
    weeks, rest = divmod(rank - 1, _WEEKDAYS)
    return weeks * _DAYS_OF_A_WEEK + rest + 1
