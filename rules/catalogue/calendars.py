"""Reads the calendar years of plans/calendars and says what is wrong with a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from rules.calendar import CalendarDay, CalendarStatus, WorkingCalendar, is_weekday
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file
from rules.working_hours import WorkingHours

CALENDAR_FOLDER = Path(__file__).parents[2] / "plans" / "calendars"

_FIELDS = {"year", "status", "source", "rest_days", "make_up_working_days"}


class CalendarFileError(ValueError):
    """A calendar file that cannot be used; the message names the file, the field and the value."""


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

    def _day(self, on: date) -> CalendarDay:
        is_working = on in self.make_up_working_days or (is_weekday(on) and on not in self.rest_days)
        name = self.rest_days.get(on) or self.make_up_working_days.get(on, "")
        return CalendarDay(on, is_working, self.status is CalendarStatus.PROVISIONAL, name)


def read_calendar_year(path: Path) -> CalendarYear:
    """The year that a file holds. CalendarFileError for whatever is missing, unknown or contradictory."""
    try:
        return calendar_year(read_yaml_file(path).data)
    except UnreadableFileError as error:
        raise CalendarFileError(str(error)) from error
    except ValueError as error:
        raise CalendarFileError(f"{path}: {error}") from error


def read_calendar(paths: Iterable[Path], *, hours: WorkingHours | None = None) -> WorkingCalendar:
    """One calendar from several year files. CalendarFileError for no file, or two that hold the same year."""
    years: dict[int, Path] = {}
    days: list[CalendarDay] = []
    for path in paths:
        year = read_calendar_year(path)
        if year.year in years:
            raise CalendarFileError(f"{path} and {years[year.year]} both hold {year.year}: keep one of them")
        years[year.year] = path
        days.extend(year.days())
    if not years:
        raise CalendarFileError("no calendar file was given: name at least one year, such as 2026.yaml")
    return WorkingCalendar.from_days(days, hours=hours)


@cache
def shipped_calendar() -> WorkingCalendar:
    """The calendar that Lipei ships with, under the usual working hours."""
    return read_calendar(sorted(CALENDAR_FOLDER.glob("*.yaml")))


def calendar_year(document: object) -> CalendarYear:
    """The year in a parsed document. ValueError says which field is wrong and with which value."""
    fields = _fields_of(document)
    year = _year_of(fields["year"])
    rest = _named_days("rest_days", fields["rest_days"], year)
    make_up = _named_days("make_up_working_days", fields["make_up_working_days"], year)
    _refuse_idle_make_up_days(rest, make_up)
    return CalendarYear(
        year=year,
        status=_status_of(fields["status"]),
        source=_source_of(fields["source"]),
        rest_days=rest,
        make_up_working_days=make_up,
    )


def _fields_of(document: object) -> dict[str, object]:
    if not isinstance(document, dict):
        raise ValueError(f"a calendar year is a mapping with {', '.join(sorted(_FIELDS))}, not {document!r}")
    for name in sorted(_FIELDS - set(document)):
        raise ValueError(f"{name} is missing")
    for name in document:
        if name not in _FIELDS:
            raise ValueError(f"{name!r} is not a field of a calendar year: remove it or correct its spelling")
    return cast("dict[str, object]", document)


def _year_of(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1949 <= value <= 2200:
        raise ValueError(f"year is {value!r}: write a number such as 2026")
    return value


def _status_of(value: object) -> CalendarStatus:
    if value not in list(CalendarStatus):
        raise ValueError(f"status is {value!r}: write FINAL or PROVISIONAL")
    return CalendarStatus(str(value))


def _source_of(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"source is {value!r}: name the notice that fixes the year")
    return value


def _named_days(field: str, value: object, year: int) -> dict[date, str]:
    if not isinstance(value, dict):
        raise ValueError(f"{field} is {value!r}: write the name of each holiday with its list of dates")
    named: dict[date, str] = {}
    for name, days in value.items():
        if not isinstance(days, list):
            raise ValueError(
                f"{field} under {name} is {days!r}: write a list of dates such as [{year}-01-01]"
            )
        for day in days:
            on = _date_in_year(f"{field} under {name}", day, year)
            if on in named:
                raise ValueError(
                    f"{field} holds {on} under {named[on]} and again under {name}: keep one of them"
                )
            named[on] = str(name)
    return named


def _date_in_year(field: str, value: object, year: int) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{field} holds {value!r}: write dates unquoted, such as {year}-10-01")
    if value.year != year:
        raise ValueError(f"{field} holds {value}, which is not in {year}")
    return value


def _refuse_idle_make_up_days(rest: Mapping[date, str], make_up: Mapping[date, str]) -> None:
    for on in make_up:
        if on in rest:
            raise ValueError(f"{on} is a rest day and a make-up working day: it can be only one of them")
        if is_weekday(on):
            raise ValueError(f"make-up working day {on} is a weekday, which is worked anyway: check the date")
