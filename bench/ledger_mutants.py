"""What the tests of the ledger notice: `python -m bench.ledger_mutants [most] [seed]`.

Makes one change at a time to what moves money (the functions of the database, the statements of
`stores/benefits`, and the Python around them) and runs the ledger's tests on Postgres until one of them
fails. Prints a line for each change as it goes: the test that noticed it, or the change that nobody noticed,
which needs a test, or a reason why it is harmless.
"""

import importlib
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import psycopg
import pytest
from _pytest.runner import runtestprotocol

from tests.database import plain

TESTS = (
    "tests/stores/test_ledger_settlements.py",
    "tests/stores/test_ledger_reserves.py",
    "tests/stores/test_shared_reserves.py",
    "tests/stores/test_ledger_under_its_lock.py",
    "tests/stores/test_accounts.py",
    "tests/stores/test_reopenings.py",
    "tests/stores/test_ledger_against_a_model.py::test_the_ledger_agrees_with_a_model",
    "tests/stores/test_ledger_races.py",
)
FUNCTIONS = ("ledger_reserve", "ledger_resolve", "ledger_consume", "ledger_reverse", "year_version")
MODULES = tuple(f"stores.benefits.{name}" for name in ("ledger", "posting", "reserve_needs", "accounts"))
STATEMENT = r"\b(SELECT|INSERT|UPDATE)\b"
SQL = (
    (r" \+ ", " - "),
    (r" - ", " + "),
    (r"<=", "<"),
    (r">=", ">"),
    (r"(?<![<>:=-])>(?!=)", ">="),
    (r"(?<![<>:=])<(?![=>])", "<="),
    (r"<>", "="),
    (r"\bgreatest\(", "least("),
    (r"\bleast\(", "greatest("),
    (r"\bIF NOT FOUND\b", "IF FOUND"),
    (r"\bIF FOUND\b", "IF NOT FOUND"),
    (r"\bIS NOT NULL\b", "IS NULL"),
    (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bAND\b", "OR"),
    (r"\bOR\b(?! REPLACE)", "AND"),
    (r"'OPEN'", "'RELEASED'"),
    (r"'CONSUMED'", "'RELEASED'"),
    (r", 0\)", ", 1)"),
    (r"\+ 1\b", "+ 2"),
    (r"FOR NO KEY UPDATE( OF \w+)?", ""),
    (r"max\(", "min("),
    (r"sum\(", "max("),
)
PYTHON = (
    (r"<=", "<"),
    (r">=", ">"),
    (r" < ", " <= "),
    (r" == ", " != "),
    (r" != ", " == "),
    (r" \+ ", " - "),
    (r" - ", " + "),
    (r"\band\b", "or"),
    (r"\bor\b", "and"),
    (r"\bif not\b", "if"),
    (r"\bis None\b", "is not None"),
    (r"\bis not None\b", "is None"),
    (r"=False\b", "=True"),
    (r"=0\b", "=1"),
    (r"row\[0\]", "row[-1]"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: what it touches, its line before and after, and how it is put in and taken out."""

    place: str
    before: str
    after: str
    put: Callable[[str], None]
    undo: Callable[[str], None]


def changes(text: str, rules: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str, str]]:
    """The text after each change, with the line that changed before and after it; docstrings stay."""
    words = [each.span() for each in re.finditer(r'""".*?"""', text, re.DOTALL)]
    for pattern, put in rules:
        for found in re.finditer(pattern, text):
            if any(first <= found.start() < last for first, last in words):
                continue
            begin, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
            end = len(text) if end < 0 else end
            line = text[begin : found.start()] + put + text[found.end() : end]
            yield text[: found.start()] + put + text[found.end() :], text[begin:end].strip(), line.strip()


def of_functions(server: str) -> Iterator[Mutant]:
    """Changes to the functions of the database."""
    for name in FUNCTIONS:
        with psycopg.connect(f"{server}/migrated") as connection:
            asked = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s"
            row = connection.execute(asked, [name]).fetchone()
        assert row is not None
        whole: str = row[0]
        for text, before, after in changes(whole, SQL):
            if not before.startswith(("--", "CREATE")):
                yield Mutant(name, before, after, _makes(text), _makes(whole))


def _makes(definition: str) -> Callable[[str], None]:
    def make(server: str) -> None:
        for database in _databases(server):
            with psycopg.connect(f"{server}/{database}", autocommit=True) as connection:
                connection.execute(definition.encode())

    return make


def _databases(server: str) -> list[str]:
    """What tests copy their databases from."""
    ours = "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template.)$'"
    with psycopg.connect(f"{server}/postgres") as connection:
        return [name for (name,) in connection.execute(ours)]


def of_modules() -> Iterator[Mutant]:
    """Changes to the code and the statements of the stores; docstrings stay."""
    for name in MODULES:
        module = importlib.import_module(name)
        source = Path(module.__file__ or "").read_text("utf-8")
        for text, before, after in changes(source, PYTHON):
            changed = _changed_code(module, text)
            if changed is not None:
                function, code = changed
                yield Mutant(name, before, after, _codes(function, code), _codes(function, function.__code__))
        for constant, value in vars(module).items():
            if isinstance(value, str) and constant.startswith("_") and re.search(STATEMENT, value):
                for text, before, after in changes(value, SQL):
                    yield Mutant(
                        f"{name}.{constant}", before, after, _sets(module, constant, text),
                        _sets(module, constant, value),
                    )  # fmt: skip


def _changed_code(module: ModuleType, text: str) -> tuple[FunctionType, CodeType] | None:
    """The function whose code the change touches; None where it is a comment, a type or broken."""
    try:
        made: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
        exec(compile(text, str(module.__file__), "exec", dont_inherit=True), made)
    except Exception:  # noqa: BLE001 - a change that does not run is none
        return None
    for name, function in vars(module).items():
        other = made.get(name)
        if isinstance(function, FunctionType) and isinstance(other, FunctionType):
            mine = function.__module__ == module.__name__
            if mine and (function.__code__.co_code, function.__code__.co_consts) != (
                other.__code__.co_code,
                other.__code__.co_consts,
            ):
                return function, other.__code__
    return None


def _codes(function: FunctionType, code: CodeType) -> Callable[[str], None]:
    def put(_server: str) -> None:
        function.__code__ = code

    return put


def _sets(module: ModuleType, name: str, value: str) -> Callable[[str], None]:
    def put(_server: str) -> None:
        setattr(module, name, value)

    return put


class Hunt:
    """A run of the tests that goes over them once for each mutant."""

    def __init__(self, most: int, seed: int) -> None:
        """Hold how many to draw."""
        self._most, self._seed = most, seed
        self._server = ""

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Learn where the server is."""
        answer: Any = yield
        if fixturedef.argname == "postgres":
            self._server = answer.get_result()

    def pytest_sessionstart(self) -> None:
        """A failing model would be shrunk for minutes, and all that is asked is whether it fails."""
        hypothesis = importlib.import_module("hypothesis")
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("hunt", phases=phases)
        hypothesis.settings.load_profile("hunt")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """First without a change, then with each."""
        items = session.items
        failing = self._first_failing(items)
        assert failing is None, f"{failing} fails without a change"
        server = plain(self._server)
        every = [*of_functions(server), *of_modules()]
        random.Random(self._seed).shuffle(every)
        drawn = every[: self._most]
        print(f"\n{len(every)} changes, {len(drawn)} drawn with seed {self._seed}", flush=True)
        seen = 0
        for number, mutant in enumerate(drawn, 1):
            mutant.put(server)
            failing = self._first_failing(items)
            mutant.undo(server)
            seen += failing is not None
            verdict = failing or f"NOT NOTICED: {mutant.before}  ->  {mutant.after}"
            print(f"{seen} of {number}  {mutant.place}  {verdict}", flush=True)
        failing = self._first_failing(items)
        assert failing is None, f"{failing} fails after all changes were taken out"
        return True

    @staticmethod
    def _first_failing(items: list[pytest.Item]) -> str | None:
        for place, item in enumerate(items):
            request: Any = item
            request._initrequest()
            later = items[place + 1] if place + 1 < len(items) else items[0]
            reports = runtestprotocol(item, nextitem=later, log=False)
            if any(report.failed for report in reports):
                request.session._setupstate.teardown_exact(items[0])
                return item.nodeid
        return None


def main(most: int = 150, seed: int = 20261122) -> None:
    """Runs and prints."""
    marks = ["-m", "not long and not soak"]
    sys.exit(pytest.main(["-q", "-s", "-p", "no:cacheprovider", *marks, *TESTS], plugins=[Hunt(most, seed)]))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
