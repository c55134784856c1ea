"""`lipei check`: what it prints and how it ends."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from commands.check import check
from tests.checks.case_text import A_CASE, case_file

PASSING = A_CASE
FAILING = A_CASE.replace("T1", "T2").replace("2026-09-29", "2026-09-28")
UNREADABLE = A_CASE.replace("T1", "T3").replace("working_days", "weeks")


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(check)
    return CliRunner().invoke(app, arguments)


def test_cases_that_pass_end_with_0(tmp_path: Path) -> None:
    ended = run(str(case_file(tmp_path)))

    assert ended.exit_code == 0
    assert ended.stdout.splitlines() == ["PASS T1", "1 passed, 0 failed"]


def test_a_case_that_fails_is_one_line_with_field_expected_and_actual(tmp_path: Path) -> None:
    ended = run(str(case_file(tmp_path, PASSING + FAILING)))

    assert ended.exit_code == 1
    assert ended.stdout.splitlines() == [
        "PASS T1",
        "FAIL T2 due 2026-09-28 2026-09-29",
        "1 passed, 1 failed",
    ]


def test_several_fields_that_differ_share_the_line(tmp_path: Path) -> None:
    ended = run(str(case_file(tmp_path, FAILING.replace("2026-09-28}", "2026-09-28, pay: a lot}"))))

    assert ended.stdout.splitlines()[0] == ('FAIL T2 due 2026-09-28 2026-09-29; pay "a lot" "(not computed)"')


def test_a_file_that_cannot_be_read_ends_with_2_and_names_file_and_line(tmp_path: Path) -> None:
    file = case_file(tmp_path, PASSING + FAILING + UNREADABLE)

    ended = run(str(file))

    assert ended.exit_code == 2
    assert ended.stdout.splitlines()[-1] == "1 passed, 1 failed"
    assert ended.stderr.splitlines() == [f"{file}:17: T3 inputs.working_days is missing: add it"]


def test_a_missing_file_ends_with_2(tmp_path: Path) -> None:
    ended = run(str(tmp_path / "none.yaml"))

    assert ended.exit_code == 2
    assert "none.yaml:1: the file cannot be opened" in ended.stderr


def test_no_file_at_all_ends_with_2() -> None:
    assert run().exit_code == 2


def test_results_for_machines_hold_the_same(tmp_path: Path) -> None:
    file = case_file(tmp_path, PASSING + FAILING + UNREADABLE)

    ended = run("--json", str(file))

    report = json.loads(ended.stdout)
    assert ended.exit_code == 2
    assert (report["passed"], report["failed"]) == (1, 1)
    assert report["results"][1] == {
        "id": "T2",
        "kind": "APPOINTMENT_ARRANGED",
        "file": str(file),
        "line": 7,
        "passed": False,
        "differs": [{"field": "due", "expected": "2026-09-28", "actual": "2026-09-29"}],
    }
    assert report["problems"] == [
        {"file": str(file), "line": 17, "problem": "T3 inputs.working_days is missing: add it"}
    ]


@pytest.mark.parametrize("name", ["deadlines"])
def test_the_shipped_cases_pass(name: str) -> None:
    ended = run(str(Path(__file__).parents[2] / "plans" / "cases" / f"{name}.yaml"))

    assert ended.exit_code == 0
    assert ended.stdout.endswith("20 passed, 0 failed\n")
