"""One file in, one reading out."""

import io
import zlib
from collections.abc import Callable, Iterable

import pillow_heif
import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError

import untrusted_xml
from intake.ofd import Package
from intake.verdict import RefusedFileError
from reading import e_invoice, ofd, pdf, pictures, unseen
from reading.file_papers import understand_file
from reading.spans import Sheet
from reading.understanding import understand
from reading.weighing import with_data
from rules.findings.reading import PaperKind, Reading

pillow_heif.register_heif_opener()
MOST_FRAMES = 20
MOST_PIXELS = 60_000_000
UNKNOWN = Reading(kind=PaperKind.UNKNOWN, kind_confidence=0.0)


class UnreadableError(Exception):
    """Nothing can be read off the file. ``reason`` quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


def read(content: bytes, media_type: str) -> Reading:
    """What a paper says; UnreadableError with the reason."""
    way = _WAYS.get(media_type)
    if way is None:
        raise UnreadableError(f"files of the type {media_type} are not read")
    try:
        return unseen.without(way(content))
    except _BROKEN as broken:
        raise UnreadableError(f"it is broken ({type(broken).__name__})") from broken


def _xml(content: bytes) -> Reading:
    return e_invoice.invoice(content) or UNKNOWN


def _ofd(content: bytes) -> Reading:
    package = Package(content)
    return with_data(understand(list(ofd.sheets(package))), ofd.data(package))


def _pdf(content: bytes) -> Reading:
    return understand_file(pdf.sheets(content))


def _picture(content: bytes) -> Reading:
    return understand_file(_frames(content))


def _frames(content: bytes) -> Iterable[Sheet]:
    with Image.open(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise UnreadableError(
                f"the picture has {picture.width} × {picture.height} pixels, too many to read"
            )
        for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
            if number > MOST_FRAMES:
                return
            yield pictures.sheet(frame, number)


_WAYS: dict[str, Callable[[bytes], Reading]] = {
    "application/pdf": _pdf,
    "application/ofd": _ofd,
    "application/xml": _xml,
    "image/jpeg": _picture,
    "image/png": _picture,
    "image/tiff": _picture,
    "image/heic": _picture,
}
_BROKEN = (
    untrusted_xml.UntrustedXmlError,
    RefusedFileError,
    pypdfium2.PdfiumError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    zlib.error,
)
