"""The house keeps its walls: who may import whom, how large a file may be, whose packages are ours."""

import ast
import importlib
from collections import Counter
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "rules": set(),
    "models": {"rules"},
    "stores": {"rules", "models"},
    "letters": {"rules"},
    "intake": {"rules", "untrusted_xml"},
    "reading": {"rules", "intake", "untrusted_xml"},
    "activities": {"rules", "models", "stores", "letters", "intake", "reading", "untrusted_xml"},
    "workflows": {"rules", "activities"},
    "web": {"rules", "models", "stores", "letters", "intake", "workflows", "settings", "logs"},
    "embedded": {"settings", "untrusted_xml"},
    "checks": {"rules"},
}
"""The table of rooms; entry points, commands, tests and benchmarks may import everything."""

OURS = {*MAY_IMPORT, "calendar_worker", "cli", "commands", "logs", "settings", "untrusted_xml", "worker"}
LONGEST_FILE = 400
FULLEST_FOLDER = 50
BY_NAME = {"models", "models/migrations/versions"}
"""Folders that are looked up by name, not read through: one table a file, one change of them a file."""
ALSO_ALLOWED = {"rules": {"pydantic", "pydantic_core", "yaml"}}
STANDARD = set(__import__("sys").stdlib_module_names)


def sources(room: str) -> list[Path]:
    return sorted((HOUSE / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_the_table_allows(room: str) -> None:
    strangers = {
        f"{path.relative_to(HOUSE)} imports {name}"
        for path in sources(room)
        for name in (imported(path) & OURS) - MAY_IMPORT[room] - {room}
    }

    assert not strangers


def test_rules_stand_on_the_standard_library_and_the_parser_of_the_catalogue() -> None:
    strangers = {
        f"{path.relative_to(HOUSE)} imports {name}"
        for path in sources("rules")
        for name in imported(path) - STANDARD - ALSO_ALLOWED["rules"] - {"rules"}
    }

    assert not strangers


@pytest.mark.parametrize("room", ["plans", "deploy"])
def test_rooms_of_data_hold_no_python(room: str) -> None:
    assert not sources(room)


def test_no_file_outgrows_its_room() -> None:
    tracked = [path for room in OURS for path in (sources(room) or [HOUSE / f"{room}.py"])]
    tracked += sources("tests")
    tracked += (HOUSE / "web" / "templates").rglob("*.html")
    long = {
        str(path.relative_to(HOUSE))
        for path in tracked
        if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE
    }

    assert not long


def test_no_folder_is_crowded() -> None:
    folders = Counter(str(path.parent.relative_to(HOUSE)) for room in OURS for path in sources(room))

    assert not {name: held for name, held in folders.items() if held > FULLEST_FOLDER and name not in BY_NAME}


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_packages_are_this_house_and_not_somebody_elses(name: str) -> None:
    module = importlib.import_module(name)

    assert module.__file__ and Path(module.__file__).is_relative_to(HOUSE)
