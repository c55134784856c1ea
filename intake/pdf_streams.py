"""How far the streams of a PDF unpack, before a parser that draws them is let near: some never end."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from intake.verdict import Refusal, RefusedFileError

MOST_UNPACKED = 32 * 2**20
"""Bytes of one stream that is no picture: a page that people made draws with a thousandth of it."""
MOST_TOGETHER = 128 * 2**20
"""Bytes of all such streams."""

_CHUNK = 2**16
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_REACH = 2_000
"""Bytes before a stream in which its dictionary is looked for."""
_UNPACKS = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def refuse_endless(data: bytes) -> None:
    """RefusedFileError where a stream unpacks to more than any page holds; pictures have limits of their own.

    It looks at no structure, so that none can mislead it. What other filters unpack is left to the limit of
    processor time.
    """
    together = 0
    for start, layers in _packed(data):
        size = len(_unpacked(memoryview(data)[start:], layers))
        together += size
        if size > MOST_UNPACKED or together > MOST_TOGETHER:
            raise RefusedFileError(Refusal.UNPACKS_TOO_LARGE)


def _packed(data: bytes) -> Iterator[tuple[int, int]]:
    """Where packed streams begin, and how often each is packed."""
    for found in _STREAM.finditer(data):
        if data[found.start() - 3 : found.start()] == b"end":
            continue
        before = data[max(0, found.start() - _DICTIONARY_REACH) : found.start()]
        dictionary = before[before.rfind(b"obj") + 1 :]
        layers = len(_UNPACKS.findall(dictionary))
        if layers and not _PICTURE.search(dictionary):
            yield found.end(), layers


def unpacked(content: memoryview, dictionary: bytes) -> memoryview:
    """A stream unpacked, to one byte more than the limit at most; less where it is broken."""
    return _unpacked(content, len(_UNPACKS.findall(dictionary)))


def _unpacked(content: memoryview, layers: int) -> memoryview:
    for _ in range(layers):
        content = memoryview(_layer(content))
        if len(content) > MOST_UNPACKED:
            break
    return content


def _layer(content: memoryview) -> bytes:
    unpacking, unpacked = zlib.decompressobj(), bytearray()
    with suppress(zlib.error):
        for at in range(0, len(content), _CHUNK):
            unpacked += unpacking.decompress(content[at : at + _CHUNK], MOST_UNPACKED + 1 - len(unpacked))
            # Where the stream ends only the parser knows: packed data says it by itself.
            if unpacking.eof or len(unpacked) > MOST_UNPACKED:
                break
    return bytes(unpacked)
