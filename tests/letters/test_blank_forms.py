"""Blank forms: every one in both languages, on one page, and by the same standards as letters."""

import pypdfium2
import pytest

from letters.blank_forms import BlankForm, blank_form
from letters.standards import require
from rules.vocabulary import Language


@pytest.mark.parametrize("form", list(BlankForm))
@pytest.mark.parametrize("language", list(Language))
def test_a_form_fits_one_page_and_can_be_read_by_everybody(form: BlankForm, language: Language) -> None:
    pdf = blank_form(form, language)

    require(pdf)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
