"""A draft looks like the letter and cannot be taken for one."""

import io

import pytest
from jinja2 import TemplateNotFound
from PIL import Image, ImageChops

from letters.drafts import as_draft, pictures
from letters.kinds import Letter, LetterCode
from letters.kinds.guarantee import GuaranteeNotice
from letters.pdf import render
from letters.preview import page_images
from letters.samples import samples
from letters.words import as_text, document
from rules.vocabulary import Language


@pytest.mark.parametrize("letter", samples(Language.ENGLISH).values(), ids=lambda letter: letter.code)
def test_a_draft_has_neither_number_nor_code(letter: Letter) -> None:
    words = as_text(document(as_draft(letter)))
    # A letter that ends a guarantee names the version that it ends, which was sent.
    ended = letter.guarantee if isinstance(letter, GuaranteeNotice) else ""

    assert letter.number not in (words.replace(ended, "") if ended else words)
    assert letter.verification is None or letter.verification.code not in words


def test_every_page_of_a_draft_is_marked() -> None:
    draft = as_draft(samples(Language.CHINESE)[LetterCode.GUARANTEE])

    marked, plain = pictures(draft), page_images(render(draft), 1.3)

    assert len(marked) == len(plain)
    for one, other in zip(marked, plain, strict=True):
        first, second = (Image.open(io.BytesIO(each)).convert("RGB") for each in (one, other))
        changed = ImageChops.difference(first, second).getbbox()
        assert changed
        assert changed[2] - changed[0] > first.width / 3


def test_a_version_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(TemplateNotFound):
        pictures(as_draft(samples(Language.CHINESE)[LetterCode.GUARANTEE], "99"))
