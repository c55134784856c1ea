"""What a clock says at an instant: both sides of every threshold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.calendar import CalendarDay, WorkingCalendar
from rules.clock_state import LiveState, driving, live_clock, soon_until, stands_still_since
from rules.clocks import PauseInterval, RunningClock
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState

CALENDAR = WorkingCalendar.from_days(
    [CalendarDay(datetime(2026, 10, day, tzinfo=UTC).date(), False) for day in range(1, 8)]
)
"""2026 with the National Day week off."""


def shanghai(day: int, hour: int = 0, minute: int = 0, second: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC) - timedelta(hours=8)


DUE_AT = shanghai(27, 18)
"""18:00 in Shanghai on Friday 27 November."""


def a_clock(kind: ClockKind = ClockKind.PREAUTH_DECISION, **changes: Any) -> RunningClock:
    usual = RunningClock(kind=kind, started_at=shanghai(20, 10), due_at=DUE_AT)
    return replace(usual, **changes)


def said(clock: RunningClock, at: datetime) -> LiveState:
    return live_clock(clock, at, CALENDAR).state


def test_a_clock_with_more_than_a_working_day_left_runs() -> None:
    assert said(a_clock(), shanghai(26, 17, 59)) is LiveState.RUNNING
    assert said(a_clock(), shanghai(26, 18)) is LiveState.DUE_SOON


def test_what_is_due_before_anybody_works_another_day_is_due_soon() -> None:
    sunday_midnight = a_clock(ClockKind.STATUTORY_DETERMINATION, due_at=shanghai(30))

    assert said(sunday_midnight, shanghai(27, 9)) is LiveState.DUE_SOON
    assert said(sunday_midnight, shanghai(27, 8, 59)) is LiveState.DUE_SOON
    assert said(sunday_midnight, shanghai(26, 17, 59)) is LiveState.RUNNING


def test_soon_reaches_to_the_last_instant_that_leaves_a_working_day() -> None:
    assert soon_until(CALENDAR, shanghai(27, 10)) == shanghai(30, 10)
    assert soon_until(CALENDAR, shanghai(30, 18, month=9)) == shanghai(8, 18, month=10) + timedelta(hours=15)


def test_a_duty_is_breached_the_second_after_its_due() -> None:
    assert said(a_clock(), DUE_AT + timedelta(microseconds=999_999)) is LiveState.DUE_SOON

    overdue = live_clock(a_clock(), DUE_AT + timedelta(seconds=1), CALENDAR)

    assert (overdue.state, overdue.left) == (LiveState.BREACHED, timedelta(seconds=-1))


def test_a_wait_for_somebody_else_lapses_and_breaches_nothing() -> None:
    wait = a_clock(ClockKind.QUERY_WAIT)

    assert said(wait, DUE_AT - timedelta(seconds=1)) is LiveState.DUE_SOON
    assert said(wait, DUE_AT) is LiveState.LAPSED
    assert said(replace(wait, state=ClockState.MET, ended_at=DUE_AT), DUE_AT) is LiveState.LAPSED


def test_a_case_answered_in_the_same_second_as_its_deadline_is_answered() -> None:
    answered_at = DUE_AT + timedelta(milliseconds=700)
    clock = a_clock(state=ClockState.MET, ended_at=answered_at)

    seen = live_clock(clock, shanghai(30), CALENDAR)

    assert (seen.state, seen.left) == (LiveState.MET, timedelta(0))
    assert said(replace(clock, ended_at=DUE_AT + timedelta(seconds=1)), shanghai(30)) is LiveState.BREACHED


def test_a_met_clock_says_how_much_was_left_and_stays_so() -> None:
    clock = a_clock(state=ClockState.MET, ended_at=shanghai(26, 16))

    now, later = (live_clock(clock, at, CALENDAR) for at in (shanghai(26, 16), shanghai(30, 12)))

    assert now == later
    assert (now.state, now.left) == (LiveState.MET, timedelta(hours=26))
    assert now.business_left == timedelta(hours=11)


def test_a_breach_is_told_in_both_times() -> None:
    seen = live_clock(a_clock(), shanghai(30, 10), CALENDAR)

    assert (seen.left, seen.business_left) == (timedelta(hours=-64), timedelta(hours=-1))


def test_a_breach_stays_one_when_the_duty_is_done_late_or_falls_away() -> None:
    for state in (ClockState.MET, ClockState.STOPPED):
        clock = a_clock(state=state, ended_at=shanghai(28, 18))

        assert live_clock(clock, shanghai(30), CALENDAR).left == timedelta(days=-1)
        assert said(clock, shanghai(30)) is LiveState.BREACHED


def test_a_duty_that_falls_away_in_time_is_cancelled() -> None:
    assert said(a_clock(state=ClockState.STOPPED, ended_at=shanghai(24)), shanghai(30)) is LiveState.CANCELLED


def paused(from_at: datetime, to_at: datetime | None = None, **changes: Any) -> RunningClock:
    pause = PauseInterval(question_id="Q1", from_at=from_at, to_at=to_at, asked_of="HOSPITAL")
    return a_clock(pauses=(pause,), **changes)


def test_a_paused_clock_says_whom_we_wait_for_and_stands_still() -> None:
    clock = paused(shanghai(25, 18), state=ClockState.PAUSED)

    seen = live_clock(clock, DUE_AT + timedelta(days=9), CALENDAR)

    assert (seen.state, seen.waiting_for, seen.question_id) == (LiveState.PAUSED, "HOSPITAL", "Q1")
    assert (seen.left, seen.business_left) == (timedelta(days=2), timedelta(hours=18))
    assert seen.paused_since == shanghai(25, 18)
    assert live_clock(clock, shanghai(25, 18), CALENDAR) == seen


def test_a_question_after_the_due_stops_nothing() -> None:
    clock = paused(DUE_AT, state=ClockState.PAUSED)

    assert stands_still_since(clock) is None
    assert said(clock, DUE_AT + timedelta(hours=1)) is LiveState.BREACHED
    assert stands_still_since(paused(DUE_AT - timedelta(seconds=1))) is not None


def test_a_duty_that_is_done_while_a_question_is_open_was_met_with_what_was_left_then() -> None:
    met_at = shanghai(30, 12)
    clock = paused(shanghai(25, 18), met_at, state=ClockState.MET, ended_at=met_at)

    seen = live_clock(clock, shanghai(30, 13), CALENDAR)

    assert (seen.state, seen.left) == (LiveState.MET, timedelta(days=2))
    assert seen.waiting_for == ""


def test_a_clock_that_was_resumed_runs() -> None:
    clock = paused(shanghai(24, 12), shanghai(25, 12))

    assert said(clock, shanghai(26)) is LiveState.RUNNING


def test_the_legal_line_is_counted_beside_our_own() -> None:
    clock = a_clock(
        ClockKind.STATUTORY_DETERMINATION, due_at=shanghai(28), legal_due_at=shanghai(28) + timedelta(days=3)
    )

    seen = live_clock(clock, shanghai(29), CALENDAR)

    assert (seen.state, seen.left, seen.legal_left) == (
        LiveState.BREACHED,
        timedelta(days=-1),
        timedelta(days=2),
    )


@pytest.mark.parametrize(
    ("kind", "business"),
    [
        (ClockKind.PREAUTH_DECISION, timedelta(hours=9)),
        (ClockKind.DISCHARGE_AUTHORIZATION, timedelta(hours=9)),
        (ClockKind.COMPLAINT_DECISION, None),
        (ClockKind.EMERGENCY_FIRST_ANSWER, None),
        (ClockKind.GUARANTEE_EXPIRY, None),
    ],
)
def test_business_time_is_told_where_the_clock_counts_it(kind: ClockKind, business: timedelta | None) -> None:
    assert live_clock(a_clock(kind), shanghai(26, 18), CALENDAR).business_left == business


def test_the_clock_that_is_due_first_drives_and_a_paused_one_only_alone() -> None:
    late = a_clock(due_at=shanghai(30))
    early = a_clock(ClockKind.QUERY_WAIT)
    stopped = a_clock(ClockKind.EMERGENCY_DECISION, due_at=shanghai(21), state=ClockState.PAUSED)

    assert driving((late, early, stopped)) is early
    assert driving((stopped,)) is stopped
    assert driving((replace(late, state=ClockState.MET, ended_at=DUE_AT),)) is None


def test_a_clock_that_ended_while_it_stood_still_says_nothing_of_a_pause() -> None:
    ended = a_clock().pause("Q1", shanghai(24, 10), "HOSPITAL").end(shanghai(25, 10), ClockState.STOPPED)
    seen = live_clock(ended, shanghai(26, 10), CALENDAR)

    assert (seen.paused_since, seen.waiting_for, seen.question_id) == (None, "", "")
    assert (seen.state, seen.ended_at, seen.open) == (LiveState.CANCELLED, shanghai(25, 10), False)
    assert seen.left == DUE_AT - shanghai(24, 10)


def test_a_clock_that_stands_still_says_since_when_and_for_whom() -> None:
    seen = live_clock(a_clock().pause("Q1", shanghai(24, 10), "HOSPITAL"), shanghai(26, 10), CALENDAR)

    assert (seen.paused_since, seen.waiting_for, seen.question_id) == (shanghai(24, 10), "HOSPITAL", "Q1")
    assert seen.state is LiveState.PAUSED
