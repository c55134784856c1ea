"""One whole working calendar as loaded, published and compared: its years, their sources, its hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Self

from rules.calendar import CalendarDay, CalendarStatus, WorkingCalendar, is_weekday
from rules.working_hours import WorkingHours

STANDARD = "STANDARD"
"""The calendar of whoever has none of their own. Legal periods are counted on it alone (民法典 203)."""


_ANNOUNCED = (CalendarStatus.PROVISIONAL, CalendarStatus.FINAL)


class CalendarUser(StrEnum):
    """Who may have a calendar of their own; that of a team goes first."""

    TEAM = "TEAM"
    INSURER = "INSURER"


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days of rest, or worked weekend days, that belong together; in order."""

    name: str
    days: tuple[date, ...]

    @property
    def unbroken(self) -> bool:
        """Whether every day between the first and the last is one of them."""
        return (self.days[-1] - self.days[0]).days + 1 == len(self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """One year as its file states it: each day that departs from Monday to Friday, with its holiday."""

    year: int
    status: CalendarStatus
    source: str
    rest_days: Mapping[date, str]
    make_up_working_days: Mapping[date, str]

    def days(self) -> tuple[CalendarDay, ...]:
        """Every day of the year."""
        first = date(self.year, 1, 1)
        length = (date(self.year + 1, 1, 1) - first).days
        return tuple(self._day(first + timedelta(days=n)) for n in range(length))

    def rests(self) -> tuple[Holiday, ...]:
        """The holidays of the year."""
        return _holidays(self.rest_days)

    def make_ups(self) -> tuple[Holiday, ...]:
        """The weekend days that are worked, by the holiday that they make up for."""
        return _holidays(self.make_up_working_days)

    def _day(self, on: date) -> CalendarDay:
        is_working = on in self.make_up_working_days or (is_weekday(on) and on not in self.rest_days)
        name = self.rest_days.get(on) or self.make_up_working_days.get(on, "")
        return CalendarDay(on, is_working, self.status is CalendarStatus.PROVISIONAL, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEdition:
    """What one version of a calendar says. ValueError for two entries of one year."""

    years: tuple[CalendarYear, ...]
    hours: WorkingHours = field(default_factory=WorkingHours)

    def __post_init__(self) -> None:
        held = [year.year for year in self.years]
        if held != sorted(set(held)):
            raise ValueError(f"a calendar holds each year once and in order, not {held}")

    def calendar(self) -> WorkingCalendar:
        """The calendar to count with; its version is a digest of days and hours."""
        days = (day for year in self.years for day in year.days())
        return WorkingCalendar.from_days(days, hours=self.hours)

    def with_year(self, year: CalendarYear) -> Self:
        """The edition with that year loaded, in place of what it said of it before."""
        others = [known for known in self.years if known.year != year.year]
        return replace(self, years=tuple(sorted((*others, year), key=lambda known: known.year)))

    def with_hours(self, hours: WorkingHours) -> Self:
        """The edition with other working hours."""
        return replace(self, hours=hours)

    def completed_by(self, other: Self) -> Self:
        """The edition with what another one adds: unknown years, and final ones where this is provisional."""
        known = {year.year: year for year in self.years}
        merged = self
        for year in other.years:
            mine = known.get(year.year)
            if mine is None or (mine.status, year.status) == _ANNOUNCED:
                merged = merged.with_year(year)
        return merged

    def as_json(self) -> dict[str, Any]:
        """The edition in plain values: dates and hours as text."""
        return {
            "hours": hours_as_text(self.hours),
            "years": [
                {
                    "year": year.year,
                    "status": year.status.value,
                    "source": year.source,
                    "rest_days": _dates_as_text(year.rest_days),
                    "make_up_working_days": _dates_as_text(year.make_up_working_days),
                }
                for year in self.years
            ],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The edition that `as_json` wrote."""
        return cls(
            hours=hours_of(content["hours"]), years=tuple(year_of_json(each) for each in content["years"])
        )


def _holidays(days: Mapping[date, str]) -> tuple[Holiday, ...]:
    named = groupby(sorted(days.items()), key=lambda day: day[1])
    return tuple(Holiday(name, tuple(on for on, _ in together)) for name, together in named)


def hours_of(shifts: list[str]) -> WorkingHours:
    """Hours from shifts such as ``09:00-12:00``. ValueError for what is no shift, or for overlapping ones."""
    return WorkingHours(tuple(_shift(shift) for shift in shifts))


def hours_as_text(hours: WorkingHours) -> list[str]:
    """Shifts as `hours_of` reads them."""
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in hours.shifts]


def _shift(text: str) -> tuple[time, time]:
    opens, _, closes = text.partition("-")
    try:
        return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no shift: write opening and close such as 09:00-18:00") from None


def year_of_json(content: Mapping[str, Any]) -> CalendarYear:
    """A year as `CalendarEdition.as_json` writes it."""
    return CalendarYear(
        year=content["year"],
        status=CalendarStatus(content["status"]),
        source=content["source"],
        rest_days=_text_as_dates(content["rest_days"]),
        make_up_working_days=_text_as_dates(content["make_up_working_days"]),
    )


def _dates_as_text(days: Mapping[date, str]) -> dict[str, str]:
    return {on.isoformat(): name for on, name in sorted(days.items())}


def _text_as_dates(days: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(on): name for on, name in sorted(days.items())}
