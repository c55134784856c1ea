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


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """All that letters are made with, to be edited."""
    for folder in ("templates", "layout"):
        shutil.copytree(released.ROOM / folder, tmp_path / "letters" / folder)
    (tmp_path / "letters" / "faces").symlink_to(released.ROOM / "faces")
    return tmp_path / "letters"


def edit(path: Path, old: str, new: str) -> None:
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")


def test_an_edited_or_lost_version_is_named(room: Path) -> None:
    edit(room / "templates" / "LT-GOP" / "v1.zh.j2", "%}", "%} ")
    (room / "templates" / "LT-EOB" / "v1.en.j2").unlink()

    assert set(released.changed(room)) == {"templates/LT-GOP/v1.zh.j2", "templates/LT-EOB/v1.en.j2"}


@pytest.mark.parametrize("layout", ["letter.typ", "mail.html.j2", "fragment.html.j2"])
def test_an_edited_layout_of_paper_mail_or_page_is_named(room: Path, layout: str) -> None:
    path = room / "layout" / "v1" / layout
    path.write_text(path.read_text("utf-8") + " ", "utf-8")

    assert released.changed(room) == (f"layout/v1/{layout}",)


def test_a_new_value_adds_its_word_and_no_word_changes(room: Path) -> None:
    terms = room / "templates" / "terms" / "v1.en.j2"
    edit(terms, '"MALE": "Male"', '"MALE": "Male", "UNKNOWN": "Not stated"')
    assert released.changed(room) == ()

    edit(terms, '"Female"', '"Woman"')
    edit(terms, '"OBSERVATION": "Observation bed",', "")
    gone = {"sex.FEMALE", "room_class.OBSERVATION"}
    assert set(released.changed(room)) == {f"templates/terms/v1.en.j2#{each}" for each in gone}


def test_no_letter_is_worded_by_terms_of_which_a_word_changed(room: Path) -> None:
    edit(room / "templates" / "terms" / "v1.zh.j2", '"男"', '"男孩"')
    words = Environment(loader=Kept(room / "templates", released.released_in("templates")), autoescape=True)

    with pytest.raises(WordsChangedError, match=r"terms/v1\.zh\.j2#sex\.MALE was edited"):
        words.get_template("terms/v1.zh.j2")


def test_no_letter_is_worded_by_an_edited_version(tmp_path: Path) -> None:
    words = Environment(loader=Kept(tmp_path, {"v1.j2": "0" * 64}), autoescape=True)
    (tmp_path / "v1.j2").write_text("edited", "utf-8")
    (tmp_path / "v2.j2").write_text("new", "utf-8")

    with pytest.raises(WordsChangedError, match=r"v1\.j2 was edited after its release"):
        words.get_template("v1.j2")
    assert words.get_template("v2.j2").render() == "new"
