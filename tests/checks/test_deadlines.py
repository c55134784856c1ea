"""Deadline cases are answered by the clocks that cases run on, beyond the worked examples too."""

from pathlib import Path

import pytest

from checks.comparison import NOT_COMPUTED
from checks.report import Report, judge
from tests.checks.case_text import case_file, deadline

CASES = Path(__file__).parents[2] / "plans" / "cases"


def judged(folder: Path, kind: str, inputs: str, expect: str) -> Report:
    return judge([case_file(folder, deadline(kind, inputs, expect))])


@pytest.mark.parametrize(("name", "count"), [("deadlines", 20), ("deadline_edges", 38)])
def test_every_shipped_deadline_passes(name: str, count: int) -> None:
    report = judge([CASES / f"{name}.yaml"])

    assert [result.entry.case_id for result in report.results if not result.passed] == []
    assert (report.passed, report.problems) == (count, ())


@pytest.mark.parametrize(
    ("kind", "inputs", "expect"),
    [
        ("PREAUTH_LATEST_REQUEST", "planned_on: 2025-10-09, lead_working_days: 5", "due: 2025-09-25"),
        ("PREAUTH_LATEST_REQUEST", "planned_on: 2027-01-04, lead_working_days: 1", "provisional: true"),
        ("PREAUTH_DECISION", "complete_on: 2026-03-09, working_days: 5, planned_on: 2026-06-01",
         "due: 2026-03-16, late: false"),
        ("PREAUTH_DECISION", "complete_on: 2026-10-10, working_days: 5, planned_on: 2026-10-12",
         "due: 2026-10-10, late: false"),
        ("PREAUTH_DECISION", "complete_on: 2026-10-11, working_days: 5, planned_on: 2026-10-12",
         "due: 2026-10-12, due_at: '2026-10-12T11:00:00+08:00', late: true"),
        ("ADVANCE_REVIEW", "complete_on: 2026-10-03, working_days: 1", "due: 2026-10-08"),
        ("ADVANCE_REVIEW", "complete_on: 2024-09-27, working_days: 3", "due: 2024-10-08"),
        ("REIMBURSEMENT_DECISION",
         "complete_on: 2026-09-18, working_days: 10, pauses: [{from: 2026-09-21, to: 2026-09-23}]",
         "due: 2026-10-12"),
        ("REIMBURSEMENT_DECISION", "complete_on: 2026-12-28, working_days: 30", "provisional: true"),
        ("STATUTORY_DETERMINATION", "received_on: 2026-08-20, calendar_days: 30",
         "due_internal: 2026-09-19, due_legal: 2026-09-20"),
        ("STATUTORY_DETERMINATION",
         "received_on: 2026-08-20, calendar_days: 30, pauses: [{from: 2026-08-27, to: 2026-09-08}, "
         "{from: 2026-09-01, to: 2026-09-10}, {from: 2026-09-20, to: 2026-09-21}]",
         "due_internal: 2026-10-04, due_legal: 2026-10-08"),
        ("STATUTORY_DETERMINATION",
         "received_on: 2026-08-20, calendar_days: 30, pauses: [{from: 2026-08-27, to: null}]",
         "due_internal: null, due_legal: null"),
        ("STATUTORY_DETERMINATION",
         "received_on: 2026-08-20, calendar_days: 30, pauses: [{from: 2026-09-20, to: 2026-09-28}]",
         "due_internal: 2026-09-19, due_legal: 2026-09-20"),
        ("REFUSAL_NOTICE", "decided_on: 2026-12-30, calendar_days: 3",
         "due_internal: 2027-01-02, due_legal: 2027-01-04, provisional: true"),
        ("PAYMENT_AFTER_AGREEMENT", "agreed_on: 2025-01-20, calendar_days: 10",
         "due_internal: 2025-01-30, due_legal: 2025-02-05"),
        ("APPOINTMENT_CANCEL_CUTOFF", "appointment_on: 2026-02-24, time: '12:30'",
         "cutoff: '2026-02-14T04:30:00Z'"),
        ("COMPLAINT", "received_on: 2026-09-21, calendar_days: 15, extended_days: 30, special_days: 60",
         "due_legal: 2026-10-08, extended_legal: 2026-10-21"),
        ("COMPLAINT", "received_on: 2026-09-21, calendar_days: 15",
         "due_internal: 2026-10-06, due_legal: 2026-10-08"),
        ("WAITING_PERIOD", "effective_on: 2024-02-28, days: 2",
         "last_waiting_day: 2024-02-29, covered_from: 2024-03-01"),
        ("WAITING_PERIOD", "effective_on: 2024-02-28, days: 0", "covered_from: 2024-02-28"),
    ],
)  # fmt: skip
def test_deadlines_beyond_the_examples(tmp_path: Path, kind: str, inputs: str, expect: str) -> None:
    report = judged(tmp_path, kind, inputs, expect)

    assert report.problems == ()
    assert [result.differs for result in report.results] == [()]


