"""The projection of cases: what Postgres knows of a workflow's state, never older than what it knew."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from pydantic_core import to_json
from sqlalchemy import Executable, bindparam, text
from sqlalchemy import case as sql_case
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from models.case import Case
from models.case_text import CaseText
from rules.cases import FreeText
from rules.clock_intervals import ClockInterval, intervals_of
from rules.clock_state import stands_still_since
from rules.clocks import RunningClock
from rules.vocabulary import ClockState

log = structlog.get_logger()

_COLUMNS = tuple(name for name in Case.model_fields if name != "queue_at")
_NEVER_REWRITTEN = {"case_number", "process", "opened_at", "opened_by", "history_object_key"}
_BEFORE = text("SELECT state_version, view, stage FROM cases WHERE case_number = :case_number FOR UPDATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """What became of a projection: ``healed`` when the same version held other content."""

    applied: bool
    healed: bool = False


def key_id(key: str) -> UUID:
    """The identifier of a row that a case names by a key of its own."""
    return uuid5(NAMESPACE_URL, f"lipei:{key}")


def project(session: Session, row: Case) -> Projected:
    """Write the case's row unless a newer one stands; locks it for the rest of the transaction.

    A row is as new as its last event, then as the version that people see: a step whose event is still to
    come (money is moved first) is written before it.
    """
    before = session.execute(_BEFORE, {"case_number": row.case_number}).first()
    if before and _age(before) > _age(row):
        return Projected(applied=False)
    session.execute(_upsert(), {name: getattr(row, name) for name in _COLUMNS})
    healed = before is not None and _age(before) == _age(row) and _differs(before, row)
    if healed:
        log.warning("projection healed", case=row.case_number, version=row.state_version)
    return Projected(applied=True, healed=healed)


def _age(row: Any) -> tuple[int, int]:
    return row.state_version, row.view.get("version", 0)


@cache
def _upsert() -> Executable:
    """Made once: it names every column, and making it takes as long as running it."""
    table = Case.metadata.tables["cases"]
    kept = table.c.history_object_key
    upsert = insert(table).values({name: bindparam(name) for name in _COLUMNS})
    return upsert.on_conflict_do_update(
        index_elements=["case_number"],
        set_={name: upsert.excluded[name] for name in _COLUMNS if name not in _NEVER_REWRITTEN}
        # Of a case that opened again there is more to keep.
        | {"history_object_key": sql_case((upsert.excluded.closed_at.is_(None), None), else_=kept)},
        where=table.c.state_version <= upsert.excluded.state_version,
    )


def _differs(before: Any, row: Case) -> bool:
    return bool(before.view != row.view or before.stage != row.stage)


def keep_request(session: Session, case_number: str, content: dict[str, Any], at: datetime) -> None:
    """Keep what was asked; an erased request stays erased."""
    values = {"case_number": case_number, "content": to_json(content).decode(), "recorded_at": at}
    session.execute(_KEEP_REQUEST, values)


def keep_texts(session: Session, case_number: str, kind: str, texts: Sequence[FreeText]) -> None:
    """Keep words that people wrote, each once."""
    if not texts:
        return
    rows = [
        {
            "id": key_id(said.key),
            "case_number": case_number,
            "kind": kind,
            "author": said.author,
            "body": said.text,
            "written_at": said.at,
        }
        for said in texts
    ]
    session.execute(insert(CaseText).values(rows).on_conflict_do_nothing())


_KEEP_REQUEST = text(
    """
    INSERT INTO case_request (case_number, content, recorded_at)
    VALUES (:case_number, CAST(:content AS jsonb), :recorded_at)
    ON CONFLICT (case_number) DO UPDATE SET content = excluded.content WHERE case_request.erased_at IS NULL
    """
)
_KEEP_CLOCKS = text(
    """
    INSERT INTO clock (case_number, kind, ordinal, started_at, due_at, legal_due_at, stopped_at, held_since,
        assignee, state, calendar_version, milestones, intervals, as_carried)
    SELECT said.case_number, said.kind, said.ordinal, said.started_at, said.due_at, said.legal_due_at,
        said.stopped_at, said.held_since, cases.assignee, said.state, said.calendar_version, said.milestones,
        said.intervals, said.as_carried
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said(case_number text, kind text, ordinal smallint,
        started_at timestamptz, due_at timestamptz, legal_due_at timestamptz, stopped_at timestamptz,
        held_since timestamptz, state text, calendar_version text, milestones jsonb, intervals jsonb,
        as_carried jsonb)
    JOIN cases USING (case_number)
    ON CONFLICT (case_number, kind, ordinal) DO UPDATE SET started_at = excluded.started_at,
        due_at = excluded.due_at, legal_due_at = excluded.legal_due_at, stopped_at = excluded.stopped_at,
        held_since = excluded.held_since, state = excluded.state, milestones = excluded.milestones,
        calendar_version = excluded.calendar_version, intervals = excluded.intervals,
        as_carried = excluded.as_carried,
        assignee = CASE WHEN clock.stopped_at IS NULL THEN excluded.assignee ELSE clock.assignee END
    """
)
_KEEP_STRETCHES = text(
    """
    INSERT INTO clock_interval (case_number, kind, ordinal, sequence, state, began, from_at, to_at,
        question_id, asked_of, detail)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said(case_number text, kind text,
        ordinal smallint, sequence smallint, state text, began text, from_at timestamptz, to_at timestamptz,
        question_id text, asked_of text, detail jsonb)
    ON CONFLICT (case_number, kind, ordinal, sequence) DO UPDATE SET state = excluded.state,
        began = excluded.began, from_at = excluded.from_at, to_at = excluded.to_at,
        question_id = excluded.question_id, asked_of = excluded.asked_of, detail = excluded.detail
    """
)


def keep_clocks(session: Session, case_number: str, clocks: Sequence[RunningClock]) -> None:
    """Write every clock of the case as it stands, after its row; who had it when it ended stays."""
    if not clocks:
        return
    seen: dict[str, int] = {}
    rows = []
    for clock in clocks:
        seen[clock.kind] = seen.get(clock.kind, 0) + 1
        rows.append(_clock_values(case_number, clock, seen[clock.kind]))
    session.execute(_KEEP_CLOCKS, {"rows": to_json(rows).decode()})


def keep_intervals(session: Session, case_number: str, clocks: Sequence[RunningClock]) -> None:
    """Write the stretches of every clock, running and paused, as they stand."""
    seen: dict[str, int] = {}
    rows = []
    for clock in clocks:
        ordinal = seen[clock.kind] = seen.get(clock.kind, 0) + 1
        rows += [
            stretch_values(case_number, clock.kind, ordinal, sequence, stretch)
            for sequence, stretch in enumerate(intervals_of(clock), 1)
        ]
    keep_stretches(session, rows)


def keep_stretches(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write stretches of clocks, whichever cases they belong to."""
    if not rows:
        return
    session.execute(_KEEP_STRETCHES, {"rows": to_json(rows).decode()})


