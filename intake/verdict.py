"""What an inspection says of a file: its kind and its pages, or why it is not taken."""

from dataclasses import dataclass
from enum import StrEnum

from intake.file_types import FileType


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    UNKNOWN_KIND = "UNKNOWN_KIND"
    BROKEN = "BROKEN"
    ENCRYPTED = "ENCRYPTED"
    TOO_MANY_PAGES = "TOO_MANY_PAGES"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    UNPACKS_TOO_LARGE = "UNPACKS_TOO_LARGE"
    UNSAFE_ARCHIVE = "UNSAFE_ARCHIVE"
    DOCUMENT_TYPE = "DOCUMENT_TYPE"
    TOO_COSTLY = "TOO_COSTLY"
    INFECTED = "INFECTED"
    TOO_MANY_FILES = "TOO_MANY_FILES"
    """The sender's files of a day that belong to no case."""
    CHANGED = "CHANGED"
    """It is not the file whose hash or size was announced."""


class Remark(StrEnum):
    """What a file that is taken carries besides its pages; none of it is ever run or shown."""

    SCRIPT = "SCRIPT"
    LAUNCHES = "LAUNCHES"
    ATTACHMENTS = "ATTACHMENTS"
    FORM = "FORM"
    SIGNED = "SIGNED"
    MOVES = "MOVES"
    """An animation: only its first picture is shown."""


class RefusedFileError(ValueError):
    """The file is not taken. ``because`` is for the log: what a parser tripped over."""

    def __init__(self, refusal: Refusal, because: str = "") -> None:
        """Keep why."""
        super().__init__(refusal.value)
        self.refusal = refusal
        self.because = because


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A file that parses from end to end.

    ``texts``: what each page says by itself (nothing for a photograph: that takes reading by eye);
    ``first_page`` is its picture as PNG or JPEG, None for what has no look of its own (XML).
    """

    file_type: FileType
    texts: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    first_page: bytes | None = None
