"""`lipei check`: judge case files by the rules that cases run on."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, print_json, say

if TYPE_CHECKING:
    from checks.comparison import Mismatch
    from checks.report import Report, Result


def check(
    files: Annotated[
        list[Path], typer.Argument(help="Case files: adjudications, settlements and deadlines, also mixed.")
    ],
    through_workflows: Annotated[
        bool,
        typer.Option(
            "--through-workflows",
            help="Live every case on the running stack, in case time; children and hospitals that "
            "begin with CF stay there.",
        ),
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Judge case files: exit 0 when all cases pass, 1 when one fails, 2 when a file cannot be read."""
    from checks.report import judge

    report = _lived(home, files, quiet=as_json) if through_workflows else judge(files)
    if as_json:
        print_json(_for_machines(report))
    elif through_workflows:
        typer.echo(f"{report.passed} passed, {report.failed} failed")
    else:
        _print_lines(report)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        raise typer.Exit(Exit.BAD_INPUT)
    if report.failed:
        raise typer.Exit(Exit.FAILED)


def _lived(home: "Path | None", files: list[Path], *, quiet: bool) -> "Report":
    """Every case on the stack; a row of the table as soon as it has lived."""
    with errors_as_sentences():
        from commands.lived.registry import judge_through_workflows
        from commands.sample import load_sample, require_running
        from settings import load

        settings = load(home)
        require_running(settings)
        load_sample(settings)
        if not quiet:
            typer.echo(_row("ID", "KIND", "THROUGH", "RESULT", "DIFFERENCE"))
        return judge_through_workflows(settings, files, lambda each: None if quiet else _print_row(each))


def _print_row(result: "Result") -> None:
    from commands.lived.registry import through

    kind = result.entry.kind
    differs = "; ".join(_difference(each) for each in result.differs)
    answer = "PASS" if result.passed else "FAIL"
    typer.echo(_row(result.entry.case_id, kind, through(kind), answer, differs))


def _difference(each: "Mismatch") -> str:
    return f"{each.field}: {_word(each.expected)} expected, {_word(each.actual)} came"


def _row(case_id: str, kind: str, through: str, answer: str, differs: str) -> str:
    return f"{case_id:<12}{kind:<28}{through:<10}{answer:<8}{differs}".rstrip()


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
