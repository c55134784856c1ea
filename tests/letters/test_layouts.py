"""A letter keeps the layout that it was sent in; new ones are set by the last."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from letters import released
from letters.kinds import LetterCode
from letters.kinds.letter import LAYOUT
from letters.pdf import render
from letters.samples import samples
from letters.stored import from_json, to_json
from letters.words import as_mail_page, document
from rules.vocabulary import Language

_KEPT = Path(__file__).parent / "kept"


def _kept(language: Language) -> dict[str, Any]:
    """A guarantee letter as it was stored when there was one layout and no letter named it."""
    content: dict[str, Any] = json.loads((_KEPT / f"LT-GOP.{language}.json").read_text("utf-8"))
    return content


@pytest.mark.parametrize(
    ("language", "sent"),
    [
        (Language.CHINESE, "9ef962c14bea9dcf7c1a1fde564fd38f51032aef768722d3f4e7a0d526e392ed"),
        (Language.ENGLISH, "8cefbb01b6c8ab8a0c572a3ffaaa6bea937c86bf424d72e9b1cccebd79f9de4e"),
    ],
)
def test_a_letter_of_the_first_layout_renders_as_it_was_sent(language: Language, sent: str) -> None:
    letter = from_json("LT-GOP", _kept(language))

    assert hashlib.sha256(render(letter)).hexdigest() == sent


def test_it_is_read_online_as_it_was() -> None:
    letter = from_json("LT-GOP", _kept(Language.CHINESE))
    now = from_json("LT-GOP", _kept(Language.CHINESE) | {"layout": LAYOUT})

    assert as_mail_page(document(letter)) == as_mail_page(document(now))


def test_a_new_letter_is_set_by_the_last_layout_and_says_so() -> None:
    last = max(int(path.parent.name[1:]) for path in (released.ROOM / "layout").glob("v*/letter.typ"))
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]

    assert to_json(letter)["layout"] == document(letter).layout == last
