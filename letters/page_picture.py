"""A page of somebody's PDF as a picture: whatever size it claims, the picture stays small."""

import io
from threading import Lock

import pypdfium2

MOST_PIXELS = 1600
"""On the longer side; a file may claim pages as large as a house."""

_ONE_AT_A_TIME = Lock()
"""PDFium may not be used from two threads at once."""


def page_picture(pdf: bytes, number: int) -> bytes | None:
    """The page of that number, from 1, as a PNG; None where it cannot be shown."""
    with _ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                if not 1 <= number <= len(document):
                    return None
                return _drawn(document[number - 1])
        except pypdfium2.PdfiumError:
            return None


def page_count(pdf: bytes) -> int:
    """How many pages there are; 0 for a file that cannot be read."""
    with _ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                return len(document)
        except pypdfium2.PdfiumError:
            return 0


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    scale = min(2.0, MOST_PIXELS / max(*page.get_size(), 1.0))
    buffer = io.BytesIO()
    page.render(scale=scale).to_pil().save(buffer, "PNG")
    return buffer.getvalue()
