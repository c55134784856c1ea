"""Clocks that run into days which no notice has announced yet, and the notice when it comes."""

from datetime import date, datetime, timedelta

import pytest

from rules.calendar import CalendarDay, WorkingCalendar
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind, Unit
from rules.planned_clock import plan_clock, shift
from tests.rules.test_planned_clock import CALENDAR, clock, moment


@pytest.mark.parametrize(
    ("kind", "started_at", "provisional"),
    [
        # Hours of business depend on which days are worked; hours and days of the calendar do not,
        (ClockKind.DISCHARGE_AUTHORIZATION, moment("2026-12-31", "17:00"), True),
        (ClockKind.DISCHARGE_AUTHORIZATION, moment("2026-12-31", "09:00"), False),
        (ClockKind.EMERGENCY_FIRST_ANSWER, moment("2026-12-31", "23:30"), False),
        (ClockKind.VISIT_RESERVE_EXPIRY, moment("2026-12-20"), False),
        # unless there is a legal line, which rolls, or somebody is reminded on the way.
        (ClockKind.REFUSAL_NOTICE, moment("2026-12-30"), True),
        (ClockKind.COPAY, moment("2026-12-28"), True),
    ],
)
def test_a_clock_is_provisional_where_a_notice_may_move_one_of_its_instants(
    kind: ClockKind, started_at: datetime, provisional: bool
) -> None:
    assert plan_clock(kind, started_at, CALENDAR, case_number="DB-1").provisional is provisional


def test_a_newly_published_calendar_plans_the_clock_anew() -> None:
    started = clock(ClockKind.ADVANCE_REVIEW, moment("2027-02-03"))
    published = WorkingCalendar.from_days(
        [*(day for day in CALENDAR.days if day.on.year < 2027), *announced_2027()], version="2027-announced"
    )

    moved = shift(started, started.pauses, published)

    assert (started.due_at, started.provisional) == (moment("2027-02-12", "18:00"), True)
    assert (moved.due_at, moved.provisional) == (moment("2027-02-18", "18:00"), False)
    assert moved.calendar_version == "2027-announced"


def announced_2027() -> list[CalendarDay]:
    rest = [date(2027, 2, 5) + timedelta(days=n) for n in range(8)]
    return [CalendarDay(on, is_working=False, name="春节") for on in rest]


@pytest.mark.parametrize("kind", [k for k in ClockKind if CLOCKS[k].unit is Unit.WORKING_DAYS])
def test_a_clock_of_working_days_that_runs_into_an_unannounced_year_is_provisional(kind: ClockKind) -> None:
    assert clock(kind, moment("2026-12-31"), bound_on="2027-03-01").provisional
    assert not clock(kind, moment("2026-11-02"), bound_on="2026-12-24").provisional
