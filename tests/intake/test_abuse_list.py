"""Every number of the abuse list has tests, and every file that was made for it is sent by one."""

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.intake.abuse_list import TESTS
from tests.intake.hostile import HARMLESS, NAMES, REFUSED
from tests.web.test_awkward_uploads import AWKWARD

ROOT = Path(__file__).resolve().parent.parent
ENTRIES: dict[str, Collection[str]] = {
    "REFUSED": REFUSED,
    "HARMLESS": HARMLESS,
    "NAMES": NAMES,
    "AWKWARD": AWKWARD,
}
_NAME = re.compile(r"(?P<file>[\w/]+\.py)::(?P<test>\w+)(?:\[(?P<entry>.+)])?")


@cache
def within(file: str) -> dict[str, set[str]]:
    """The tests of a file, each with the names that it uses, among them what it goes through."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {
        each.name: {used.id for used in ast.walk(each) if isinstance(used, ast.Name)}
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
    }


def what_is_missing(name: str) -> str:
    """What of a test that is named is not there; empty where all is."""
    found = _NAME.fullmatch(name)
    if not found or not (ROOT / found["file"]).exists():
        return "no such file"
    used = within(found["file"]).get(found["test"])
    if used is None:
        return "no such test"
    if found["entry"] and not any(found["entry"] in ENTRIES[each] for each in used & ENTRIES.keys()):
        return "no such entry"
    return ""


def sent() -> Iterator[str]:
    """Each entry that some test goes through."""
    for names in TESTS.values():
        yield from (found["entry"] for each in names if (found := _NAME.fullmatch(each)) and found["entry"])


def test_every_number_has_its_tests_and_each_of_them_is_there() -> None:
    missing = {name: why for names in TESTS.values() for name in names if (why := what_is_missing(name))}

    assert sorted(TESTS) == list(range(1, 71)) and all(TESTS.values())
    assert missing == {}


def test_whatever_was_made_for_the_list_stands_on_it() -> None:
    made = {entry for entries in ENTRIES.values() for entry in entries}

    assert made == set(sent())
    assert all(f"{entry} ".startswith(f"{number} ") for number, entry in numbered())


def numbered() -> Iterator[tuple[int, str]]:
    """Each entry with the number that it stands at."""
    for number, names in TESTS.items():
        for each in names:
            found = _NAME.fullmatch(each)
            if found and found["entry"]:
                yield number, found["entry"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("web/test_nothing.py::test_a", "no such file"),
        ("intake/test_scanner.py::test_gone", "no such test"),
        (
            "web/test_documents.py::test_a_role_that_hands_in_nothing_is_refused[6 two endings]",
            "no such entry",
        ),
    ],
)
def test_a_test_that_is_gone_is_noticed(name: str, why: str) -> None:
    assert what_is_missing(name) == why
