"""Histories of workflows as objects: which closed cases have none kept yet, and under which keys they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

_UNKEPT = text(
    """
    SELECT case_number FROM cases
    WHERE closed_at IS NOT NULL AND history_object_key IS NULL
        AND closed_at - clock_offset_seconds * interval '1 second' > :since
    ORDER BY closed_at LIMIT :most
    """
)
_KEEP = text("UPDATE cases SET history_object_key = :key WHERE case_number = :number")


def folder_of(case_number: str) -> str:
    """What the keys of all runs of a case begin with."""
    return f"histories/{case_number}/"


def key_of(case_number: str, run_id: str) -> str:
    """The key of one run."""
    return f"{folder_of(case_number)}{run_id}.json.gz"


def unkept(session: Session, since: datetime, most: int) -> Sequence[str]:
    """Cases that closed after that instant and whose history is not kept yet, the oldest first."""
    return session.execute(_UNKEPT, {"since": since, "most": most}).scalars().all()


def keep(session: Session, case_number: str, key: str) -> None:
    """Note where the last run of a closed case is kept; the others stand beside it."""
    session.execute(_KEEP, {"number": case_number, "key": key})
