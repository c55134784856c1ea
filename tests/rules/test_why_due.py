"""Why a clock is due when it is. That its intervals add up is shown of lives in `test_lived_clocks.py`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind
from rules.replanning import ClockPlanner
from rules.targets import Target
from rules.why_due import Cut, why_due


@pytest.mark.parametrize(
    ("kind", "planned_on", "cut"),
    [
        (ClockKind.QUERY_WAIT, date(2026, 11, 11), Cut.LAST_DAY),
        (ClockKind.QUERY_WAIT, date(2026, 11, 12), Cut.NONE),
        (ClockKind.PREAUTH_DECISION, date(2026, 11, 9), Cut.PLANNED_DAY),
        (ClockKind.PREAUTH_DECISION, date(2026, 11, 10), Cut.NONE),
        (ClockKind.APPOINTMENT_CANCELLATION, date(2026, 11, 12), Cut.NONE),
    ],
)
def test_it_is_told_whether_the_planned_day_or_the_working_day_before_it_comes_first(
    kind: ClockKind, planned_on: date, cut: Cut
) -> None:
    calendar = shipped_calendar()
    planner = ClockPlanner("PA-261121-000042-7", calendar, shipped_ladders())
    rule = CLOCKS[kind]
    target = Target(count=rule.count, ladder=rule.ladder)

    clock = planner.start(kind, datetime(2026, 11, 2, 2, tzinfo=UTC), target, planned_on)

    assert why_due(clock, calendar).cut is cut
    assert why_due(clock, calendar).adds_up


def test_a_question_in_the_instant_of_a_new_calendar_finds_what_that_left_of_the_time() -> None:
    calendar = shipped_calendar()
    planner = ClockPlanner("PA-261121-000042-7", calendar, shipped_ladders())
    rule = CLOCKS[ClockKind.PREAUTH_DECISION]
    clock = planner.start(
        ClockKind.PREAUTH_DECISION,
        datetime(2026, 11, 2, 2, tzinfo=UTC),
        Target(count=rule.count, ladder=rule.ladder),
        None,
    )
    both = clock.due_at + timedelta(days=3)

    found = why_due(replace(clock, not_before=both).pause("q1", both), calendar)

    assert (found.cut, found.due_at > both) == (Cut.LATE, True)
    assert found.due_at == why_due(replace(clock, not_before=both), calendar).due_at
