"""What a published calendar makes of one case, and whether a plan that was made for it still holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from rules.case_plan import HOLDS_FOR, CaseCalendars, CasePlan, StandingCase, plan_case, still_holds, take
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.replanning import ClockPlanner
from rules.targets import Target
from rules.vocabulary import ClockState
from tests.workflows.publishing import edition

NUMBER = "RC-260929-000042-7"
STARTED = datetime(2026, 9, 29, 2, tzinfo=UTC)
NOW = STARTED + timedelta(days=1, hours=12)
"""Wednesday 30 September, 22:00 in Shanghai: the next hour of business is after the holiday."""
DUE = at_shanghai(date(2026, 10, 12), time(18))
LATER = at_shanghai(date(2026, 10, 13), time(18))
CHANGED = edition(rest=(date(2026, 10, 9),)).calendar()
HELD = CaseCalendars(own=CHANGED, standard=CHANGED, version="own-2")


def clock(kind: ClockKind = ClockKind.REIMBURSEMENT_DECISION, count: int = 5, **changes: Any) -> RunningClock:
    """A clock of so many working days that began on 29 September, on the shipped calendar."""
    planner = ClockPlanner(NUMBER, shipped_calendar(), shipped_ladders())
    return replace(planner.start(kind, STARTED, Target(count=count, ladder="DUTY")), **changes)


def case(*clocks: RunningClock, **changes: Any) -> StandingCase:
    usual = StandingCase(
        case_number=NUMBER,
        stage="COMPLETE",
        assignee="staff:ma",
        event_count=7,
        clocks=clocks or (clock(),),
        at=NOW,
    )
    return replace(usual, **changes)


def plan(standing: StandingCase, **changes: Any) -> CasePlan:
    return replace(plan_case(standing, HELD, shipped_ladders()), **changes)


def test_open_clocks_are_planned_on_the_calendar_and_what_is_over_stays() -> None:
    over = clock(ClockKind.DIRECT_BILLING_REVIEW, state=ClockState.MET)
    made = plan(case(clock(), over))

    assert [(each.kind, each.due_at) for each in made.clocks] == [(ClockKind.REIMBURSEMENT_DECISION, LATER)]
    assert [each.calendar_version for each in made.clocks] == ["own-2"]
    assert (made.based_on, made.version, made.at) == (7, "own-2", NOW)
    assert made.deliver_at == at_shanghai(date(2026, 10, 8), time(9))


def test_a_legal_period_is_counted_on_the_standard_calendar() -> None:
    """Ten days end on 9 October, which is a day of rest to the insurer's own calendar alone."""
    held = CaseCalendars(own=CHANGED, standard=shipped_calendar(), version="own-2")
    legal = clock(ClockKind.STATUTORY_DETERMINATION, 10)

    by_standard = plan_case(case(legal), held, shipped_ladders()).clocks[0]
    all_changed = plan_case(case(legal), HELD, shipped_ladders()).clocks[0]

    assert legal.legal_due_at
    assert by_standard.legal_due_at == legal.legal_due_at
    assert all_changed.legal_due_at == legal.legal_due_at + timedelta(days=1)


def test_taking_a_plan_records_each_clock_that_moved_and_tells_who_has_the_case() -> None:
    over = clock(ClockKind.DIRECT_BILLING_REVIEW, state=ClockState.MET)
    standing = case(over, clock())
    taken = take(standing, plan(standing))

    assert [each.due_at for each in taken.clocks] == [over.due_at, LATER]
    assert taken.clocks[0] == over
    (event,) = taken.events
    assert (event.sequence, event.from_stage, event.to_stage) == (8, "COMPLETE", "COMPLETE")
    assert event.at == NOW
    assert taken.event_count == 8
    (notice,) = taken.notices
    assert (notice.recipient, notice.deliver_at) == ("staff:ma", at_shanghai(date(2026, 10, 8), time(9)))


def test_a_plan_that_moves_nothing_says_nothing() -> None:
    standing = case()
    same = plan_case(
        standing,
        CaseCalendars(own=shipped_calendar(), standard=shipped_calendar(), version="own-1"),
        shipped_ladders(),
    )
    taken = take(standing, same)

    assert (taken.events, taken.notices, taken.event_count) == ((), (), 7)
    assert taken.clocks[0].calendar_version == "own-1"


def test_a_clock_that_stopped_since_is_not_started_again_by_a_plan() -> None:
    made = plan(case())
    stopped = clock(state=ClockState.MET)

    assert take(case(stopped), made).clocks == (stopped,)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"event_count": 8}, False),
        ({"event_count": 6}, False),
        ({"at": NOW + HOLDS_FOR}, True),
        ({"at": NOW - HOLDS_FOR}, True),
        ({"at": NOW + HOLDS_FOR + timedelta(seconds=1)}, False),
        ({"at": NOW - HOLDS_FOR - timedelta(seconds=1)}, False),
        ({"clocks": ()}, False),
        ({"clocks": (clock(), clock(ClockKind.DIRECT_BILLING_REVIEW))}, False),
        ({"clocks": (clock(), clock(ClockKind.DIRECT_BILLING_REVIEW, state=ClockState.MET))}, True),
    ],
)
def test_a_plan_holds_for_five_minutes_while_nothing_happens(changes: dict[str, Any], holds: bool) -> None:
    assert still_holds(plan(case()), replace(case(), **changes)) is holds


def test_the_order_of_the_clocks_does_not_matter() -> None:
    one, two = clock(), clock(ClockKind.DIRECT_BILLING_REVIEW)

    assert still_holds(plan(case(one, two)), case(two, one))


@pytest.mark.parametrize("at", [DUE, LATER])
@pytest.mark.parametrize(
    ("before", "after", "holds"), [(-1, 0, False), (0, 1, True), (-2, -1, True), (0, -1, False)]
)
def test_a_plan_does_not_hold_over_a_due_of_either_calendar(
    at: datetime, before: int, after: int, holds: bool
) -> None:
    made = plan(case(), at=at + timedelta(minutes=before))

    assert still_holds(made, case(at=at + timedelta(minutes=after))) is holds


def test_the_due_of_a_clock_that_stands_still_does_not_count() -> None:
    paused = clock(state=ClockState.PAUSED)
    made = plan(case(paused), at=DUE - timedelta(minutes=1))
    held = replace(made, clocks=tuple(replace(each, state=ClockState.PAUSED) for each in made.clocks))

    assert still_holds(held, case(paused, at=DUE))
