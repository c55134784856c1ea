"""Reads the calendar years of plans/calendars and says what is wrong with a file."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from rules.calendar import CalendarStatus, WorkingCalendar, is_weekday
from rules.calendar_edition import CalendarEdition, CalendarYear
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file
from rules.working_hours import WorkingHours

CALENDAR_FOLDER = Path(__file__).parents[2] / "plans" / "calendars"

_FIELDS = {"year", "status", "source", "rest_days", "make_up_working_days"}


class CalendarFileError(ValueError):
    """A calendar file that cannot be used; the message names the file, the field and the value."""


def read_calendar_year(path: Path) -> CalendarYear:
    """The year that a file holds. CalendarFileError for whatever is missing, unknown or contradictory."""
    try:
        return calendar_year(read_yaml_file(path).data)
    except UnreadableFileError as error:
        raise CalendarFileError(str(error)) from error
    except ValueError as error:
        raise CalendarFileError(f"{path}: {error}") from error


def read_edition(paths: Iterable[Path], *, hours: WorkingHours | None = None) -> CalendarEdition:
    """One calendar from several year files. CalendarFileError for no file, or two that hold the same year."""
    held: dict[int, tuple[Path, CalendarYear]] = {}
    for path in paths:
        year = read_calendar_year(path)
        if year.year in held:
            other = held[year.year][0]
            raise CalendarFileError(f"{path} and {other} both hold {year.year}: keep one of them")
        held[year.year] = path, year
    if not held:
        raise CalendarFileError("no calendar file was given: name at least one year, such as 2026.yaml")
    return CalendarEdition(years=tuple(held[year][1] for year in sorted(held)), hours=hours or WorkingHours())


def read_calendar(paths: Iterable[Path], *, hours: WorkingHours | None = None) -> WorkingCalendar:
    """The same, to count with."""
    return read_edition(paths, hours=hours).calendar()


@cache
def shipped_edition() -> CalendarEdition:
    """The calendar that Lipei ships with, under the usual working hours."""
    return read_edition(sorted(CALENDAR_FOLDER.glob("*.yaml")))


@cache
def shipped_calendar() -> WorkingCalendar:
    """The same, to count with."""
    return shipped_edition().calendar()


def read_calendar_text(text: str) -> CalendarYear:
    """The year in the text of a file. CalendarFileError says what is wrong, and in which line of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_text(text, "utf-8")
        try:
            return read_calendar_year(path)
        except CalendarFileError as error:
            said = str(error).replace(f"{path}: ", "the file: ").replace(f"{path}:", "the file, line ")
            raise CalendarFileError(said) from error


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
