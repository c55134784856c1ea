"""What the app and the reading process say to each other: JSON and pixels, so nothing can be planted."""

import json
import struct
from collections.abc import Mapping

from intake.file_types import TAKEN
from intake.verdict import Inspected, Refusal, RefusedFileError, Remark

LENGTH = struct.Struct(">Q")
_PAGE = struct.Struct(">I")
_END = b"\nEND."
MOST_ANSWERED = 64 * 2**20
"""Bytes of an answer: the picture of a page, and the words of 500."""


def framed(said: bytes) -> bytes:
    """With its length before it."""
    return LENGTH.pack(len(said)) + said


def question(data: bytes, page: int = 0) -> bytes:
    """Inspect this file; or, with a number from 1, draw that page of it."""
    return _PAGE.pack(page) + data


def asked(said: bytes) -> tuple[int, bytes]:
    """The page, 0 for an inspection, and the file."""
    return _PAGE.unpack_from(said)[0], said[_PAGE.size :]


def whole(answer: bytes) -> bytes:
    """An answer that shows whether all of it arrived."""
    return answer + _END


def is_whole(answer: bytes) -> bool:
    """Whether nothing is missing at the end."""
    return answer.endswith(_END)


def refused(refusal: Refusal, because: str = "") -> bytes:
    """The answer for a file that is not taken."""
    return whole(_headed({"refused": refusal.value, "because": because}))


def inspected(found: Inspected) -> bytes:
    """The answer for a file that is taken."""
    head = {
        "kind": found.file_type.name,
        # Halves of characters, which PDFs hold, are no text and fit no database; nor does the character 0.
        "texts": [text.encode("utf-8", "replace").decode().replace("\0", "") for text in found.texts],
        "remarks": list(found.remarks),
    }
    return _headed(head, found.first_page)


def picture(png: bytes | None) -> bytes:
    """The answer that is a page."""
    return _headed({}, png)


def read_picture(answer: bytes) -> bytes | None:
    """The page; RefusedFileError."""
    return _read(answer)[1]


def read_inspected(answer: bytes) -> Inspected:
    """The verdict; RefusedFileError."""
    head, png = _read(answer)
    return Inspected(
        file_type=next(kind for kind in TAKEN if kind.name == head["kind"]),
        texts=tuple(str(text) for text in head["texts"]),
        remarks=tuple(Remark(remark) for remark in head["remarks"]),
        first_page=png,
    )


def _headed(head: Mapping[str, object], png: bytes | None = None) -> bytes:
    return json.dumps(head).encode() + b"\n" + (png or b"")


def _read(answer: bytes) -> tuple[dict[str, list[str] | str], bytes | None]:
    head, _, png = answer.removesuffix(_END).partition(b"\n")
    said = json.loads(head)
    if "refused" in said:
        raise RefusedFileError(Refusal(said["refused"]), said["because"])
    return said, png or None
