"""Case files lived through on a stack give the answers that the rules give alone."""

from pathlib import Path

import pytest

from checks.registry import KINDS
from checks.report import Report, judge
from commands.lived.registry import LIVED, judge_through_workflows
from tests.checks.case_text import case_file
from tests.workflows.clinic import Clinic

OWN = Path(__file__).parent / "lived_cases.yaml"
SHIPPED = Path(__file__).parents[2] / "plans" / "cases"


def differences(report: Report) -> dict[str, object]:
    return {result.entry.case_id: result.differs for result in report.results if not result.passed}


def test_every_kind_can_be_lived_through() -> None:
    assert LIVED.keys() == KINDS


def test_cases_that_no_file_ships_live_as_the_rules_say(clinic: Clinic) -> None:
    assert differences(judge([OWN])) == {}

    report = judge_through_workflows(clinic.settings, [OWN])

    assert differences(report) == {}
    assert report.problems == ()
    assert report.passed == 9


def test_what_cannot_live_is_named_with_its_line_and_the_rest_lives(clinic: Clinic, tmp_path: Path) -> None:
    known = "- id: T1\n  kind: WORKING_DAYS\n  inputs: {from: 2026-02-13, working_days: 5}\n"
    text = f"{known}  expect: {{due: 2026-02-28}}\n"
    text += "- id: T2\n  kind: ADVANCE_REQUEST\n  plan: GYX-2021-CZ\n  inputs: {attributes: []}\n"
    text += "  expect: {refused_with: null}\n"
    text += "- id: T3\n  kind: WORKING_DAYS\n  inputs: {from: 2026-02-13, workdays: 5}\n"
    text += "  expect: {due: 2026-02-27}\n"

    report = judge_through_workflows(clinic.settings, [case_file(tmp_path, text)])

    (failed,) = report.results
    assert [(each.field, each.expected, each.actual) for each in failed.differs] == [
        ("due", "2026-02-28", "2026-02-27")
    ]
    plan, misspelled = report.problems
    assert plan.line == 7
    assert "nobody advances" in plan.problem
    assert misspelled.line == 12
    assert "working_days" in misspelled.problem


@pytest.mark.long
def test_every_shipped_case_lives_as_it_is_written(clinic: Clinic) -> None:
    report = judge_through_workflows(clinic.settings, sorted(SHIPPED.glob("*.yaml")))

    assert differences(report) == {}
    assert report.problems == ()
    assert report.passed == 129
