"""PDF: every page opens, its text is taken out, and what could run is named."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from intake.pages import LONGER_SIDE, encoded
from intake.pdf_forms import refuse_tangled
from intake.pdf_streams import refuse_endless
from intake.verdict import Refusal, RefusedFileError, Remark

MOST_PAGES = 500
LONGEST_TEXT = 20_000
"""Characters of one page."""
SCALE = 2.0
"""Pixels a point, where the page is of a usual size."""

_LAUNCH = b"/Launch"


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document; RefusedFileError for one that is broken, locked, too long, or without end."""
    refuse_endless(data)
    refuse_tangled(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = problem.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise RefusedFileError(Refusal.ENCRYPTED if locked else Refusal.BROKEN) from None
    if not len(document):
        raise RefusedFileError(Refusal.BROKEN)
    if len(document) > MOST_PAGES:
        raise RefusedFileError(Refusal.TOO_MANY_PAGES)
    return document


def texts(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """What each page says; RefusedFileError where one does not open."""
    return tuple(_text(_page(document, number)) for number in range(1, len(document) + 1))


def drawn(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """The page of that number, from 1, as a picture; RefusedFileError where there is none."""
    if not 1 <= number <= len(document):
        raise RefusedFileError(Refusal.BROKEN)
    page = _page(document, number)
    scale = min(SCALE, LONGER_SIDE / max(*page.get_size(), 1.0))
    return encoded(page.render(scale=scale, rev_byteorder=True).to_pil())


def remarks(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[Remark]:
    """What it carries besides pages."""
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 or b"/JavaScript" in data:
        yield Remark.SCRIPT
    if _LAUNCH in data:
        yield Remark.LAUNCHES
    if pdfium.FPDFDoc_GetAttachmentCount(document) > 0:
        yield Remark.ATTACHMENTS
    if document.get_formtype() not in (pdfium.FORMTYPE_NONE,):
        yield Remark.FORM
    if pdfium.FPDF_GetSignatureCount(document) > 0:
        yield Remark.SIGNED


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError:
        raise RefusedFileError(Refusal.BROKEN) from None


def _text(page: pypdfium2.PdfPage) -> str:
    try:
        said = page.get_textpage()
        return str(said.get_text_range(0, min(said.count_chars(), LONGEST_TEXT)))
    except pypdfium2.PdfiumError:
        raise RefusedFileError(Refusal.BROKEN) from None
    finally:
        page.close()
