"""Histories of workflows as objects: which closed cases have none kept yet, and under which keys they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

Place = tuple[datetime, str]
"""Where a case stands among those that closed: when, by the wall clock, and its number."""

_UNKEPT = text(
    """
    SELECT case_number, closed_at - clock_offset_seconds * interval '1 second' AS ended_at FROM cases
    WHERE closed_at IS NOT NULL AND history_object_key IS NULL
        AND (closed_at - clock_offset_seconds * interval '1 second', case_number) > (:after, :number)
    ORDER BY ended_at, case_number LIMIT :most
    """
)
_KEEP = text("UPDATE cases SET history_object_key = :key WHERE case_number = :number")


def folder_of(case_number: str) -> str:
    """What the keys of all runs of a case begin with."""
    return f"histories/{case_number}/"


def key_of(case_number: str, run_id: str) -> str:
    """The key of one run."""
    return f"{folder_of(case_number)}{run_id}.json.gz"


@dataclass(frozen=True, slots=True)
class Unkept:
    """A closed case whose history is not kept yet."""

    case_number: str
    ended_at: datetime

    @property
    def place(self) -> Place:
        """Where those that follow begin."""
        return self.ended_at, self.case_number


def unkept(session: Session, after: Place, most: int) -> Sequence[Unkept]:
    """Closed cases after that place whose history is not kept yet, in their order."""
    rows = session.execute(_UNKEPT, {"after": after[0], "number": after[1], "most": most})
    return [Unkept(row.case_number, row.ended_at) for row in rows]


def keep(session: Session, case_number: str, key: str) -> None:
    """Note where the last run of a closed case is kept; the others stand beside it."""
    session.execute(_KEEP, {"number": case_number, "key": key})
