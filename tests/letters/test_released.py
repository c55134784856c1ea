"""The words of a letter that was sent stay as they were: what they say next is a version of its own."""

import shutil
from pathlib import Path

import pytest
from jinja2 import Environment

from letters import released
from letters.released import Kept, WordsChangedError


def test_no_released_version_was_edited() -> None:
    assert released.changed() == (), "put these back, and write the next version beside them"


def test_every_version_is_on_the_list() -> None:
    assert released.unlisted() == (), "run python -m letters.released"


def test_an_edited_or_lost_version_is_named(tmp_path: Path) -> None:
    room = tmp_path / "letters"
    for folder in ("templates", "layout"):
        shutil.copytree(released.ROOM / folder, room / folder)
    edited = room / "templates" / "LT-GOP" / "v1.zh.j2"
    edited.write_text(edited.read_text("utf-8") + " ", "utf-8")
    (room / "templates" / "LT-EOB" / "v1.en.j2").unlink()

    assert set(released.changed(room)) == {"templates/LT-GOP/v1.zh.j2", "templates/LT-EOB/v1.en.j2"}


def test_no_letter_is_worded_by_an_edited_version(tmp_path: Path) -> None:
    words = Environment(loader=Kept(tmp_path, {"v1.j2": "0" * 64}), autoescape=True)
    (tmp_path / "v1.j2").write_text("edited", "utf-8")
    (tmp_path / "v2.j2").write_text("new", "utf-8")

    with pytest.raises(WordsChangedError, match=r"v1\.j2 was edited after its release"):
        words.get_template("v1.j2")
    assert words.get_template("v2.j2").render() == "new"
