"""The working calendar: what is worked, how sure that is, and what is wrong with a year's file."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from rules.calendar import CalendarDay, WorkingCalendar, is_weekday
from rules.catalogue.calendars import (
    CALENDAR_FOLDER,
    CalendarFileError,
    read_calendar,
    read_calendar_year,
    shipped_calendar,
)
from rules.working_hours import WorkingHours

A_YEAR = """\
year: 2031
status: FINAL
source: an invented notice
rest_days:
  元旦: [2031-01-01]
make_up_working_days:
  元旦: [2031-01-04]
"""


def year_file(folder: Path, text: str = A_YEAR, name: str = "2031.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("year", "weekday_holidays", "make_up_days"),
    [
        (2024, 19, ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"]),
        (2025, 18, ["01-26", "02-08", "04-27", "09-28", "10-11"]),
        (2026, 19, ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]),
    ],
)
def test_a_final_year_has_the_days_of_its_notice(
    year: int, weekday_holidays: int, make_up_days: list[str]
) -> None:
    calendar = shipped_calendar()

    days = every_day(date(year, 1, 1), date(year, 12, 31))

    assert sum(is_weekday(on) and not calendar.is_working_day(on) for on in days) == weekday_holidays
    worked_weekends = [f"{on:%m-%d}" for on in days if calendar.is_working_day(on) and not is_weekday(on)]
    assert worked_weekends == make_up_days
    assert not calendar.is_provisional(days[0], days[-1])


def test_2026_rests_on_the_weekdays_of_the_notice() -> None:
    calendar = shipped_calendar()

    days = every_day(date(2026, 1, 1), date(2026, 12, 31))
    rested = [f"{on:%m-%d}" for on in days if is_weekday(on) and not calendar.is_working_day(on)]

    assert " ".join(rested) == (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 "
        "10-01 10-02 10-05 10-06 10-07"
    )


def test_a_year_before_its_notice_is_provisional_and_rests_on_statutory_days_only() -> None:
    calendar = shipped_calendar()

    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert calendar.is_working_day(date(2027, 2, 9))


@pytest.mark.parametrize("year", [2023, 2028, 2150])
def test_years_that_are_not_loaded_count_monday_to_friday_and_are_provisional(year: int) -> None:
    calendar = shipped_calendar()

    for on in every_day(date(year, 4, 27), date(year, 5, 10)):
        assert calendar.is_working_day(on) is is_weekday(on)
        assert calendar.is_provisional(on)


def test_counting_agrees_with_walking_day_by_day_over_both_ends_of_the_calendar() -> None:
    calendar = shipped_calendar()
    days = every_day(date(2023, 11, 1), date(2028, 2, 29))
    worked = [on for on in days if calendar.is_working_day(on)]

    for position, on in enumerate(worked[40:-40], start=40):
        assert calendar.working_day_after(on, 7) == worked[position + 7]
        assert calendar.working_day_before(on, 7) == worked[position - 7]
        assert calendar.working_day_from(on) == on
        assert calendar.working_days_between(worked[position - 30], on) == 30


def test_the_day_itself_counts_neither_forwards_nor_backwards() -> None:
    calendar = shipped_calendar()

    assert calendar.working_day_after(date(2026, 10, 10), 1) == date(2026, 10, 12)
    assert calendar.working_day_before(date(2026, 10, 10), 1) == date(2026, 10, 9)
    assert calendar.working_days_between(date(2026, 10, 9), date(2026, 10, 10)) == 1
    assert calendar.working_days_between(date(2026, 10, 10), date(2026, 10, 10)) == 0


@pytest.mark.parametrize("count", [0, -1])
def test_no_working_days_cannot_be_counted(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} working days cannot be counted: ask for 1 or more"):
        shipped_calendar().working_day_after(date(2026, 10, 10), count)


def test_a_calendar_built_again_from_its_days_is_the_same() -> None:
    calendar = shipped_calendar()

    again = WorkingCalendar.from_days(reversed(calendar.days))

    assert (again.version, again.days, again.hours) == (calendar.version, calendar.days, calendar.hours)


def test_the_days_that_depart_from_the_week_are_enough_to_build_a_calendar_again() -> None:
    calendar = shipped_calendar()

    again = WorkingCalendar.from_days(calendar.departures, version="published-7")

    assert again.days == calendar.days
    assert again.version == "published-7"
    assert len(calendar.departures) < 150


def test_a_year_without_any_day_between_two_published_ones_is_provisional() -> None:
    calendar = WorkingCalendar.from_days(
        [CalendarDay(date(2024, 1, 1), is_working=False), CalendarDay(date(2026, 1, 1), is_working=False)]
    )

    assert calendar.is_provisional(date(2025, 6, 2))
    assert calendar.is_working_day(date(2025, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))


def test_another_day_off_or_other_hours_make_another_version() -> None:
    first = WorkingCalendar.from_days([CalendarDay(date(2031, 1, 1), is_working=False)])
    second = WorkingCalendar.from_days([CalendarDay(date(2031, 1, 2), is_working=False)])
    shorter = WorkingCalendar.from_days(
        [CalendarDay(date(2031, 1, 1), is_working=False)], hours=WorkingHours(((time(9), time(17)),))
    )

    assert len({first.version, second.version, shorter.version}) == 3
    assert first.version.startswith("2031-2031-")


def test_a_day_cannot_be_in_the_calendar_twice() -> None:
    day = CalendarDay(date(2031, 1, 1), is_working=False)

    with pytest.raises(ValueError, match="2031-01-01 is in the calendar twice"):
        WorkingCalendar.from_days([day, day])


def test_a_calendar_needs_a_day() -> None:
    with pytest.raises(ValueError, match="a calendar needs at least one day"):
        WorkingCalendar.from_days([])


def test_a_year_file_is_read_with_the_names_of_its_days(tmp_path: Path) -> None:
    year = read_calendar_year(year_file(tmp_path))

    days = {day.on: day for day in year.days()}

    assert len(days) == 365
    assert days[date(2031, 1, 1)] == CalendarDay(date(2031, 1, 1), False, False, "元旦")
    assert days[date(2031, 1, 4)] == CalendarDay(date(2031, 1, 4), True, False, "元旦")


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("status: FINAL", "status: SURE", "status is 'SURE': write FINAL or PROVISIONAL"),
        ("year: 2031", "year: next", "year is 'next': write a number such as 2026"),
        ("source: an invented notice", "source:", "source is None: name the notice"),
        ("source: an invented notice\n", "", "source is missing"),
        ("status: FINAL", "status: FINAL\nhours: 9", "'hours' is not a field of a calendar year"),
        ("[2031-01-01]", "[2032-01-01]", "rest_days under 元旦 holds 2032-01-01, which is not in 2031"),
        ("[2031-01-01]", "['2031-01-01']", "holds '2031-01-01': write dates unquoted"),
        ("[2031-01-01]", "2031-01-01", "write a list of dates such as"),
        ("[2031-01-01]", "[2031-01-01, 2031-01-01]", "holds 2031-01-01 under 元旦 and again under 元旦"),
        ("[2031-01-04]", "[2031-01-06]", "make-up working day 2031-01-06 is a weekday"),
        ("[2031-01-01]", "[2031-01-04]", "2031-01-04 is a rest day and a make-up working day"),
        ("[2031-01-01]", "[2031-02-30]", "2031.yaml:5: 2031-02-30 is not possible"),
        ("status: FINAL", "year: 2032\nstatus: FINAL", "2031.yaml:2: the key 'year' is written twice"),
        ("status: FINAL", "status: [", "2031.yaml:"),
        (A_YEAR, "- 2031", "a calendar year is a mapping"),
        (A_YEAR, "", "a calendar year is a mapping"),
    ],
)
def test_a_wrong_year_file_is_refused_with_its_fault(
    tmp_path: Path, written: str, instead: str, said: str
) -> None:
    file = year_file(tmp_path, A_YEAR.replace(written, instead))

    with pytest.raises(CalendarFileError) as refused:
        read_calendar_year(file)

    assert said in str(refused.value)
    assert str(file) in str(refused.value)


def test_two_files_with_the_same_year_are_refused(tmp_path: Path) -> None:
    files = [year_file(tmp_path), year_file(tmp_path, name="copy.yaml")]

    with pytest.raises(CalendarFileError, match="both hold 2031: keep one of them"):
        read_calendar(files)


def test_no_file_at_all_is_refused() -> None:
    with pytest.raises(CalendarFileError, match="no calendar file was given"):
        read_calendar([])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarFileError, match="cannot be opened"):
        read_calendar_year(tmp_path / "2031.yaml")


def test_every_shipped_file_is_named_for_its_year() -> None:
    for file in CALENDAR_FOLDER.glob("*.yaml"):
        assert read_calendar_year(file).year == int(file.stem)


@pytest.mark.parametrize(
    "shifts",
    [
        (),
        ((time(9), time(9)),),
        ((time(18), time(9)),),
        ((time(9), time(13)), (time(12), time(18))),
        ((time(13), time(18)), (time(9), time(12))),
    ],
)
def test_working_hours_that_make_no_day_are_refused(shifts: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="working hours"):
        WorkingHours(shifts)
