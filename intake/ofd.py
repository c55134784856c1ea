"""OFD (GB/T 33190): a ZIP archive that is unpacked nowhere, and the text of its pages."""

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import untrusted_xml
from intake.verdict import Refusal, RefusedFileError
from untrusted_xml import local_name, named, text_of

MOST_MEMBERS = 5_000
MOST_UNPACKED = 256 * 2**20
"""Bytes of all members together."""
MOST_PAGES = 200

ENTRY = "OFD.xml"


class Package:
    """The members of an OFD, each read only when it is asked for."""

    def __init__(self, data: bytes) -> None:
        """RefusedFileError for an archive that is broken, huge when unpacked, or reaches outside itself."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise RefusedFileError(Refusal.BROKEN) from None
        self._members = {member.filename: member for member in self._archive.infolist()}
        _check(self._archive.infolist(), len(data))

    def read(self, name: str) -> bytes:
        """The bytes of a member; RefusedFileError where there is none or more than it says."""
        member = self._members.get(name.lstrip("/"))
        if member is None:
            raise RefusedFileError(Refusal.BROKEN)
        try:
            return self._archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise RefusedFileError(Refusal.BROKEN) from None

    def names(self) -> tuple[str, ...]:
        """What its members are called."""
        return tuple(self._members)

    def xml(self, name: str) -> Element:
        """The root of a member that is XML."""
        return xml_root(self.read(name))


def xml_root(data: bytes) -> Element:
    """The root of a document; RefusedFileError for one with a document type, or not well-formed."""
    try:
        return untrusted_xml.parse(data)
    except untrusted_xml.UntrustedXmlError as refused:
        typed = "document type" in str(refused)
        raise RefusedFileError(Refusal.DOCUMENT_TYPE if typed else Refusal.BROKEN) from None
    except (ValueError, LookupError, RecursionError):
        raise RefusedFileError(Refusal.BROKEN) from None


def texts(package: Package) -> tuple[str, ...]:
    """What each page says, one text object a line; RefusedFileError where a page is missing."""
    return tuple("\n".join(_lines(package, page)) for page in page_names(package))


def page_names(package: Package) -> tuple[str, ...]:
    """The members that hold the pages, in their order."""
    names = []
    for body in named(package.xml(ENTRY), "DocBody"):
        root = text_of(body, "DocRoot")
        folder = posixpath.dirname(root)
        names += [
            posixpath.normpath(posixpath.join(folder, page.get("BaseLoc", "")))
            for pages in named(package.xml(root), "Pages")
            for page in named(pages, "Page")
        ]
    if not names:
        raise RefusedFileError(Refusal.BROKEN)
    if len(names) > MOST_PAGES:
        raise RefusedFileError(Refusal.TOO_MANY_PAGES)
    return tuple(names)


def _lines(package: Package, page: str) -> Iterator[str]:
    for written in package.xml(page).iter():
        if local_name(written) == "TextObject":
            yield "".join(code.text or "" for code in named(written, "TextCode"))


def _check(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise RefusedFileError(Refusal.UNPACKS_TOO_LARGE)
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or any(map(_is_unsafe, members)) or _overlap(members, size):
        raise RefusedFileError(Refusal.UNSAFE_ARCHIVE)
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFileError(Refusal.ENCRYPTED)


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    steps = member.filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or ".." in steps or member.filename.startswith("/") or ":" in steps[0]


def _overlap(members: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether members share bytes, as in archives that unpack to more than any ratio allows."""
    starts = sorted((member.header_offset, member.compress_size) for member in members)
    ends = [start for start, _ in starts[1:]] + [size]
    return any(start + length > end for (start, length), end in zip(starts, ends, strict=True))
