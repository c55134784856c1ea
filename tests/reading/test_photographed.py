"""Photographs of papers, read by the models in a process of their own."""

import io
import random

import pytest
from PIL import Image, ImageEnhance

from reading.apart import NotReadError, read_apart
from reading.pictures import difference_hash
from rules.findings.elsewhere import NEAR, bands, distance
from rules.findings.reading import FieldName, Means, PaperKind
from tests.reading.made.papers import a_paper
from tests.reading.made.photographs import photograph, printed


def test_a_photographed_claim_form_is_read_in_a_process_of_its_own() -> None:
    paper = a_paper(PaperKind.CLAIM_FORM, 4)

    seen = read_apart(photograph(paper.pdf, seed=4), "image/jpeg")

    assert seen.kind is PaperKind.CLAIM_FORM
    sure = {each.name: each.value for each in seen.fields if each.sure}
    assert sure[FieldName.IDENTITY_NUMBER] == paper.fields[FieldName.IDENTITY_NUMBER]
    assert sure.items() <= paper.fields.items()
    assert {each.means for each in seen.fields} == {Means.OCR}
    assert len(seen.pictures) == 1


@pytest.mark.parametrize("media_type", ["image/jpeg", "application/pdf", "image/heic"])
def test_a_broken_file_is_refused_with_a_reason_and_nothing_of_its_content(media_type: str) -> None:
    with pytest.raises(NotReadError) as refused:
        read_apart(b"%PDF-1.4 secret", media_type)

    assert "secret" not in str(refused.value)


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(NotReadError, match=r"more than 0\.01 seconds"):
        read_apart(b"", "image/png", seconds=0.01)


@pytest.mark.soak
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_photograph_that_lies_on_its_side_or_head_is_read_like_an_upright_one(turn: int) -> None:
    paper = a_paper(PaperKind.BIRTH_CERTIFICATE, 1)
    drawn = printed(paper.pdf, random.Random(1)).rotate(turn, expand=True)
    buffer = io.BytesIO()
    drawn.save(buffer, "JPEG", quality=80)

    seen = read_apart(buffer.getvalue(), "image/jpeg")

    assert seen.kind is PaperKind.BIRTH_CERTIFICATE
    assert {each.name: each.value for each in seen.fields if each.sure}.items() <= paper.fields.items()
    assert seen.text(FieldName.PERSON) == paper.fields[FieldName.PERSON]


def test_a_picture_saved_again_smaller_and_brighter_is_near_and_another_bill_is_not() -> None:
    first, second = (printed(a_paper(PaperKind.INVOICE, seed).pdf, random.Random(1)) for seed in (1, 2))
    buffer = io.BytesIO()
    smaller = first.resize((first.width // 2, first.height // 2))
    ImageEnhance.Brightness(smaller).enhance(1.1).save(buffer, "JPEG", quality=40)

    own, again, other = (
        difference_hash(each) for each in (first, Image.open(io.BytesIO(buffer.getvalue())), second)
    )

    assert distance(own, again) <= NEAR < distance(own, other)
    assert set(bands(own)) & set(bands(again))
