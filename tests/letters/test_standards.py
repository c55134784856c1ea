"""A letter that breaks a demand of its standards is neither signed nor sent."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from letters.kinds import LetterCode
from letters.samples import samples
from letters.standards import StandardError, broken_demands, require
from rules.vocabulary import Language
from tests.letters.reading import rendered

Page = DictionaryObject
Dictionary: Any = DictionaryObject
"""pyHanko ships no type of its constructor."""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A guarantee letter: tables, a list, a QR code, two pages."""
    return rendered(samples(Language.CHINESE)[LetterCode.GUARANTEE])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", [LetterCode.GUARANTEE_AMENDED, LetterCode.BENEFIT_STATEMENT])
def test_letters_meet_every_demand(code: LetterCode, language: Language) -> None:
    require(rendered(samples(language)[code]))


@pytest.mark.parametrize(
    ("here", "instead", "said"),
    [
        (b"<pdfaid:part>2", b"<pdfaid:part>3", "pdfaid:part 2"),
        (b"<pdfaid:conformance>A", b"<pdfaid:conformance>B", "pdfaid:conformance A"),
        (b"<pdfuaid:part>1", b"<pdfuaid:part>2", "pdfuaid:part 1"),
        (b"<dc:title>", b"<dc:titel>", "no title"),
        (b"/GTS_PDFA1", b"/GTS_PDFX1", "output intent"),
        (b"/DestOutputProfile", b"/DestOutputProfilX", "output intent"),
        (b"/Lang", b"/Long", "no language"),
        (b"/Marked true", b"/Marked null", "not marked as tagged"),
        (b"/Suspects false", b"/Suspects true ", "not marked as tagged"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "show its title"),
        (b"/Outlines", b"/AcroForm", "holds /AcroForm"),
        (b"/ViewerPreferences", b"/Names            ", "show its title"),
        (b"/StructParents", b"/StructParentX", "structure does not know"),
        (b"/ToUnicode", b"/ToUnicodX", "without the characters"),
        (b"/FontFile2", b"/FontFileX", "not embedded"),
        (b"/ParentTree<<", b"/ParentTrex<<", "lead back"),
        (b"/Alt<", b"/Alx<", "picture without words"),
        (b"/S/H1", b"/S/H3", "heading of the first level"),
        (b"/S/H2", b"/S/H4", "skips a level"),
        (b"/ID", b"/IX", "identifier"),
        (b"/StructTreeRoot ", b"/StructTreeRoox ", "cannot be read"),
    ],
)
def test_each_demand_is_read_off_the_file(pdf: bytes, here: bytes, instead: bytes, said: str) -> None:
    assert here in pdf
    assert len(here) == len(instead)

    with pytest.raises(StandardError, match=said):
        require(pdf.replace(here, instead))


def changed(pdf: bytes, change: Callable[[Page, IncrementalPdfFileWriter], None]) -> bytes:
    """The file with its first page changed."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    change(page, writer)
    writer.update_container(page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("extra", "passes"),
    [
        (b"", True),
        (b"\n/Artifact BMC 0 0 m 1 1 l S EMC", True),
        (b"\n0 0 m 1 1 l S", False),
        (b"\nBT (Tj \\) EMC) Tj ET", False),
        (b"\n/Artifact BMC", False),
        (b"\nEMC", False),
    ],
)
def test_everything_painted_is_tagged_or_an_artifact(pdf: bytes, extra: bytes, passes: bool) -> None:
    def painted(page: Page, writer: IncrementalPdfFileWriter) -> None:
        page["/Contents"] = writer.add_object(StreamObject(stream_data=page["/Contents"].data + extra))

    told = "\n".join(broken_demands(changed(pdf, painted)))
    assert ("neither tagged nor an artifact" not in told) is passes


def test_a_link_without_words_and_a_page_that_acts_arebroken_demands(pdf: bytes) -> None:
    def linked(page: Page, writer: IncrementalPdfFileWriter) -> None:
        link = Dictionary({pdf_name("/Subtype"): pdf_name("/Link")})
        page["/Annots"] = ArrayObject([writer.add_object(link)])
        page["/AA"] = Dictionary()

    told = "\n".join(broken_demands(changed(pdf, linked)))
    assert "a link without a description" in told
    assert "acts when it is opened" in told


def test_a_locked_file_and_what_is_no_pdf_are_refused(pdf: bytes) -> None:
    written = io.BytesIO()
    locked: Any = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    locked.encrypt(owner_pass="secret")
    locked.write(written)

    with pytest.raises(StandardError, match="encrypted"):
        require(written.getvalue())
    with pytest.raises(StandardError, match="cannot be read"):
        require(b"%PDF-1.7\nnothing")
