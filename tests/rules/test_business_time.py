"""Business time: nine hours of a working day, none of a holiday."""

from datetime import date, datetime, time, timedelta

import pytest

from rules.business_time import (
    after_business_time,
    before_business_time,
    business_time_between,
    next_business_instant,
)
from rules.calendar import WorkingCalendar
from rules.catalogue.calendars import shipped_calendar
from rules.china_time import at_shanghai
from rules.working_hours import WorkingHours

CALENDAR = shipped_calendar()
SPLIT = WorkingCalendar.from_days(
    CALENDAR.days, hours=WorkingHours(((time(8, 30), time(12)), (time(13, 30), time(17, 30))))
)


def moment(on: str, at: str) -> datetime:
    return at_shanghai(date.fromisoformat(on), time.fromisoformat(at))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (("2026-10-09", "09:00"), ("2026-10-09", "18:00"), 540),
        (("2026-10-09", "08:00"), ("2026-10-09", "09:01"), 1),
        (("2026-10-09", "17:59"), ("2026-10-10", "09:01"), 2),  # Saturday 10 October is worked
        (("2026-09-30", "17:00"), ("2026-10-08", "10:00"), 120),
        (("2026-10-02", "10:00"), ("2026-10-05", "15:00"), 0),
        (("2026-10-09", "12:00"), ("2026-10-09", "10:00"), 0),
    ],
)
def test_only_working_hours_count(start: tuple[str, str], end: tuple[str, str], minutes: int) -> None:
    assert business_time_between(CALENDAR, moment(*start), moment(*end)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (("2026-10-10", "17:00"), 60, ("2026-10-10", "18:00")),
        (("2026-10-10", "17:00"), 61, ("2026-10-12", "09:01")),
        (("2026-10-03", "12:00"), 120, ("2026-10-08", "11:00")),
        (("2026-10-03", "12:00"), 0, ("2026-10-03", "12:00")),
        (("2026-10-10", "06:00"), 540, ("2026-10-10", "18:00")),
    ],
)
def test_an_amount_ends_at_the_earliest_instant_by_which_it_has_run(
    start: tuple[str, str], minutes: int, end: tuple[str, str]
) -> None:
    assert after_business_time(CALENDAR, moment(*start), timedelta(minutes=minutes)) == moment(*end)


def test_a_break_at_noon_does_not_count() -> None:
    start, end = moment("2026-10-09", "11:30"), moment("2026-10-09", "14:00")

    assert business_time_between(SPLIT, start, end) == timedelta(hours=1)
    assert after_business_time(SPLIT, start, timedelta(minutes=30)) == moment("2026-10-09", "12:00")
    assert after_business_time(SPLIT, start, timedelta(minutes=31)) == moment("2026-10-09", "13:31")


def test_time_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="lies in the past"):
        after_business_time(CALENDAR, moment("2026-10-09", "11:30"), timedelta(minutes=-1))


@pytest.mark.parametrize(
    ("end", "minutes", "start"),
    [
        (("2026-10-10", "18:00"), 60, ("2026-10-10", "17:00")),
        (("2026-10-12", "09:01"), 61, ("2026-10-10", "17:00")),
        (("2026-10-08", "11:00"), 120, ("2026-09-30", "18:00")),
        (("2026-10-08", "11:00"), 121, ("2026-09-30", "17:59")),
        (("2026-10-03", "12:00"), 0, ("2026-10-03", "12:00")),
        (("2026-10-12", "18:00"), 1_080, ("2026-10-09", "18:00")),
    ],
)
def test_an_amount_begins_at_the_earliest_instant_that_leaves_no_more(
    end: tuple[str, str], minutes: int, start: tuple[str, str]
) -> None:
    assert before_business_time(CALENDAR, moment(*end), timedelta(minutes=minutes)) == moment(*start)


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        (("2026-10-09", "08:59"), ("2026-10-09", "09:00")),
        (("2026-10-09", "12:34"), ("2026-10-09", "12:34")),
        (("2026-10-09", "18:00"), ("2026-10-10", "09:00")),
        (("2026-10-01", "12:00"), ("2026-10-08", "09:00")),
    ],
)
def test_business_time_begins_again_where_it_rests(asked: tuple[str, str], begins: tuple[str, str]) -> None:
    assert next_business_instant(CALENDAR, moment(*asked)) == moment(*begins)


def test_time_before_cannot_run_forward() -> None:
    with pytest.raises(ValueError, match="lies in the future"):
        before_business_time(CALENDAR, moment("2026-10-09", "12:00"), timedelta(minutes=-1))
