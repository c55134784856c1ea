"""How far the reading of a document has come."""

from enum import StrEnum


class ReadingState(StrEnum):
    """ORDERED until a machine has looked at it; UNREADABLE says why in its row."""

    ORDERED = "ORDERED"
    READ = "READ"
    UNREADABLE = "UNREADABLE"
