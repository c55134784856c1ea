"""A breach of data is contained, reported and told in time; what is next is said (L-33)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.catalogue.calendars import shipped_calendar
from rules.requests.incident_plan import IncidentFacts, IncidentStep, StepState, next_step, plan

FOUND = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on the last working day before the National Day week."""
FIRST_DUE = datetime(2026, 10, 8, 10, 0, tzinfo=UTC)
TOLD_DUE = datetime(2026, 10, 10, 10, 0, tzinfo=UTC)


def steps(now: datetime = FOUND, **facts: Any) -> dict[IncidentStep, StepState]:
    usual: dict[str, Any] = {"found_at": FOUND, "children": 1, "measures": False}
    known = IncidentFacts(**(usual | facts))
    return {each.step: each.state for each in plan(known, shipped_calendar(), now)}


def test_measures_and_report_have_a_working_day_and_guardians_three() -> None:
    known = IncidentFacts(found_at=FOUND, children=1, measures=False)
    dues = {each.step: each.due_at for each in plan(known, shipped_calendar(), FOUND)}

    assert dues == {
        IncidentStep.MEASURES: FIRST_DUE,
        IncidentStep.REPORT: FIRST_DUE,
        IncidentStep.GUARDIANS: TOLD_DUE,
        IncidentStep.CLOSE: None,
    }


@pytest.mark.parametrize(("after", "state"), [(0, StepState.NEXT), (1, StepState.OVERDUE)])
def test_a_step_is_overdue_the_second_after_its_due(after: int, state: StepState) -> None:
    assert steps(FIRST_DUE + timedelta(seconds=after))[IncidentStep.MEASURES] is state


def test_the_first_that_is_not_done_is_next() -> None:
    known = IncidentFacts(found_at=FOUND, children=1, measures=True, reported_at=FOUND)
    following = next_step(plan(known, shipped_calendar(), FOUND))

    assert following is not None
    assert following.step is IncidentStep.GUARDIANS
    assert steps(measures=True, reported_at=FOUND)[IncidentStep.CLOSE] is StepState.LATER


def test_where_no_child_is_concerned_nobody_is_told() -> None:
    assert IncidentStep.GUARDIANS not in steps(children=0)


def test_a_breach_that_is_closed_has_nothing_next() -> None:
    known = IncidentFacts(
        found_at=FOUND,
        children=1,
        measures=True,
        reported_at=FOUND,
        guardians_told_at=TOLD_DUE + timedelta(seconds=1),
        closed_at=TOLD_DUE,
    )
    planned = plan(known, shipped_calendar(), TOLD_DUE)

    assert next_step(planned) is None
    assert [each.step for each in planned if each.done_late] == [IncidentStep.GUARDIANS]
