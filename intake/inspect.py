"""From bytes to a verdict. Runs in a confined process only: the parsers below are written in C."""

from intake import ofd, pdf, pictures
from intake.file_types import OFD, PDF, XML, FileType, recognize
from intake.verdict import Inspected, Refusal, RefusedFileError

LONGEST_XML = 200_000
"""Characters of its text that are kept."""


def inspect(data: bytes) -> Inspected:
    """The file parsed from end to end; RefusedFileError where it is not taken."""
    if not data:
        raise RefusedFileError(Refusal.EMPTY)
    file_type = recognize(data)
    if file_type is None:
        raise RefusedFileError(Refusal.UNKNOWN_KIND)
    if file_type is PDF:
        return _pdf(data)
    if file_type is OFD:
        return Inspected(file_type=OFD, texts=ofd.texts(ofd.Package(data)))
    if file_type is XML:
        said = "\n".join(filter(None, (part.strip() for part in ofd.xml_root(data).itertext())))
        return Inspected(file_type=XML, texts=(said[:LONGEST_XML],))
    return _picture(data, file_type)


def draw(data: bytes, number: int) -> bytes | None:
    """The page of that number, from 1, as PNG; None for a kind of file that has no look of its own."""
    file_type = recognize(data)
    if file_type is PDF:
        with pdf.opened(data) as document:
            return pdf.drawn(document, number)
    if file_type in pictures.PICTURES:
        return pictures.drawn(pictures.opened(data, file_type), file_type, number)
    return None


def _pdf(data: bytes) -> Inspected:
    with pdf.opened(data) as document:
        return Inspected(
            file_type=PDF,
            texts=pdf.texts(document),
            remarks=tuple(pdf.remarks(document, data)),
            first_page=pdf.drawn(document, 1),
        )


def _picture(data: bytes, file_type: FileType) -> Inspected:
    image = pictures.opened(data, file_type)
    pages = pictures.frames(image, file_type)
    return Inspected(
        file_type=file_type,
        texts=("",) * pages,
        remarks=pictures.remarks(image, file_type),
        first_page=pictures.drawn(image, file_type, 1),
    )
