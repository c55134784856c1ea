"""Reads letters back as a person or a machine would."""

import re

import pypdfium2


def pdf_text(pdf: bytes) -> str:
    """All text of a PDF without white space, which line breaks of the page change."""
    with pypdfium2.PdfDocument(pdf) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def squeezed(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s", "", text)
