"""The glossary and the code have the same words."""

import inspect
import re
from enum import StrEnum

import pytest

from letters.kinds.code import LetterCode
from rules import vocabulary
from rules.deadlines import ClockKind
from rules.payments import vocabulary as payment_vocabulary
from rules.preauthorization.values import Stage
from rules.roles import Role
from settings import CHECKOUT
from tests.test_rooms import OURS

GLOSSARY = (CHECKOUT / "docs" / "glossary.md").read_text("utf-8")
ROWS = [line for line in GLOSSARY.splitlines() if line.startswith("| ")]
CHINESE = re.compile(r"[一-鿿]")
CLASSES = [
    found
    for module in (vocabulary, payment_vocabulary)
    for _, found in inspect.getmembers(module, inspect.isclass)
    if found.__module__ == module.__name__
]
WORDED_IN_LETTERS = {"DocumentKind", "AuthorizationType", "RoomClass"}


def first_cells() -> set[str]:
    return {row.split("|")[1].strip().strip("`") for row in ROWS}


def row_of(name: str) -> str:
    return next(row for row in ROWS if row.startswith(f"| `{name}` |"))


@pytest.mark.parametrize(
    "terms", [Stage, ClockKind, LetterCode, Role, vocabulary.Process], ids=lambda each: each.__name__
)
def test_every_value_has_a_row(terms: type[StrEnum]) -> None:
    assert {str(value) for value in terms} <= first_cells()


@pytest.mark.parametrize("found", CLASSES, ids=lambda each: each.__name__)
def test_every_class_of_the_shared_vocabulary_is_told_with_its_values(found: type[StrEnum]) -> None:
    row = row_of(found.__name__)

    if found.__name__ not in WORDED_IN_LETTERS and "see above" not in row:
        assert set(re.findall(r"`(\w+)` [一-鿿]", row)) == set(found)


def test_every_term_has_its_chinese_word() -> None:
    bare = [row for row in ROWS if not CHINESE.search(row) and " 中文 " not in row and "| Class |" not in row]

    assert not [row for row in bare if not re.fullmatch(r"[|\- ]+", row)]


def test_what_the_code_calls_it_is_in_the_code() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for room in OURS
        for path in (
            (CHECKOUT / room).rglob("*.py") if (CHECKOUT / room).is_dir() else [CHECKOUT / f"{room}.py"]
        )
    )
    named = {name for row in ROWS for name in re.findall(r"`([\w-]+)`", row)}

    words = set(re.findall(r"\w+", code))
    assert not {
        name for name in named if name not in words and not re.search(rf"\b{re.escape(name)}\b", code)
    }


def test_no_value_is_told_twice_in_one_table() -> None:
    tables = GLOSSARY.split("\n## ")

    for table in tables:
        cells = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| `")]
        assert len(cells) == len(set(cells)), table.splitlines()[0]
