"""Pages of OFD files (GB/T 33190): text with its place, and the bill's own data where they carry it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intake.ofd import ENTRY, Package, page_names
from intake.verdict import RefusedFileError
from reading import e_invoice
from reading.spans import Sheet, Span, plain, spread
from rules.findings.reading import Means, Reading
from untrusted_xml import UntrustedXmlError, local_name, named, text_of

MOST_PAGES = 20
_MOST_PARTS = 400
_PAPER = (0.0, 0.0, 210.0, 297.0)
"""A4 in millimeters, where neither page nor document say how large they are."""
_TEXT_SCORE = 0.995


def sheets(package: Package) -> Iterator[Sheet]:
    """Its pages, `MOST_PAGES` at most; RefusedFileError where one is missing."""
    usual = _usual_size(package)
    for number, name in enumerate(page_names(package)[:MOST_PAGES], 1):
        page = package.xml(name)
        _, _, width, height = _box(text_of(page, "PhysicalBox")) or usual
        yield Sheet(number=number, width=width, height=height, spans=tuple(_spans(page)), means=Means.TEXT)


def data(package: Package) -> Reading | None:
    """The bill's own data, where the file carries it as XML beside its pages."""
    for name in package.names()[:_MOST_PARTS]:
        if "attach" in name.lower() and name.lower().endswith(".xml"):
            try:
                found = e_invoice.invoice(package.read(name))
            except (UntrustedXmlError, RefusedFileError):
                continue
            if found:
                return found
    return None


def _usual_size(package: Package) -> tuple[float, ...]:
    document = package.xml(text_of(package.xml(ENTRY), "DocRoot"))
    return _box(text_of(document, "PhysicalBox")) or _PAPER


def _spans(page: Element) -> Iterator[Span]:
    """Text objects: a boundary in millimeters, and runs of text that begin at a place within it."""
    for element in named(page, "TextObject"):
        boundary = _box(element.get("Boundary", ""))
        text = plain("".join(run.text or "" for run in element if local_name(run) == "TextCode"))
        if not text or not boundary:
            continue
        left, top, width, height = boundary
        yield Span(
            text=text,
            left=left,
            top=top,
            right=left + width,
            bottom=top + height,
            scores=spread(text, _TEXT_SCORE),
        )


def _box(text: str) -> tuple[float, ...]:
    """Left, top, width and height; nothing where it is none."""
    try:
        box = tuple(float(part) for part in text.split())
    except ValueError:
        return ()
    return box if len(box) == 4 else ()
