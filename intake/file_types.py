"""What a file is, by its first bytes: names and declared types prove nothing."""

import io
import zipfile
from dataclasses import dataclass

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken."""

    name: str
    media_type: str
    extension: str


PDF = FileType("PDF", "application/pdf", "pdf")
JPEG = FileType("JPEG", "image/jpeg", "jpg")
PNG = FileType("PNG", "image/png", "png")
TIFF = FileType("TIFF", "image/tiff", "tif")
HEIC = FileType("HEIC", "image/heic", "heic")
OFD = FileType("OFD", "application/ofd", "ofd")
XML = FileType("XML", "application/xml", "xml")

TAKEN = (PDF, JPEG, PNG, TIFF, HEIC, OFD, XML)

_BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)


def recognize(data: bytes) -> FileType | None:
    """The kind of file, or None for one that is not taken."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    if data.startswith(b"PK\x03\x04"):
        return OFD if _is_ofd(data) else None
    return XML if data[:64].removeprefix(_UTF8_MARK).lstrip().startswith(b"<?xml") else None


def _is_ofd(data: bytes) -> bool:
    """An OFD (GB/T 33190, the form of electronic bills) is a ZIP archive with its entry page in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "OFD.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
