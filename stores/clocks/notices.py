"""What members of staff are told and asked to see to: kept by the worker, read and closed by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import ColumnElement, String, cast, func, or_, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.case import Case
from models.case_watcher import CaseWatcher
from models.notification import Notification
from models.staff import Staff
from models.supervisor_task import SupervisorTask
from rules.notices import Notice
from stores.casework.cases import key_id

PAGE = 200

_TELL = text(
    """
    INSERT INTO notification (id, case_number, recipient, kind, clock, subject, in_place_of, due_at, made_at,
        deliver_at)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said(id uuid, case_number text, recipient text,
        kind text, clock text, subject text, in_place_of text, due_at timestamptz, made_at timestamptz,
        deliver_at timestamptz)
    ON CONFLICT DO NOTHING
    """
)


def keep(session: Session, case_number: str, notices: Sequence[Notice]) -> None:
    """Keep notices and tasks of a case, each once."""
    keep_many(session, [(case_number, notice) for notice in notices])


def keep_many(session: Session, notices: Sequence[tuple[str, Notice]]) -> None:
    """Keep notices and tasks, each beside the number of its case, each once."""
    told = [_notification(case_number, notice) for case_number, notice in notices]
    tasks = [_task(case_number, notice) for case_number, notice in notices if notice.task]
    if told:
        session.execute(_TELL, {"rows": to_json(told).decode()})
    if tasks:
        session.execute(insert(SupervisorTask).values(tasks).on_conflict_do_nothing())


def watch(session: Session, case_number: str, watchers: Sequence[str], since: datetime) -> None:
    """Keep who watches a case, each once."""
    if watchers:
        rows = [{"case_number": case_number, "person": person, "since": since} for person in watchers]
        session.execute(insert(CaseWatcher).values(rows).on_conflict_do_nothing())


def _notification(case_number: str, notice: Notice) -> dict[str, object]:
    return {
        "id": key_id(f"{case_number}/notice/{notice.key}"),
        "case_number": case_number,
        "recipient": notice.recipient,
        "kind": notice.kind,
        "clock": notice.clock or None,
        "subject": notice.subject or None,
        "in_place_of": notice.in_place_of or None,
        "due_at": notice.due_at,
        "made_at": notice.made_at,
        "deliver_at": notice.deliver_at,
    }


def _task(case_number: str, notice: Notice) -> dict[str, object]:
    return {
        "id": key_id(f"{case_number}/task/{notice.key}"),
        "case_number": case_number,
        "owner": notice.recipient,
        "clock": notice.clock or None,
        "subject": notice.subject,
        "due_at": notice.due_at,
        "opened_at": notice.made_at,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A notification that has reached its recipient, and the stage of its case now."""

    row: Notification
    stage: str


def delivered(session: Session, recipient: str, now: datetime, *, unread: bool) -> list[Delivered]:
    """What a person has been told by now, newest first; ``now`` is the wall clock."""
    query = (
        select(Notification, Case.stage)
        .join(Case, col(Case.case_number) == col(Notification.case_number))
        .where(
            Notification.recipient == recipient,
            col(Notification.deliver_at) - col(Case.clock_offset_seconds) * timedelta(seconds=1) <= now,
        )
        .order_by(col(Notification.deliver_at).desc(), col(Notification.id))
    )
    if unread:
        query = query.where(col(Notification.read_at).is_(None))
    return [Delivered(row=row, stage=stage) for row, stage in session.exec(query.limit(PAGE))]


def mark_read(session: Session, notification_id: UUID, recipient: str, at: datetime) -> bool:
    """Mark one as read, once; False where it is not that person's."""
    row = session.get(Notification, notification_id)
    if row is None or row.recipient != recipient:
        return False
    if row.read_at is None:
        row.read_at = at
    return True


def tasks(
    session: Session, owner: str | None, *, closed: bool, team: str | None = None
) -> list[SupervisorTask]:
    """Tasks of a person, of everybody or of a team; open ones the oldest first, closed ones the latest."""
    done = col(SupervisorTask.closed_at)
    query = select(SupervisorTask).where(done.is_not(None) if closed else done.is_(None), *_of_team(team))
    if owner is not None:
        query = query.where(SupervisorTask.owner == owner)
    order = done.desc() if closed else col(SupervisorTask.opened_at)
    return list(session.exec(query.order_by(order).limit(PAGE)))


def close_task(
    session: Session, task_id: UUID, *, by: str, outcome: str, at: datetime, team: str | None = None
) -> SupervisorTask | None:
    """Close a task, once, with what came of it; None where there is none, or none of the team."""
    row = session.exec(
        select(SupervisorTask).where(SupervisorTask.id == task_id, *_of_team(team)).with_for_update()
    ).one_or_none()
    if row is not None and row.closed_at is None:
        row.closed_at, row.closed_by, row.outcome = at, by, outcome
        session.flush()
    return row


def _of_team(team: str | None) -> list[ColumnElement[bool]]:
    """Tasks that somebody of the team owns, or that are about a case in its hands; None asks for any."""
    if team is None:
        return []
    people = select("staff:" + cast(col(Staff.id), String)).where(col(Staff.team) == team)
    cases = select(Case.case_number).where(col(Case.assignee).in_(people))
    return [or_(col(SupervisorTask.owner).in_(people), col(SupervisorTask.case_number).in_(cases))]


def unread_count(session: Session, recipient: str) -> int:
    """How many notifications a person has not read."""
    query = select(func.count()).where(
        Notification.recipient == recipient, col(Notification.read_at).is_(None)
    )
    return session.exec(query).one()
