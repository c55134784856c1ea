"""What the guides name is there: files, folders, commands, settings, alerts."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli import compose
from settings import CHECKOUT, PREFIX, Settings, variable

PAGES = sorted([*(CHECKOUT / "docs").rglob("*.md"), CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md"])
PATH = re.compile(r"`((?:\w+/)+[\w.-]*|\w+\.(?:py|md|toml))`")
INVOCATION = re.compile(r"(?:^    |`)lipei ([a-z-]+)(?: ([a-z-]+))?", re.MULTILINE)


def name_of(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


def commands() -> dict[str, set[str]]:
    """Commands of the command line, each with its verbs."""
    top: dict[str, object] = getattr(get_command(compose()), "commands", {})
    return {name: set(getattr(command, "commands", {})) for name, command in top.items()}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))

    assert not [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_paths_in_the_text_are_those_of_the_checkout(page: Path) -> None:
    text = page.read_text("utf-8")
    known = [CHECKOUT, CHECKOUT / "docs", CHECKOUT / "tests" / "workflows"]

    named = set(PATH.findall(text))
    assert not [name for name in named if not any((folder / name).exists() for folder in known)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_the_text_exist(page: Path) -> None:
    known = commands()

    for command, verb in INVOCATION.findall(page.read_text("utf-8")):
        assert command in known
        assert not known[command] or verb in known[command]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_settings_in_the_text_exist(page: Path) -> None:
    known = {variable(field) for field in Settings.model_fields}
    named = set(re.findall(rf"`({PREFIX}[A-Z_0-9]+)", page.read_text("utf-8")))

    assert not {name for name in named if name not in known and not name.endswith("_")}
