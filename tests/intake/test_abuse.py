"""What damaged and costly files do to the process that reads them. `tests.web` sends the abuse list."""

import time
from collections.abc import Iterator

import pytest

from intake import cell
from intake.cells import Cells
from intake.pdf_forms import refuse_tangled
from intake.verdict import Refusal, RefusedFileError
from rules.vocabulary import Language
from tests.intake.damaged import judged
from tests.intake.files import a_pdf
from tests.intake.hostile import an_endless_drawing
from web.files.refused import WORDS, FileRefusedError

MUTATIONS = 5_000
LONGEST_SECONDS = 10.0
SLOWEST_SECONDS = 2.0
"""Until a file is refused."""


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


def test_forms_that_draw_each_other_are_counted_before_they_are_drawn() -> None:
    refuse_tangled(an_endless_drawing(depth=5))
    began = time.process_time()

    with pytest.raises(RefusedFileError, match="TOO_COSTLY"):
        refuse_tangled(an_endless_drawing())

    assert time.process_time() - began < SLOWEST_SECONDS / 10


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_tells_in_both_languages_what_to_do(refusal: Refusal) -> None:
    refused = FileRefusedError(refusal)

    assert set(WORDS) == set(Refusal)
    assert "请" in refused.said(Language.CHINESE) and "请" not in refused.said(Language.ENGLISH)
    assert ":" in refused.said(Language.ENGLISH)


@pytest.mark.long
def test_a_page_that_is_drawn_without_end_is_given_up(cells: Cells) -> None:
    before = verdict(cells, a_pdf())

    # The parser ends by time or, on a fast machine, by memory, which it cannot survive to tell of.
    assert verdict(cells, an_endless_drawing(name=b"#46orm")) in (Refusal.TOO_COSTLY, Refusal.BROKEN)
    assert before == "PDF"
    assert cell.WALL_SECONDS < LONGEST_SECONDS
    assert verdict(cells, a_pdf()) == "PDF", "the next file is read"


@pytest.mark.long
def test_five_thousand_damaged_files_end_no_process_and_hang_nowhere() -> None:
    found = judged(MUTATIONS)

    assert len(found) == MUTATIONS
    assert [each for each in found if each.said == "CRASHED"] == []
    assert max(each.seconds for each in found) < SLOWEST_SECONDS
    assert {"PDF", "JPEG", "BROKEN"} < {each.said for each in found}, "some are still sound"
