"""What a new edition of a calendar changes, told before it is published."""

from dataclasses import replace
from datetime import date, time

from rules.calendar import CalendarStatus
from rules.calendar_changes import DayChange, YearChange, compare
from rules.calendar_edition import CalendarEdition, CalendarYear, hours_of, year_of_json
from rules.working_hours import WorkingHours

NEW_YEAR, MADE_UP, FRIDAY = date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 8)


def year(**changes: object) -> CalendarYear:
    """2027 with a day of rest on a Friday, for which the Saturday after it is worked."""
    usual = CalendarYear(
        year=2027,
        status=CalendarStatus.PROVISIONAL,
        source="guess",
        rest_days={NEW_YEAR: "元旦"},
        make_up_working_days={MADE_UP: "元旦"},
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def edition(*years: CalendarYear) -> CalendarEdition:
    return CalendarEdition(years=years or (year(),))


def test_the_same_edition_again_changes_nothing() -> None:
    told = compare(edition(), edition())

    assert told.nothing and told.span is None
    assert (told.days, told.years) == ((), ())
    assert told.hours_before == told.hours_after == ("09:00-18:00",)


def test_a_year_that_is_new_is_told_with_the_days_that_depart_from_monday_to_friday() -> None:
    told = compare(edition(replace(year(), year=2026, rest_days={}, make_up_working_days={})), edition())

    assert told.years == (
        YearChange(year=2027, before=None, after=CalendarStatus.PROVISIONAL, source="guess"),
    )
    assert told.days == (
        DayChange(on=NEW_YEAR, is_working=False, name="元旦"),
        DayChange(on=MADE_UP, is_working=True, name="元旦"),
    )
    assert told.span == (NEW_YEAR, MADE_UP)
    assert not told.nothing


def test_without_an_edition_before_it_is_monday_to_friday_and_nine_to_six() -> None:
    told = compare(None, edition().with_hours(WorkingHours(((time(8, 30), time(12)),))))

    assert [each.on for each in told.days] == [NEW_YEAR, MADE_UP]
    assert [(each.year, each.before) for each in told.years] == [(2027, None)]
    assert told.hours_before == ("09:00-18:00",)
    assert told.hours_after == ("08:30-12:00",)


def test_a_day_that_is_worked_again_keeps_the_name_of_the_holiday_that_it_was() -> None:
    told = compare(edition(), edition(year(rest_days={FRIDAY: "测试"})))

    assert told.days == (
        DayChange(on=NEW_YEAR, is_working=True, name="元旦"),
        DayChange(on=FRIDAY, is_working=False, name="测试"),
    )
    assert told.span == (NEW_YEAR, FRIDAY)


def test_a_holiday_of_another_name_changes_its_year_and_no_day() -> None:
    told = compare(edition(), edition(year(rest_days={NEW_YEAR: "新年"})))

    assert told.days == () and told.span is None
    assert [each.year for each in told.years] == [2027]
    assert not told.nothing


def test_a_year_that_is_announced_is_told_with_its_source_though_no_day_changes() -> None:
    told = compare(edition(), edition(year(status=CalendarStatus.FINAL, source="notice")))

    assert told.years == (
        YearChange(year=2027, before=CalendarStatus.PROVISIONAL, after=CalendarStatus.FINAL, source="notice"),
    )
    assert told.days == ()
    assert not told.nothing


def test_new_hours_change_every_day_also_those_of_the_past() -> None:
    told = compare(edition(), edition().with_hours(WorkingHours(((time(8), time(17)),))))

    back = compare(edition().with_hours(WorkingHours(((time(8), time(17)),))), edition())

    assert (told.hours_before, told.hours_after) == (("09:00-18:00",), ("08:00-17:00",))
    assert (back.hours_before, back.hours_after) == (("08:00-17:00",), ("09:00-18:00",))
    assert told.span == (date.min, date.max)
    assert (told.days, told.years) == ((), ())
    assert not told.nothing


def test_a_year_that_is_taken_out_gives_its_days_back() -> None:
    told = compare(edition(year(year=2026, rest_days={}, make_up_working_days={}), year()), edition(year()))

    assert (told.days, told.years) == ((), ())
    assert compare(edition(), CalendarEdition(years=())).days == (
        DayChange(on=NEW_YEAR, is_working=True, name="元旦"),
        DayChange(on=MADE_UP, is_working=False, name="元旦"),
    )


def test_an_edition_is_read_back_as_it_was_written() -> None:
    written = edition().with_hours(hours_of(["09:00-12:00", " 13:30 - 18:00"]))

    assert CalendarEdition.from_json(written.as_json()) == written
    assert year_of_json(written.as_json()["years"][0]) == year()
    assert written.as_json()["years"][0]["rest_days"] == {"2027-01-01": "元旦"}


def test_holidays_are_told_by_name_with_their_days() -> None:
    (rested,) = year(rest_days={FRIDAY: "测试", NEW_YEAR: "测试"}).rests()
    (made_up,) = year().make_ups()

    assert (rested.name, rested.days) == ("测试", (NEW_YEAR, FRIDAY))
    assert (made_up.name, made_up.days) == ("元旦", (MADE_UP,))


def test_another_edition_adds_years_that_are_unknown_and_what_was_announced_since() -> None:
    announced = year(status=CalendarStatus.FINAL, source="notice", rest_days={FRIDAY: "元旦"})
    older = year(year=2026, rest_days={}, make_up_working_days={})

    assert edition().completed_by(edition(announced)) == edition(announced)
    assert edition(announced).completed_by(edition()) == edition(announced)
    assert edition().completed_by(edition(year(source="another guess"))) == edition()
    assert edition(announced).completed_by(edition(year(status=CalendarStatus.FINAL))) == edition(announced)
    assert edition().completed_by(edition(older)) == edition(older, year())
