"""Asserts on the file what PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask of a letter's structure.

No validator of either standard comes without Java, so this is no proof that a file conforms: it is every
demand that could break by a change of layout, fonts or typesetter, read from the objects and not from what
the file says of itself.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, BooleanObject, DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

_DECLARED = {
    "pdfaid:part": b"2",
    "pdfaid:conformance": b"A",
    "pdfuaid:part": b"1",
}
_ACTING = ("/OpenAction", "/AA", "/AcroForm", "/Collection", "/NeedsRendering")
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<(?!<)[0-9A-Fa-f\s]*>", re.S)
_TOKENS = re.compile(rb"[^\s\[\]<>/{}()%]+|/[^\s\[\]<>/{}()%]*")
_OBJECT = re.compile(rb"\d+ 0 obj\b.*?\bendobj", re.S)
_HEADING = re.compile(rb"/S/H([1-6])\b")
_OPENS, _CLOSES = frozenset({b"BDC", b"BMC"}), b"EMC"
_PAINTS = frozenset(b"Tj TJ ' \" f F f* S s B B* b b* Do sh BI".split())


class StandardError(Exception):
    """A letter breaks one of its standards; the message says which demand and where."""


def require(pdf: bytes) -> None:
    """Raise StandardError for the first demand that an unsigned letter does not meet."""
    for broken in broken_demands(pdf):
        raise StandardError(f"the letter {broken}: neither kept nor sent, tell who changed layout or fonts")


def broken_demands(pdf: bytes) -> Iterator[str]:
    """Every demand that a file does not meet, in words that follow "the letter"."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        yield from _file(reader)
        yield from _catalog(reader.root)
        for number, page in enumerate(_pages(reader.root["/Pages"]), 1):
            yield from (f"{broken} on page {number}" for broken in _page(page))
        if "/ParentTree" not in reader.root["/StructTreeRoot"]:
            yield "has a structure that the content does not lead back to"
        yield from _structure(pdf)
    except (PdfError, KeyError, TypeError, AttributeError) as unread:
        yield f"cannot be read as a tagged PDF ({type(unread).__name__}: {unread})"


def _file(reader: PdfFileReader) -> Iterator[str]:
    if reader.encrypted:
        yield "is encrypted"
    if "/ID" not in reader.trailer:
        yield "has no identifier in its trailer"


def _catalog(root: DictionaryObject) -> Iterator[str]:
    packet = root["/Metadata"].data
    for name, value in _DECLARED.items():
        if f"<{name}>".encode() + value + b"<" not in packet:
            yield f"does not declare {name} {value.decode()} in its metadata"
    if not re.search(rb"<dc:title>.*?<rdf:li[^>]*>[^<\s]", packet, re.S):
        yield "has no title in its metadata"
    intents = [intent.get_object() for intent in _at(root, "/OutputIntents", ())]
    if not any(_at(each, "/S") == "/GTS_PDFA1" and "/DestOutputProfile" in each for each in intents):
        yield "says not for which colors it is made (output intent with a profile)"
    if not _at(root, "/Lang"):
        yield "names no language"
    marks = _at(root, "/MarkInfo", {})
    if not _is_true(_at(marks, "/Marked")) or _is_true(_at(marks, "/Suspects")):
        yield "is not marked as tagged"
    if not _is_true(_at(_at(root, "/ViewerPreferences", {}), "/DisplayDocTitle")):
        yield "does not show its title in place of the file's name"
    for name in (*_ACTING, "/Names"):
        if name in root:
            yield f"holds {name}, which no letter needs and which may act or carry files"


def _pages(node: DictionaryObject) -> Iterator[DictionaryObject]:
    for kid in node["/Kids"]:
        page = kid.get_object()
        if page["/Type"] == "/Pages":
            yield from _pages(page)
        else:
            yield page


def _page(page: DictionaryObject) -> Iterator[str]:
    if "/StructParents" not in page:
        yield "has content that the structure does not know"
    annotations = [each.get_object() for each in _at(page, "/Annots", ())]
    if annotations and _at(page, "/Tabs") != "/S":
        yield "has links that are not reached in reading order"
    if "/AA" in page:
        yield "acts when it is opened"
    for annotation in page.get("/Annots", ()):
        if annotation.get_object().get("/Subtype") == "/Link" and not annotation.get_object().get(
            "/Contents"
        ):
            yield "has a link without a description"
    for name, font in _at(page["/Resources"], "/Font", {}).items():
        yield from _font(name, font.get_object())
    if not _all_marked(_content(page)):
        yield "paints something that is neither tagged nor an artifact"


def _font(name: str, font: DictionaryObject) -> Iterator[str]:
    if "/ToUnicode" not in font:
        yield f"has the font {name} without the characters of its glyphs"
    faces = [face.get_object() for face in _at(font, "/DescendantFonts", (font,))]
    for face in faces:
        descriptor = _at(face, "/FontDescriptor", {})
        if not any(file in descriptor for file in _FONT_FILES):
            yield f"has the font {name} not embedded"


def _content(page: DictionaryObject) -> bytes:
    content = page["/Contents"]
    streams = content if isinstance(content, ArrayObject) else (content,)
    return b"\n".join(stream.get_object().data for stream in streams)


def _all_marked(content: bytes) -> bool:
    depth = 0
    for token in _TOKENS.findall(_STRINGS.sub(b" ", content)):
        if token in _OPENS:
            depth += 1
        elif token == _CLOSES:
            depth -= 1
        elif token in _PAINTS and depth < 1:
            return False
    return depth == 0


def _structure(pdf: bytes) -> Iterator[str]:
    """By the objects as they are written: read one by one they take longer than setting the letter.

    Packed into streams they would not be found, and the letter be refused for want of a heading.
    """
    elements = [found[0] for found in _OBJECT.finditer(pdf) if b"/Type/StructElem" in found[0]]
    if any(b"/S/Figure" in each and not re.search(rb"/Alt\s*[(<]..", each) for each in elements):
        yield "has a picture without words for it"
    levels = {int(level[1]) for each in elements if (level := _HEADING.search(each))}
    if levels != set(range(1, len(levels) + 1)) or not levels:
        yield "has no heading of the first level, or skips a level"


def _at(holder: Any, key: str, otherwise: Any = None) -> Any:
    """A value with its reference followed, which `get` would not do."""
    try:
        return holder[key]
    except KeyError:  # not there, or null
        return otherwise


def _is_true(value: object) -> bool:
    return isinstance(value, BooleanObject) and bool(value.value)
