"""`lipei check`: judge case files by the rules that cases run on."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Exit, Json, print_json, say

if TYPE_CHECKING:
    from checks.report import Report, Result


def check(
    files: Annotated[
        list[Path], typer.Argument(help="Case files: adjudications, settlements and deadlines, also mixed.")
    ],
    as_json: Json = False,
) -> None:
    """Judge case files: exit 0 when all cases pass, 1 when one fails, 2 when a file cannot be read."""
    from checks.report import judge

    report = judge(files)
    if as_json:
        print_json(_for_machines(report))
    else:
        _print_lines(report)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        raise typer.Exit(Exit.BAD_INPUT)
    if report.failed:
        raise typer.Exit(Exit.FAILED)


def _print_lines(report: "Report") -> None:
    for result in report.results:
        typer.echo(_line(result))
    typer.echo(f"{report.passed} passed, {report.failed} failed")


def _line(result: "Result") -> str:
    if result.passed:
        return f"PASS {result.entry.case_id}"
    fields = (f"{m.field} {_word(m.expected)} {_word(m.actual)}" for m in result.differs)
    return f"FAIL {result.entry.case_id} {'; '.join(fields)}"


def _word(value: object) -> str:
    """A value in one word where it is one, else as JSON."""
    if isinstance(value, str) and value and not any(mark.isspace() or mark in ";\"'" for mark in value):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _for_machines(report: "Report") -> dict[str, object]:
    return {
        "passed": report.passed,
        "failed": report.failed,
        "results": [_result(result) for result in report.results],
        "problems": [
            {"file": str(problem.file), "line": problem.line, "problem": problem.problem}
            for problem in report.problems
        ],
    }


def _result(result: "Result") -> dict[str, object]:
    return {
        "id": result.entry.case_id,
        "kind": result.entry.kind,
        "file": str(result.entry.file),
        "line": result.entry.line,
        "passed": result.passed,
        "differs": [{"field": m.field, "expected": m.expected, "actual": m.actual} for m in result.differs],
    }
