"""Reads case files: a list of cases, each with an id, what it calls for, and what it expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from checks.entries import CaseEntry, FieldPath, FieldProblemError, Fields, shown
from checks.registry import ADJUDICATION, KINDS
from rules.catalogue.source_lines import Sourced
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of a file that cannot be used as it stands."""

    file: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of a file that can be judged, and everything that is wrong with the rest."""

    entries: tuple[CaseEntry, ...]
    problems: tuple[Problem, ...]


def read_cases(file: Path) -> CaseFile:
    """The cases of a file, never raising: what cannot be read is among the problems."""
    try:
        sourced = read_yaml_file(file)
    except UnreadableFileError as error:
        return CaseFile((), (Problem(file, error.line, error.problem),))
    if not isinstance(sourced.data, list) or not sourced.data:
        return CaseFile((), (Problem(file, 1, "the file holds no cases: write a list of them"),))
    entries: list[CaseEntry] = []
    problems: list[Problem] = []
    for position, value in enumerate(sourced.data):
        try:
            entries.append(_entry(file, sourced, position, value, entries))
        except FieldProblemError as error:
            problems.append(problem_of(sourced, file, position, error))
    return CaseFile(tuple(entries), tuple(problems))


def problem_of(sourced: Sourced, file: Path, position: int, error: FieldProblemError) -> Problem:
    """The problem at its line, led by the id of its case and the field."""
    place = sourced.place((position, *error.path))
    value = sourced.data[position]
    case_id = value.get("id") if isinstance(value, dict) else None
    name = case_id if isinstance(case_id, str) else f"case {position + 1}"
    where = " ".join([name, *([_dotted(error.path)] if error.path else [])])
    return Problem(file, place.line if place else 1, f"{where} {error.problem}")


def _dotted(path: FieldPath) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _entry(file: Path, sourced: Sourced, position: int, value: object, earlier: list[CaseEntry]) -> CaseEntry:
    fields = Fields.of(value, ())
    _refuse_misread(value, ())
    case_id = _case_id(fields, earlier)
    place = sourced.place((position,))
    return CaseEntry(
        file=file,
        line=place.line if place else 1,
        case_id=case_id,
        kind=_kind(fields),
        values=fields.values,
        expected=_expected(fields),
        sourced=sourced,
        position=position,
    )


def _case_id(fields: Fields, earlier: list[CaseEntry]) -> str:
    case_id = fields.take("id")
    if not isinstance(case_id, str) or not case_id.strip() or case_id != "".join(case_id.split()):
        raise FieldProblemError(("id",), f"is {shown(case_id)}: write a name without blanks such as E57")
    for entry in earlier:
        if entry.case_id == case_id:
            raise FieldProblemError(
                ("id",), f"is the id of the case in line {entry.line} too: choose another"
            )
    return case_id


def _kind(fields: Fields) -> str:
    if fields.has("claim") and not fields.has("kind"):
        return ADJUDICATION
    if fields.has("claim"):
        raise FieldProblemError(
            ("claim",), "stands beside kind: only an adjudication has a claim, and no kind"
        )
    kind = fields.take("kind")
    if kind not in KINDS - {ADJUDICATION}:
        known = ", ".join(sorted(KINDS - {ADJUDICATION}))
        raise FieldProblemError(("kind",), f"is {shown(kind)}: write one of {known}")
    return str(kind)


def _expected(fields: Fields) -> dict[Any, object]:
    expected = Fields.of(fields.take("expect"), ("expect",)).values
    if not expected:
        raise FieldProblemError(("expect",), "is empty: write at least one field")
    return dict(expected)


def _refuse_misread(value: object, path: FieldPath) -> None:
    """Values that YAML 1.1 read as something else than was written, because quotes are missing."""
    for step, item in _parts(value):
        inner = (*path, step)
        if isinstance(step, bool):
            raise FieldProblemError(path, f'has a key that YAML reads as {step}: quote it, such as "on"')
        if isinstance(item, datetime):
            raise FieldProblemError(
                inner, f'is a date-time without quotes: write "{item.isoformat()}" in quotes'
            )
        if isinstance(item, float):
            raise FieldProblemError(inner, f'is the number {item}: quote amounts and rates, such as "0.50"')
        _refuse_misread(item, inner)


def _parts(value: object) -> Iterator[tuple[Any, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
