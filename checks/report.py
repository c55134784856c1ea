"""Judges the cases of several files."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from checks.case_files import Problem, problem_of, read_cases
from checks.comparison import Mismatch, mismatches
from checks.entries import CaseEntry, FieldProblemError, StuckError
from checks.registry import CHECKS, Check

NO_RULE = "no rule yet"
AN_ANSWER = "an answer"


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


def judge(
    files: Iterable[Path],
    checks: Mapping[str, Check] = CHECKS,
    *,
    at_once: int = 1,
    heard: Callable[[Result], None] = lambda _: None,
) -> Report:
    """Every case that can be read is judged, also where others in its file cannot.

    ``at_once`` cases are judged side by side; ``heard`` gets each result in the order of the files.
    """
    entries: list[CaseEntry] = []
    problems: list[Problem] = []
    for file in files:
        cases = read_cases(file)
        problems.extend(cases.problems)
        entries.extend(cases.entries)
    results: list[Result] = []
    with ThreadPoolExecutor(at_once, thread_name_prefix="check") as pool:
        for answer in pool.map(lambda entry: _judged(entry, checks), entries):
            if isinstance(answer, Problem):
                problems.append(answer)
            else:
                results.append(answer)
                heard(answer)
    return Report(
        tuple(results), tuple(sorted(problems, key=lambda problem: (str(problem.file), problem.line)))
    )


def _judged(entry: CaseEntry, checks: Mapping[str, Check]) -> Result | Problem:
    try:
        return Result(entry, _differs(entry, checks))
    except FieldProblemError as error:
        return problem_of(entry.sourced, entry.file, entry.position, error)


def _differs(entry: CaseEntry, checks: Mapping[str, Check]) -> tuple[Mismatch, ...]:
    check = checks.get(entry.kind)
    if check is None:
        return (Mismatch("kind", entry.kind, NO_RULE),)
    try:
        return tuple(mismatches(entry.expected, check(entry)))
    except StuckError as stuck:
        return (Mismatch("case", AN_ANSWER, str(stuck)),)
