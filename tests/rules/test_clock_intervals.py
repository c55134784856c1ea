"""The life of a clock in intervals: each begins where the one before ended, and says with what it began."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.clock_intervals import Began, ClockInterval, IntervalState, intervals_of
from rules.clocks import ChangeReason, PlanChange, RunningClock
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState

STARTED = datetime(2026, 11, 2, 2, tzinfo=UTC)
CLOCK = RunningClock(kind=ClockKind.PREAUTH_DECISION, started_at=STARTED, due_at=STARTED + timedelta(days=7))


def day(number: int) -> datetime:
    """So many days after the start."""
    return STARTED + timedelta(days=number)


def change(at: datetime, reason: ChangeReason = ChangeReason.CALENDAR) -> PlanChange:
    return PlanChange(
        at=at,
        reason=reason,
        due_before=day(7),
        due_after=day(8),
        count_before=5,
        count_after=5,
        calendar_before="one",
        calendar_after="two",
    )


def told(clock: RunningClock) -> list[tuple[IntervalState, Began, datetime, datetime | None]]:
    return [(each.state, each.began, each.from_at, each.to_at) for each in intervals_of(clock)]


RUNS, STANDS = IntervalState.RUNNING, IntervalState.PAUSED


def test_a_clock_that_nothing_happened_to_runs_from_its_start_to_now_or_to_its_end() -> None:
    assert intervals_of(CLOCK) == (ClockInterval(state=RUNS, began=Began.STARTED, from_at=STARTED),)
    assert told(CLOCK.end(day(3), ClockState.MET)) == [(RUNS, Began.STARTED, STARTED, day(3))]


def test_a_question_stops_it_and_its_answer_lets_it_run_again() -> None:
    asked = CLOCK.pause("Q1", day(1), "HOSPITAL", ("MEDICAL_RECORD",))

    assert intervals_of(asked.resume("Q1", day(2))) == (
        ClockInterval(state=RUNS, began=Began.STARTED, from_at=STARTED, to_at=day(1)),
        ClockInterval(
            state=STANDS,
            began=Began.ASKED,
            from_at=day(1),
            to_at=day(2),
            question_id="Q1",
            asked_of="HOSPITAL",
            documents=("MEDICAL_RECORD",),
        ),
        ClockInterval(state=RUNS, began=Began.ANSWERED, from_at=day(2), question_id="Q1"),
    )
    assert told(asked)[-1] == (STANDS, Began.ASKED, day(1), None)


def test_it_stands_still_until_the_last_of_several_questions_is_answered() -> None:
    both = CLOCK.pause("Q1", day(1)).pause("Q2", day(2)).resume("Q1", day(3)).resume("Q2", day(4))

    assert told(both) == [
        (RUNS, Began.STARTED, STARTED, day(1)),
        (STANDS, Began.ASKED, day(1), day(2)),
        (STANDS, Began.ASKED, day(2), day(3)),
        (STANDS, Began.ANSWERED, day(3), day(4)),
        (RUNS, Began.ANSWERED, day(4), None),
    ]
    assert [each.question_id for each in intervals_of(both)] == ["", "Q1", "Q2", "Q1", "Q2"]


def test_a_question_from_before_the_start_stops_it_from_its_start_on() -> None:
    early = CLOCK.pause("Q1", day(-2))

    assert told(early.resume("Q1", day(-1))) == [
        (RUNS, Began.STARTED, STARTED, STARTED),
        (STANDS, Began.ASKED, STARTED, STARTED),
        (RUNS, Began.ANSWERED, STARTED, None),
    ]
    assert told(early.resume("Q1", day(1)))[1:] == [
        (STANDS, Began.ASKED, STARTED, day(1)),
        (RUNS, Began.ANSWERED, day(1), None),
    ]


def test_a_clock_that_ended_while_it_stood_still_does_not_run_again_at_its_end() -> None:
    ended = CLOCK.pause("Q1", day(1)).end(day(3), ClockState.STOPPED)

    assert told(ended) == [
        (RUNS, Began.STARTED, STARTED, day(1)),
        (STANDS, Began.ASKED, day(1), day(3)),
    ]


@pytest.mark.parametrize("reason", ChangeReason)
def test_a_change_of_the_plan_begins_a_stretch_that_carries_it(reason: ChangeReason) -> None:
    made = change(day(2), reason)
    asked = replace(CLOCK.pause("Q1", day(1)), changes=(made,))

    assert told(asked)[-2:] == [
        (STANDS, Began.ASKED, day(1), day(2)),
        (STANDS, Began(reason), day(2), None),
    ]
    assert [each.change for each in intervals_of(asked)] == [None, None, made]


def test_a_decision_that_was_taken_back_never_stopped_its_time() -> None:
    again = CLOCK.end(day(3), ClockState.MET).reopen()

    assert told(again) == [
        (RUNS, Began.STARTED, STARTED, day(3)),
        (RUNS, Began.TAKEN_BACK, day(3), None),
    ]


def test_at_one_instant_it_is_taken_back_and_changed_before_anything_is_asked_or_answered() -> None:
    at = day(2)
    clock = replace(
        CLOCK.pause("Q1", day(1)).pause("Q2", at).resume("Q1", at), changes=(change(at),), reopened=(at,)
    )

    assert [each.began for each in intervals_of(clock)] == [
        Began.STARTED,
        Began.ASKED,
        Began.TAKEN_BACK,
        Began.CALENDAR,
        Began.ASKED,
        Began.ANSWERED,
    ]
