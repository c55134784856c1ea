"""A stored letter comes back equal and renders as it did."""

import json
from typing import Any

import pytest

from letters.kinds import Letter, LetterCode
from letters.pdf import render
from letters.samples import samples
from letters.stored import StoredLetterError, from_json, to_json
from rules.vocabulary import Language

EVERY_LETTER = [
    pytest.param(letter, id=f"{code}.{language}")
    for language in Language
    for code, letter in samples(language).items()
]


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_a_letter_survives_being_stored(letter: Letter) -> None:
    stored = json.loads(json.dumps(to_json(letter)))

    assert from_json(letter.code, stored) == letter


def test_a_stored_guarantee_renders_the_same_bytes() -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]

    again = from_json("LT-GOP", json.loads(json.dumps(to_json(letter))))

    assert render(again) == render(letter)


def test_a_stored_letter_names_its_template_version() -> None:
    assert to_json(samples(Language.CHINESE)[LetterCode.GUARANTEE])["template_version"] == "1"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ceiling": "39600.50"}, r"LT-GOP\.ceiling is '39600\.50': it should be int"),
        ({"ceiling": True}, r"LT-GOP\.ceiling is True"),
        ({"planned_on": "2026-13-01"}, r"LT-GOP\.planned_on is '2026-13-01'"),
        ({"language": "fr"}, r"LT-GOP\.language is 'fr'"),
        ({"insured": "somebody"}, r"LT-GOP\.insured should be an object"),
        ({"surprise": 1}, "LT-GOP has fields that GuaranteeLetter has not: surprise"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(change: dict[str, Any], message: str) -> None:
    stored = to_json(samples(Language.CHINESE)[LetterCode.GUARANTEE]) | change

    with pytest.raises(StoredLetterError, match=message):
        from_json("LT-GOP", stored)


def test_a_missing_field_is_named() -> None:
    stored = to_json(samples(Language.CHINESE)[LetterCode.GUARANTEE])
    del stored["ceiling"]

    with pytest.raises(StoredLetterError, match="ceiling"):
        from_json("LT-GOP", stored)
