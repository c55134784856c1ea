"""Random clocks with pauses over holidays and make-up days, against a model that walks day by day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.business_time import after_business_time, business_time_between
from rules.catalogue.calendars import shipped_calendar
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind, MilestoneKind
from rules.due_dates import Deadline, calendar_day_due, working_day_due
from rules.pauses import Pause
from rules.planned_clock import plan_clock, shift
from tests.rules import day_by_day

CALENDAR = shipped_calendar()
ONE_DAY = timedelta(days=1)
FIRST, LAST = datetime(2023, 12, 20, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)

INSTANTS = st.integers(0, int((LAST - FIRST).total_seconds()) // 60).map(
    lambda minutes: FIRST + timedelta(minutes=minutes)
)

usual = settings(max_examples=500, deadline=None, derandomize=True)
thorough = settings(
    max_examples=10_000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Clock:
    started_at: datetime
    count: int
    pauses: list[Pause]
    planned_on: date | None


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    started_at = draw(INSTANTS)
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        from_at = started_at + timedelta(minutes=draw(st.integers(-2_000, 60_000)))
        lasts = draw(st.one_of(st.none(), st.integers(0, 25_000), st.integers(0, 900)))
        pauses.append(Pause(from_at, None if lasts is None else from_at + timedelta(minutes=lasts)))
    planned = draw(st.one_of(st.none(), st.integers(-3, 30)))
    planned_on = None if planned is None else shanghai_date(started_at) + timedelta(days=planned)
    return Clock(started_at, draw(st.integers(1, 30)), pauses, planned_on)


def assert_agrees(clock: Clock) -> None:
    worked = working_day_due(
        CALENDAR, clock.started_at, clock.count, clock.pauses, planned_on=clock.planned_on
    )
    by_days = calendar_day_due(CALENDAR, clock.started_at, clock.count, clock.pauses)

    assert_same(
        worked, day_by_day.working_day_due(clock.started_at, clock.count, clock.pauses, clock.planned_on)
    )
    assert_same(by_days, day_by_day.calendar_day_due(clock.started_at, clock.count, clock.pauses))
    assert worked.due_on == shanghai_date(worked.due_at)
    assert by_days.legal_due_on is not None
    assert day_by_day.is_worked(by_days.legal_due_on)
    assert not any(map(day_by_day.is_worked, days_from(by_days.due_on, by_days.legal_due_on)))


def assert_same(deadline: Deadline, due: day_by_day.Due) -> None:
    """The same due, unless an answer is outstanding: then there is none yet."""
    due_at, late, paused = due
    assert deadline.paused is paused
    if not paused:
        assert (deadline.due_at, deadline.late) == (due_at, late)


def eves_of_lost_days(pause: Pause, started_at: datetime) -> list[date]:
    return days_from(shanghai_date(max(pause.from_at, started_at)), shanghai_date(pause.to_at or LAST))


def days_from(first: date, until: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((until - first).days)]


@usual
@given(clocks())
def test_a_clock_agrees_with_walking_day_by_day(clock: Clock) -> None:
    assert_agrees(clock)


@usual
@given(clocks())
def test_the_running_working_days_up_to_the_due_are_exactly_those_allowed(clock: Clock) -> None:
    deadline = working_day_due(CALENDAR, clock.started_at, clock.count, clock.pauses)
    begun_by_then = [pause for pause in clock.pauses if pause.from_at < deadline.due_at]
    lost = {on for pause in begun_by_then for on in eves_of_lost_days(pause, clock.started_at)}
    begun_on_the_last_day = any(shanghai_date(p.from_at) == deadline.due_on for p in begun_by_then)
    if deadline.late or deadline.paused or begun_on_the_last_day:
        return

    running = days_from(shanghai_date(clock.started_at), deadline.due_on)
    allowed = sum(day_by_day.is_worked(on + ONE_DAY) for on in running if on not in lost)

    assert allowed == clock.count


@pytest.mark.long
@thorough
@given(clocks())
def test_ten_thousand_clocks_agree_with_walking_day_by_day(clock: Clock) -> None:
    assert_agrees(clock)


@usual
@given(clocks())
def test_milestones_come_in_order_within_running_time_and_end_with_the_due(clock: Clock) -> None:
    planned = plan_clock(
        ClockKind.PREAUTH_DECISION,
        clock.started_at,
        CALENDAR,
        case_number="PA-261121-000042-7",
        bound_on=clock.planned_on,
        pauses=clock.pauses,
        count=clock.count,
    )

    instants = [milestone.at for milestone in planned.milestones]
    assert instants == sorted(instants)
    assert len({milestone.name for milestone in planned.milestones}) == len(instants)
    assert all(clock.started_at <= at <= planned.due_at for at in instants)
    assert bool(instants) is not planned.paused
    if instants:
        assert (planned.milestones[-1].kind, instants[-1]) == (MilestoneKind.BREACH, planned.due_at)


@usual
@given(clocks())
def test_planning_anew_with_all_pauses_equals_planning_once(clock: Clock) -> None:
    once = plan_clock(
        ClockKind.PREAUTH_DECISION,
        clock.started_at,
        CALENDAR,
        case_number="PA-261121-000042-7",
        bound_on=clock.planned_on,
        pauses=clock.pauses,
        count=clock.count,
    )
    growing = plan_clock(
        ClockKind.PREAUTH_DECISION,
        clock.started_at,
        CALENDAR,
        case_number="PA-261121-000042-7",
        bound_on=clock.planned_on,
        count=clock.count,
    )

    for number in range(1, len(clock.pauses) + 1):
        growing = shift(growing, clock.pauses[:number], CALENDAR)

    assert growing == once
    assert shift(once, once.pauses, CALENDAR) == once


@settings(max_examples=100, deadline=None, derandomize=True)
@given(INSTANTS, st.integers(1, 1_500))
def test_business_time_agrees_with_walking_minute_by_minute(start: datetime, minutes: int) -> None:
    end = after_business_time(CALENDAR, start, timedelta(minutes=minutes))

    assert end == day_by_day.minutes_later(start, minutes)
    assert business_time_between(CALENDAR, start, end) == timedelta(minutes=minutes)
    assert day_by_day.minutes_between(start, end) == minutes
