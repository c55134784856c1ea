"""Case files that cannot be read say where and why; the rest of the file is judged all the same."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from checks.comparison import Mismatch
from checks.entries import CaseEntry, StuckError
from checks.report import NO_RULE, judge
from tests.checks.case_text import A_CASE, case_file


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("id: T1", "id: 1", "cases.yaml:1: case 1 id is 1: write a name without blanks"),
        ("id: T1", "id: T 1", "id is 'T 1': write a name without blanks"),
        ("- id: T1\n ", "-", "cases.yaml:1: case 1 id is missing: add it"),
        ("  kind: APPOINTMENT_ARRANGED\n", "", "cases.yaml:1: T1 kind is missing: add it"),
        ("APPOINTMENT_ARRANGED", "PARTY", "cases.yaml:4: T1 kind is 'PARTY': write one of ADVANCE_CEILING"),
        ("kind: APPOINTMENT_ARRANGED", "kind: ADJUDICATION", "kind is 'ADJUDICATION': write one of"),
        ("kind: APPOINTMENT_ARRANGED", "kind: COMPLAINT\n  claim: {}", "T1 claim stands beside kind"),
        ("  expect: {due: 2026-09-29}\n", "", "cases.yaml:1: T1 expect is missing: add it"),
        ("expect: {due: 2026-09-29}", "expect: {}", "cases.yaml:6: T1 expect is empty"),
        ("expect: {due: 2026-09-29}", "expect: 2026-09-29", "expect is 2026-09-29: write a mapping"),
        ("inputs: {requested_on: 2026-09-24, working_days: 2}", "inputs: 3", "T1 inputs is 3"),
        ("says:", "remark:", "cases.yaml:2: T1 remark 'remark' is not known here"),
        (
            "2026-09-29}",
            "2026-10-10T16:00:00+08:00}",
            "T1 expect.due is a date-time without quotes",
        ),
        ("2026-09-29}", "12345.60}", "expect.due is the number 12345.6: quote amounts"),
        ("rules:", "on:", 'T1 has a key that YAML reads as True: quote it, such as "on"'),
        ("2026-09-29}", "2026-09-31}", "cases.yaml:6: 2026-09-31 is not possible"),
        ("says: Two", "says: [Two", "cases.yaml:"),
        ("says:", "kind: COMPLAINT\n  says:", "the key 'kind' is written twice here"),
        (A_CASE, "", "cases.yaml:1: the file holds no cases"),
        (A_CASE, "id: T1", "cases.yaml:1: the file holds no cases"),
        (A_CASE, "- T1", "case 1 is 'T1': write a mapping of fields"),
    ],
)
def test_a_case_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, written: str, instead: str, said: str
) -> None:
    report = judge([case_file(tmp_path, A_CASE.replace(written, instead, 1))])

    assert report.results == ()
    (problem,) = report.problems
    assert said in str(problem)


def test_an_id_that_comes_twice_names_both_lines(tmp_path: Path) -> None:
    report = judge([case_file(tmp_path, A_CASE + A_CASE)])

    assert report.passed == 1
    assert [str(problem) for problem in report.problems] == [
        f"{tmp_path}/cases.yaml:7: T1 id is the id of the case in line 1 too: choose another"
    ]


def test_the_same_id_in_two_files_is_fine(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()

    report = judge([case_file(tmp_path), case_file(tmp_path / "more")])

    assert (report.passed, report.problems) == (2, ())


def test_the_other_cases_of_a_file_are_judged(tmp_path: Path) -> None:
    bad = A_CASE.replace("T1", "T2").replace("working_days", "weeks")

    report = judge([case_file(tmp_path, A_CASE + bad + A_CASE.replace("T1", "T3"))])

    assert [result.entry.case_id for result in report.results] == ["T1", "T3"]
    assert [problem.line for problem in report.problems] == [11]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = judge([tmp_path / "none.yaml"]).problems

    assert "the file cannot be opened: No such file or directory" in str(problem)


def test_a_kind_without_a_rule_fails_and_says_so(tmp_path: Path) -> None:
    report = judge([case_file(tmp_path)], checks={})

    (mismatch,) = report.results[0].differs
    assert (mismatch.field, mismatch.expected, mismatch.actual) == ("kind", "APPOINTMENT_ARRANGED", NO_RULE)


def test_a_case_that_comes_to_no_answer_fails_and_the_others_are_judged(tmp_path: Path) -> None:
    def stuck(entry: CaseEntry) -> Mapping[str, object]:
        if entry.case_id == "T1":
            raise StuckError("the bank does not answer")
        return {"due": date(2026, 9, 29)}

    text = A_CASE + A_CASE.replace("T1", "T2")
    report = judge([case_file(tmp_path, text)], {"APPOINTMENT_ARRANGED": stuck})

    first, second = report.results
    assert first.differs == (Mismatch("case", "an answer", "the bank does not answer"),)
    assert second.passed
