"""The pages of `docs/` that are written from the code say what the code says."""

import re
from pathlib import Path

import pytest

from commands.reference import pages, reference
from rules.preauthorization.values import Stage
from settings import CHECKOUT, Settings, variable
from workflows.pre_authorization import TABLE

DOCS = CHECKOUT / "docs"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_written_page_is_as_the_code_has_it(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run `lipei reference`"


def test_no_page_of_a_process_is_left_from_before() -> None:
    there = {f"processes/{path.name}" for path in (DOCS / "processes").iterdir()}

    assert there == {name for name in pages() if name.startswith("processes/")}


def test_every_setting_has_a_line_that_tells_no_secret_and_no_path_of_this_machine() -> None:
    page = pages()["settings.md"]

    assert {variable(field) for field in Settings.model_fields} == set(re.findall(r"^\| `(\w+)`", page, re.M))
    assert "| `LIPEI_S3_SECRET_KEY` | (secret) |" in page
    assert str(CHECKOUT) not in page


def test_every_move_and_every_stage_of_the_process_is_told() -> None:
    page = pages()["processes/pre-authorization.md"]

    assert len(re.findall(r"^\| [^|]+\| `[A-Z_]+` \|", page.split("## By stage")[0], re.M)) == len(TABLE.rows)
    assert all(f"`{stage}`" in page for stage in Stage)


def test_the_pages_can_be_written_elsewhere(tmp_path: Path) -> None:
    reference(tmp_path)

    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.md")} == set(pages())
