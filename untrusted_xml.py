"""XML that somebody else wrote, read so that it can neither grow nor reach for anything outside itself."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

LARGEST = 16 * 2**20
"""Bytes of one document; a longer one is not read."""


_CHINESE = re.compile(
    rb"""\s*<\?xml[^>]{0,80}encoding=["'](?:gb2312|gbk|gb18030)["'][^>]{0,40}\?>""", re.IGNORECASE
)
"""The parser knows no encoding of several bytes but Unicode's; bills come in these."""


class UntrustedXmlError(ValueError):
    """It is not read: too long, not well-formed, or with a document type, where entities are made."""


def parse(content: bytes) -> ET.Element:
    """The root of a document; UntrustedXmlError."""
    if len(content) > LARGEST:
        raise UntrustedXmlError(f"it has {len(content)} bytes; {LARGEST} are read at most")
    content = _in_unicode(content)
    checker = expat.ParserCreate()
    checker.StartDoctypeDeclHandler = _refuse_doctype
    try:
        checker.Parse(content, True)
        return ET.fromstring(content)  # noqa: S314  (a document type, where entities are made, was refused)
    except UntrustedXmlError:
        raise
    except (ET.ParseError, expat.ExpatError, ValueError, LookupError) as broken:
        raise UntrustedXmlError(f"it is no well-formed XML: {broken}") from None


def _in_unicode(content: bytes) -> bytes:
    declared = _CHINESE.match(content)
    if not declared:
        return content
    try:
        return content[declared.end() :].decode("gb18030").encode()
    except UnicodeDecodeError:
        raise UntrustedXmlError("it is not in the encoding that it names") from None


def local_name(element: ET.Element) -> str:
    """Its name without the namespace: bills of one kind come with several."""
    return element.tag.rpartition("}")[2]


def named(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements of that name, the root included, in their order."""
    return (element for element in root.iter() if local_name(element) == name)


def text_of(root: ET.Element, name: str) -> str:
    """What the first element of that name says; nothing where there is none."""
    return next(((element.text or "").strip() for element in named(root, name)), "")


def _refuse_doctype(*_: object) -> None:
    raise UntrustedXmlError("it carries a document type, which is never followed")