def test_a_wrong_date_fails_with_both_dates(tmp_path: Path) -> None:
    report = judged(tmp_path, "WORKING_DAYS", "from: 2026-02-13, working_days: 5", "due: 2026-02-26")

    (mismatch,) = report.results[0].differs
    assert (mismatch.field, mismatch.expected, mismatch.actual) == ("due", "2026-02-26", "2026-02-27")


def test_an_expected_field_that_no_rule_gives_is_a_failure(tmp_path: Path) -> None:
    report = judged(
        tmp_path, "WORKING_DAYS", "from: 2026-02-13, working_days: 5", "due: 2026-02-27, weather: fine"
    )

    (mismatch,) = report.results[0].differs
    assert (mismatch.field, mismatch.expected, mismatch.actual) == ("weather", "fine", NOT_COMPUTED)


@pytest.mark.parametrize(
    ("kind", "inputs", "said"),
    [
        ("WORKING_DAYS", "from: 2026-02-13", "cases.yaml:3: T1 inputs.working_days is missing"),
        ("WORKING_DAYS", "from: 2026-02-13, working_days: 0", "is 0: write a whole number from 1"),
        ("WORKING_DAYS", "from: 2026-02-13, working_days: true", "working_days is True"),
        ("WORKING_DAYS", "from: 2026-02-13, working_days: '5'", "working_days is '5'"),
        ("WORKING_DAYS", "from: 2026-02-13, working_days: 5, hours: 3", "'hours' is not known here"),
        ("WORKING_DAYS", "from: soon, working_days: 5", "inputs.from is 'soon': write a date such as"),
        ("WORKING_DAYS", "from: 0026-02-13, working_days: 5", "write a date from 1950 to 2199"),
        ("WORKING_DAYS", "from: '2026-02-30', working_days: 5", "2026-02-30 is not possible"),
        ("APPOINTMENT_CANCEL_CUTOFF", "appointment_on: 2026-10-12, time: 16:00",
         'inputs.time is 960: write a quoted time such as "16:00"'),
        ("APPOINTMENT_CANCEL_CUTOFF", "appointment_on: 2026-10-12, time: '24:00'", "is '24:00'"),
        ("STATUTORY_DETERMINATION", "received_on: 2026-08-20, calendar_days: 30, pauses: 3",
         "inputs.pauses is 3: write a list"),
        ("STATUTORY_DETERMINATION", "received_on: 2026-08-20, calendar_days: 30, pauses: [3]",
         "inputs.pauses[0] is 3: write a mapping"),
        ("STATUTORY_DETERMINATION",
         "received_on: 2026-08-20, calendar_days: 30, pauses: [{from: 2026-08-27, to: 2026-08-26}]",
         "inputs.pauses[0].to is 2026-08-26, before"),
        ("STATUTORY_DETERMINATION",
         "received_on: 2026-08-20, calendar_days: 30, pauses: [{from: 2026-08-27, until: 2026-08-28}]",
         "inputs.pauses[0].until 'until' is not known here"),
        ("REFUSAL_NOTICE", "decided_on: 2026-08-20, calendar_days: 3, pauses: []", "'pauses' is not known"),
        ("INTERIM_PAYMENT",
         "received_on: 2026-07-01, calendar_days: 60, claimed: 30000, ascertainable: '1.00'",
         'inputs.claimed is 30000: write a quoted amount'),
        ("INTERIM_PAYMENT",
         "received_on: 2026-07-01, calendar_days: 60, claimed: '30000.00', ascertainable: '-1.00'",
         "write an amount that is not negative"),
        ("INTERIM_PAYMENT",
         "received_on: 2026-07-01, calendar_days: 60, claimed: '3e4', ascertainable: '1.00'",
         "inputs.claimed '3e4' is not an amount"),
    ],
)  # fmt: skip
def test_inputs_that_are_wrong_are_named_with_their_line(
    tmp_path: Path, kind: str, inputs: str, said: str
) -> None:
    report = judged(tmp_path, kind, inputs, "due: 2026-02-27")

    assert report.results == ()
    (problem,) = report.problems
    assert said in str(problem)
