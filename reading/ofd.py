"""Pages of OFD files (GB/T 33190): an archive with text and its place in XML, and the bill's own data."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import untrusted_xml
from reading import e_invoice
from reading.spans import Sheet, Span, plain, spread
from rules.findings.reading import Means, Reading

MOST_PAGES = 20
LARGEST_PART = 8 * 2**20
"""Bytes of one part when unpacked; a larger one is left alone."""
_MOST_PARTS = 400
_TEXT_SCORE = 0.995


class UnreadableOfdError(ValueError):
    """It is no OFD that can be read."""


def sheets(content: bytes) -> Iterator[Sheet]:
    """Its pages; UnreadableOfdError, UntrustedXmlError."""
    with _open(content) as archive:
        root = _folder_of(_text(_xml(archive, "OFD.xml"), "DocRoot"))
        document = _xml(archive, root[1])
        box = _numbers(_text(document, "PhysicalBox"))
        places = [element.get("BaseLoc", "") for element in document.iter() if _name(element) == "Page"]
        for number, place in enumerate(places[:MOST_PAGES], 1):
            page = _xml(archive, posixpath.normpath(posixpath.join(root[0], place.lstrip("/"))))
            own = _numbers(_text(page, "PhysicalBox")) or box
            _, _, width, height = own if len(own) == 4 else (0.0, 0.0, 210.0, 297.0)
            yield Sheet(
                number=number, width=width, height=height, spans=tuple(_spans(page)), means=Means.TEXT
            )


def data(content: bytes) -> Reading | None:
    """The bill's own data, where the file carries it as XML beside its pages."""
    with _open(content) as archive:
        for name in archive.namelist()[:_MOST_PARTS]:
            if "attach" in name.lower() and name.lower().endswith(".xml"):
                try:
                    found = e_invoice.invoice(_bytes(archive, name))
                except untrusted_xml.UntrustedXmlError:
                    continue
                if found:
                    return found
    return None


def _spans(page: Element) -> Iterator[Span]:
    """Text objects: a boundary in millimeters, and runs of text that begin at a place within it."""
    for element in page.iter():
        boundary = _numbers(element.get("Boundary", ""))
        if _name(element) != "TextObject" or len(boundary) != 4:
            continue
        left, top, width, height = boundary
        text = plain("".join(run.text or "" for run in element if _name(run) == "TextCode"))
        if text:
            yield Span(
                text=text,
                left=left,
                top=top,
                right=left + width,
                bottom=top + height,
                scores=spread(text, _TEXT_SCORE),
            )


def _open(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as broken:
        raise UnreadableOfdError(f"it is no archive: {broken}") from None


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    return untrusted_xml.parse(_bytes(archive, name))


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive, never more of it than is allowed, whatever size it claims."""
    try:
        with archive.open(name) as part:
            content = part.read(LARGEST_PART + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as missing:
        raise UnreadableOfdError(f"{name} cannot be read: {missing}") from None
    if len(content) > LARGEST_PART:
        raise UnreadableOfdError(f"{name} has more than {LARGEST_PART} bytes")
    return content


def _text(root: Element, name: str) -> str:
    return next(((each.text or "").strip() for each in root.iter() if _name(each) == name), "")


def _folder_of(place: str) -> tuple[str, str]:
    inside = place.lstrip("/")
    if not inside:
        raise UnreadableOfdError("its entry page names no document")
    return posixpath.dirname(inside), inside


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
