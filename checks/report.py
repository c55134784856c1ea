"""Judges the cases of several files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from checks.case_files import Problem, problem_of, read_cases
from checks.comparison import Mismatch, mismatches
from checks.entries import CaseEntry, FieldProblemError
from checks.registry import CHECKS, Check

NO_RULE = "no rule yet"


@dataclass(frozen=True, slots=True)
class Result:
    """One case judged; it passed when nothing differs."""

    entry: CaseEntry
    differs: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether every expected field came out as expected."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Report:
    """All cases in the order of the files, and what could not be read."""

    results: tuple[Result, ...]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return sum(result.passed for result in self.results)

    @property
    def failed(self) -> int:
        """How many cases did not."""
        return len(self.results) - self.passed


def judge(files: Iterable[Path], checks: Mapping[str, Check] = CHECKS) -> Report:
    """Every case that can be read is judged, also where others in its file cannot."""
    results: list[Result] = []
    problems: list[Problem] = []
    for file in files:
        cases = read_cases(file)
        problems.extend(cases.problems)
        for entry in cases.entries:
            try:
                results.append(Result(entry, _differs(entry, checks)))
            except FieldProblemError as error:
                problems.append(problem_of(entry.sourced, file, entry.position, error))
    return Report(
        tuple(results), tuple(sorted(problems, key=lambda problem: (str(problem.file), problem.line)))
    )


def _differs(entry: CaseEntry, checks: Mapping[str, Check]) -> tuple[Mismatch, ...]:
    check = checks.get(entry.kind)
    if check is None:
        return (Mismatch("kind", entry.kind, NO_RULE),)
    return tuple(mismatches(entry.expected, check(entry)))
