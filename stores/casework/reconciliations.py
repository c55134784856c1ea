"""Open cases as they are on record, to be compared with their workflows, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.reconciliation_run import ReconciliationRun


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """An open case on record; ``case_now`` is the time that it is on the case."""

    stage: str
    due_at: datetime | None
    assignee: str | None
    next_milestone_at: datetime | None
    case_now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as its workflow shows itself; ``stage`` is None before its first step."""

    running: bool
    stage: str | None
    due_at: datetime | None
    assignee: str | None


_OPEN = text(
    """
    SELECT case_number, stage, due_at, assignee, next_milestone_at,
        now() + clock_offset_seconds * interval '1 second' AS case_now
    FROM cases WHERE closed_at IS NULL AND (CAST(:number AS text) IS NULL OR case_number = :number)
    """
)


def open_rows(session: Session) -> dict[str, OpenRow]:
    """Every open case by its number."""
    return _read(session, None)


def open_row(session: Session, case_number: str) -> OpenRow | None:
    """One open case; None where it is closed or unknown."""
    return _read(session, case_number).get(case_number)


def _read(session: Session, number: str | None) -> dict[str, OpenRow]:
    rows = session.execute(_OPEN, {"number": number}).mappings()
    return {row["case_number"]: OpenRow(**{name: row[name] for name in OpenRow.__slots__}) for row in rows}


def keep(
    session: Session,
    *,
    began_at: datetime,
    ended_at: datetime,
    compared: int,
    healed: int,
    findings: list[dict[str, Any]],
) -> None:
    """Keep a run, once for its beginning."""
    known = session.exec(select(ReconciliationRun).where(ReconciliationRun.began_at == began_at)).first()
    if known is None:
        session.add(
            ReconciliationRun(
                began_at=began_at, ended_at=ended_at, compared=compared, healed=healed, findings=findings
            )
        )


def newest(session: Session, limit: int = 10) -> Sequence[ReconciliationRun]:
    """The last runs, newest first."""
    query = select(ReconciliationRun).order_by(col(ReconciliationRun.id).desc())
    return session.exec(query.limit(limit)).all()
