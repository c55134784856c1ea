"""What text may stand in a letter."""

import unicodedata

_REFUSED = {
    "Cc": "a control character",
    "Cf": "an invisible formatting character",
    "Cs": "half of a surrogate pair",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}


class UnsafeTextError(ValueError):
    """Text holds a character that would be invisible or reorder what a reader sees; correct the source."""

    def __init__(self, field: str, character: str) -> None:
        self.field = field
        self.character = character
        what = _REFUSED[unicodedata.category(character)]
        super().__init__(f"{field} holds U+{ord(character):04X}, {what}: correct it where it was entered")


def refused_character(text: str) -> str | None:
    """The first character that no letter may hold, if any; line breaks are allowed."""
    for character in text.replace("\r\n", "\n").replace("\n", ""):
        if unicodedata.category(character) in _REFUSED:
            return character
    return None


def require_safe(text: str, field: str) -> None:
    """Raise UnsafeTextError for control characters, bidirectional marks and other invisible characters."""
    character = refused_character(text)
    if character is not None:
        raise UnsafeTextError(field, character)


def lines(text: str) -> list[str]:
    """The text at its line breaks."""
    return text.replace("\r\n", "\n").split("\n")
