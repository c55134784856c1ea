"""Files that mean harm are refused by their reason, soon; the next is read as if nothing had been."""

import random
import resource
import time
from collections.abc import Iterator

import pytest

from intake.cells import Cells
from intake.verdict import Refusal, RefusedFileError
from rules.vocabulary import Language
from tests.intake.files import a_pdf
from tests.intake.hostile import HARMLESS, REFUSED, SEEDS, a_flate_bomb
from web.files.refused import WORDS, FileRefusedError

MUTATIONS = 5_000
LONGEST_SECONDS = 10.0


@pytest.fixture(scope="module")
def cells() -> Iterator[Cells]:
    cells = Cells(at_once=1)
    yield cells
    cells.close()


def verdict(cells: Cells, data: bytes) -> Refusal | str:
    try:
        return cells.inspect(data).file_type.name
    except RefusedFileError as refused:
        return refused.refusal


@pytest.mark.parametrize("name", REFUSED)
def test_what_means_harm_is_refused_by_its_reason(cells: Cells, name: str) -> None:
    make, reason = REFUSED[name]

    assert verdict(cells, make()) is reason


@pytest.mark.parametrize("name", HARMLESS)
def test_what_could_harm_elsewhere_is_a_dead_picture_here(cells: Cells, name: str) -> None:
    make, kind = HARMLESS[name]

    assert verdict(cells, make()) == kind


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_tells_in_both_languages_what_to_do(refusal: Refusal) -> None:
    refused = FileRefusedError(refusal)

    assert set(WORDS) == set(Refusal)
    assert "请" in refused.said(Language.CHINESE) and "请" not in refused.said(Language.ENGLISH)
    assert ":" in refused.said(Language.ENGLISH)


@pytest.mark.soak
def test_a_page_that_unpacks_without_end_is_given_up(cells: Cells) -> None:
    bomb, before = a_flate_bomb(), verdict(cells, a_pdf())
    began = time.monotonic()

    assert (before, verdict(cells, bomb)) == ("PDF", Refusal.TOO_COSTLY)
    assert time.monotonic() - began < LONGEST_SECONDS
    assert verdict(cells, a_pdf()) == "PDF", "the next file is read"


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_five_thousand_damaged_files_stop_nothing(cells: Cells) -> None:
    chance = random.Random(20261122)
    sound = [make() for make in SEEDS.values()]
    slowest = 0.0
    for number in range(MUTATIONS):
        damaged = bytearray(sound[number % len(sound)])
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        began = time.monotonic()
        verdict(cells, bytes(damaged))
        slowest = max(slowest, time.monotonic() - began)

    grown = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{MUTATIONS} damaged files, slowest {slowest:.2f} s, largest process {grown / 1024:.0f} MB")
    assert slowest < LONGEST_SECONDS
    assert verdict(cells, a_pdf()) == "PDF"