def stretch_values(
    case_number: str, kind: str, ordinal: int, sequence: int, stretch: ClockInterval
) -> dict[str, Any]:
    """The row of one stretch."""
    change = stretch.change
    return {
        "case_number": case_number,
        "kind": kind,
        "ordinal": ordinal,
        "sequence": sequence,
        "state": stretch.state,
        "began": stretch.began,
        "from_at": stretch.from_at,
        "to_at": stretch.to_at,
        "question_id": stretch.question_id or None,
        "asked_of": stretch.asked_of or None,
        "detail": _plain(asdict(change)) if change else {"documents": list(stretch.documents)},
    }


def milestone_values(clock: RunningClock) -> list[dict[str, Any]]:
    """The instants of a clock as its row lists them."""
    return [
        {"kind": each.kind, "name": each.name, "at": each.at.isoformat(), "fired": each.fired}
        for each in clock.milestones
    ]


def _clock_values(case_number: str, clock: RunningClock, ordinal: int) -> dict[str, Any]:
    ended = clock.state in (ClockState.MET, ClockState.STOPPED)
    return {
        "case_number": case_number,
        "kind": clock.kind,
        "ordinal": ordinal,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "legal_due_at": clock.legal_due_at,
        "stopped_at": clock.ended_at if ended else None,
        "held_since": stands_still_since(clock),
        "state": clock.state,
        "calendar_version": clock.calendar_version,
        "milestones": milestone_values(clock),
        "intervals": [_plain(asdict(pause)) for pause in clock.pauses],
        "as_carried": clock,
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


_TAKE_UPLOADS = text(
    """
    INSERT INTO document (id, case_number, kind, object_key, sha256, size_bytes, media_type, filename, source,
        uploaded_by, uploaded_at, scan_status)
    SELECT id, :case_number, kind, object_key, sha256, size_bytes, media_type, filename, source, principal,
        uploaded_at, scan_status
    FROM upload WHERE id = ANY(:upload_ids)
    ON CONFLICT DO NOTHING
    """
)


def keep_documents(session: Session, case_number: str, upload_ids: Sequence[str]) -> None:
    """Take uploads into the case, each once."""
    if upload_ids:
        ids = [UUID(upload_id) for upload_id in upload_ids]
        session.execute(_TAKE_UPLOADS, {"case_number": case_number, "upload_ids": ids})
