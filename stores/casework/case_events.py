"""The append-only record of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from pydantic_core import to_json
from sqlalchemy import text
from sqlmodel import Session, col, select

from models.case_event import CaseEvent as EventRow
from rules.cases import CaseEvent
from rules.event_chain import event_hash, first_break
from rules.roles import Role
from rules.vocabulary import Process

_LAST = text(
    "SELECT sequence, hash FROM case_event WHERE case_number = :case_number ORDER BY sequence DESC LIMIT 1"
)
_APPEND = text(
    """
    INSERT INTO case_event (case_number, sequence, at, kind, actor, actor_role, from_stage, to_stage,
        reason_code, detail, previous_hash, hash)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said(case_number text, sequence int,
        at timestamptz, kind text, actor text, actor_role text, from_stage text, to_stage text,
        reason_code text, detail jsonb, previous_hash text, hash text)
    """
)


class EventGapError(Exception):
    """Events arrived out of order; the caller tries again when the earlier ones are there."""


@dataclass(frozen=True, slots=True)
class LastEvent:
    """Where the chain of a case ends; whoever writes the next event holds the case's row."""

    sequence: int
    hash: str

    @classmethod
    def read(cls, row: Sequence[object] | None) -> "LastEvent | None":
        """From a row of sequence and hash; None where nothing has happened yet."""
        return cls(int(str(row[0])), str(row[1])) if row else None

    @classmethod
    def after(cls, last: "LastEvent | None", case_number: str, event: CaseEvent) -> "LastEvent":
        """The end of the chain once this event is written."""
        return cls(event.sequence, event_hash(case_number, event, last.hash if last else None))


def last(session: Session, case_number: str) -> LastEvent | None:
    """Where the chain of the case ends."""
    return LastEvent.read(session.execute(_LAST, {"case_number": case_number}).first())


def append(session: Session, case_number: str, events: Sequence[CaseEvent]) -> int:
    """Append what is not there yet; how many were. The caller holds the case's row.

    EventGapError when an event would leave a gap.
    """
    if not events:
        return 0
    return _append(session, _following(case_number, last(session, case_number), events))


def append_many(session: Session, chains: Iterable[tuple[str, LastEvent, Sequence[CaseEvent]]]) -> None:
    """Append to many cases at once, each after the given end of its chain. The caller holds their rows."""
    _append(session, [row for chain in chains for row in _following(*chain)])


def _append(session: Session, rows: list[dict[str, Any]]) -> int:
    if rows:
        session.flush()
        session.execute(_APPEND, {"rows": to_json(rows).decode()})
    return len(rows)


def _following(case_number: str, end: LastEvent | None, events: Sequence[CaseEvent]) -> list[dict[str, Any]]:
    """The rows of events that come after the end of the chain."""
    sequence, previous = (end.sequence, end.hash) if end else (0, None)
    rows = []
    for event in events:
        if event.sequence <= sequence:
            continue
        if event.sequence != sequence + 1:
            raise EventGapError(f"{case_number} has {sequence} events; number {event.sequence} came next")
        row = _row(case_number, event, previous)
        rows.append(row)
        sequence, previous = event.sequence, row["hash"]
    return rows


def read(session: Session, case_number: str) -> list[tuple[CaseEvent, str]]:
    """Events in order, each with its kept hash."""
    rows = session.exec(
        select(EventRow).where(EventRow.case_number == case_number).order_by(col(EventRow.sequence))
    )
    return [(_event(row), row.hash) for row in rows]


def verify(session: Session, case_number: str) -> int | None:
    """Sequence of the first event that was tampered with, or None."""
    return first_break(case_number, read(session, case_number))


def _row(case_number: str, event: CaseEvent, previous: str | None) -> dict[str, Any]:
    return {
        "case_number": case_number,
        "sequence": event.sequence,
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "actor_role": Role(event.role),
        "from_stage": event.from_stage,
        "to_stage": event.to_stage,
        "reason_code": event.reason_code or None,
        "detail": event.detail,
        "previous_hash": previous,
        "hash": event_hash(case_number, event, previous),
    }


def _event(row: EventRow) -> CaseEvent:
    return CaseEvent(
        sequence=row.sequence,
        kind=row.kind,
        at=row.at.astimezone(UTC),
        actor=row.actor,
        role=row.actor_role,
        from_stage=row.from_stage or "",
        to_stage=row.to_stage or "",
        reason_code=row.reason_code or "",
        detail=row.detail,
    )


_MET = text(
    """
    SELECT case_number FROM cases WHERE closed_at IS NULL AND process = :process
        AND EXISTS (
            SELECT FROM case_event AS met WHERE met.case_number = cases.case_number
                AND (met.kind = ANY(:kinds) OR concat_ws('/', met.kind, met.detail ->> 'clock') = ANY(:kinds))
        )
    ORDER BY case_number
    """
)


def open_cases_that_met(session: Session, process: Process, kinds: Iterable[str]) -> Sequence[str]:
    """Open cases of a process to which any of that has happened; a milestone may be named with its clock."""
    return session.execute(_MET, {"process": process, "kinds": list(kinds)}).scalars().all()
