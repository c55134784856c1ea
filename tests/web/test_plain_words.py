"""What families and hospitals read of a case: every clock in plain words, and no number of our own rules."""

import pytest

from rules.deadlines import ClockKind
from rules.vocabulary import Language
from web.templating import module

SIDES = {"OWN_FAMILY": "you", "OWN_HOSPITAL": "the family"}


@pytest.mark.parametrize("language", Language)
def test_every_clock_is_told_in_plain_words(language: Language) -> None:
    told = module("plain_words.html", language).waits

    assert set(told) == set(ClockKind)
    assert all(len(words) > 4 for words in told.values())


@pytest.mark.parametrize("relation", SIDES)
def test_who_is_spoken_to_is_the_reader(relation: str) -> None:
    told = module("plain_words.html", Language.ENGLISH, me={"relation": relation}).waits

    assert f"Somebody calls {SIDES[relation]} first." == told[ClockKind.ADVANCE_CONTACT]


@pytest.mark.parametrize(("relation", "numbers"), [("STAFF", True), *((each, False) for each in SIDES)])
def test_a_number_of_our_own_rules_is_for_staff(relation: str, numbers: bool) -> None:
    parts = module("case_parts.html", Language.CHINESE, me={"relation": relation})

    told = str(parts.cited(("R-025", "policy schedule")))
    assert "保单明细表" in told
    assert ("R-025" in told) is numbers
