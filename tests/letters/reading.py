"""Reads letters back as a person or a machine would."""

import re
from functools import cache

import pypdfium2

from letters.kinds import Letter
from letters.pdf import render


@cache
def rendered(letter: Letter) -> bytes:
    """The PDF of a letter, set once for all tests that only read it."""
    return render(letter)


def pdf_text(pdf: bytes) -> str:
    """All text of a PDF without white space, which line breaks of the page change."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    # pdfium reads a hyphen at the end of a line as U+FFFE.
    return squeezed(text.replace("\ufffe", "-"))


def squeezed(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s", "", text)
