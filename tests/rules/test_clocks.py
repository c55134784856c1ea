"""A clock as a case carries it: it fires once, pauses for open questions, and ends."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rules.clocks import Milestone, PauseInterval, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.planned_clock import PlannedClock, plan_clock
from rules.vocabulary import ClockState
from tests.rules.preauthorization.requests import moment

START, LATER, LATEST = moment("2026-06-01"), moment("2026-06-02"), moment("2026-06-03")


def milestone(name: str, at: datetime, fired: bool = False) -> Milestone:
    return Milestone(kind=MilestoneKind.REMINDER, name=name, at=at, fired=fired)


def a_clock(**changes: Any) -> RunningClock:
    usual = RunningClock(
        kind=ClockKind.PREAUTH_DECISION,
        started_at=START,
        due_at=LATEST,
        milestones=(milestone("second", LATEST), milestone("first", LATER)),
    )
    return replace(usual, **changes)


def names(clock: RunningClock) -> str | None:
    ahead = clock.next_milestone()
    return ahead.name if ahead else None


def test_the_earliest_milestone_comes_first_and_each_fires_once() -> None:
    clock = a_clock()

    assert names(clock) == "first"
    clock = clock.fire("first")
    assert [(m.name, m.fired) for m in clock.milestones] == [("second", False), ("first", True)]
    assert names(clock) == "second"
    assert names(clock.fire("second")) is None


def test_a_clock_that_stands_still_or_ended_has_nothing_ahead() -> None:
    assert names(a_clock().pause("q1", LATER)) is None
    assert names(a_clock().end(LATER, ClockState.MET)) is None


def test_a_clock_runs_again_when_its_last_question_is_answered() -> None:
    clock = a_clock().pause("q1", START, "HOSPITAL", ("OTHER",)).pause("q2", LATER)
    assert clock.state is ClockState.PAUSED
    assert clock.pauses[0] == PauseInterval(
        question_id="q1", from_at=START, asked_of="HOSPITAL", documents=("OTHER",)
    )

    clock = clock.resume("q1", LATER)
    assert clock.state is ClockState.PAUSED
    assert [(pause.question_id, pause.to_at) for pause in clock.pauses] == [("q1", LATER), ("q2", None)]
    clock = clock.resume("q2", LATEST)

    assert clock.state is ClockState.RUNNING
    assert [pause.to_at for pause in clock.pauses] == [LATER, LATEST]
    assert clock.resume("q2", START).pauses == clock.pauses


def test_a_clock_that_ends_closes_its_open_pauses() -> None:
    clock = a_clock().pause("q1", START).resume("q1", LATER).pause("q2", LATER)
    assert clock.open

    ended = clock.end(LATEST, ClockState.STOPPED)

    assert (ended.state, ended.ended_at) == (ClockState.STOPPED, LATEST)
    assert [pause.to_at for pause in ended.pauses] == [LATER, LATEST]
    assert not ended.open
    assert a_clock().open


def a_plan(**changes: Any) -> PlannedClock:
    from rules.catalogue.calendars import shipped_calendar

    calendar = shipped_calendar()
    plan = plan_clock(
        ClockKind.PREAUTH_DECISION, START, calendar, case_number="PA-1", bound_on=date(2026, 7, 1)
    )
    return replace(plan, **changes)


def test_a_planned_clock_carries_all_that_the_plan_says() -> None:
    plan = a_plan(late=True, provisional=True, legal_due_at=LATEST)

    clock = RunningClock.planned(plan)

    assert (clock.kind, clock.started_at, clock.due_at) == (plan.kind, START, plan.due_at)
    assert (clock.legal_due_at, clock.late, clock.provisional) == (LATEST, True, True)
    assert (clock.calendar_version, clock.counted_by) == (plan.calendar_version, plan.calendar_version)
    assert (clock.bound_on, clock.count) == (date(2026, 7, 1), plan.count)
    assert clock.not_before == plan.not_before
    assert [(m.kind, m.name, m.at, m.fired) for m in clock.milestones] == [
        (planned.kind, planned.name, planned.at, False) for planned in plan.milestones
    ]


def test_what_fired_before_a_new_plan_stays_fired() -> None:
    plan = a_plan()
    first = plan.milestones[0].name
    clock = RunningClock.planned(plan).fire(first)

    anew = RunningClock.planned(a_plan(due_at=LATEST), clock)

    assert [m.name for m in anew.milestones if m.fired] == [first]
    assert anew.due_at == LATEST


def test_a_clock_planned_while_it_stands_still_keeps_its_milestones() -> None:
    clock = RunningClock.planned(a_plan())
    paused = a_plan(paused=True, milestones=())

    assert RunningClock.planned(paused, clock).milestones == clock.milestones


def test_a_clock_that_ended_while_it_stood_still_stands_still_again_when_that_is_taken_back() -> None:
    asked = a_clock().pause("Q1", START)
    at = LATEST

    paused = asked.end(at, ClockState.MET).reopen()
    running = asked.resume("Q1", LATER).end(at, ClockState.MET).reopen()

    assert (paused.state, paused.ended_at, paused.reopened) == (ClockState.PAUSED, None, (at,))
    assert paused.pauses == asked.pauses
    assert (running.state, running.pauses[0].to_at) == (ClockState.RUNNING, LATER)
    assert asked.reopen() == asked
