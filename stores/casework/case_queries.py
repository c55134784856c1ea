"""Cases as people see them: row by row only what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, false, func, true, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from models.case import Case
from models.case_event import CaseEvent
from models.guardianship import Guardianship
from models.member import Member
from rules.permissions import SHARED_WITH_HOSPITALS
from rules.vocabulary import Process
from stores.casework import case_search, restricted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Whose cases a person sees: all, those that one hospital has a part in, or one guardian's children's.

    ``kept`` is for who answers for data that are kept but no longer used; a family sees its own always.
    """

    everything: bool = False
    hospital_code: str | None = None
    guardian_id: UUID | None = None
    kept: bool = False

    def rows(self) -> ColumnElement[bool]:
        """The condition on case rows."""
        if self.everything:
            return true() if self.kept else restricted.in_use()
        if self.hospital_code is not None:
            shared = col(Case.process).in_(sorted(SHARED_WITH_HOSPITALS))
            return and_(col(Case.hospital_code) == self.hospital_code, shared, restricted.in_use())
        if self.guardian_id is not None:
            children = select(Guardianship.member_id).where(Guardianship.guardian_id == self.guardian_id)
            return col(Case.member_id).in_(children)
        return false()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases of a queue are asked for; None and nothing ask for any. ``without`` are left out."""

    process: Process | None = None
    stage: str | None = None
    assignee: str | None = None
    due_before: datetime | None = None
    closed: bool = False
    stages: Sequence[str] = ()
    without: Sequence[Process] = ()
    words: str = ""

    def rows(self) -> list[ColumnElement[bool]]:
        """The conditions on case rows."""
        ended = col(Case.closed_at).is_not(None) if self.closed else col(Case.closed_at).is_(None)
        conditions: list[ColumnElement[bool]] = [ended]
        if self.process is not None:
            conditions.append(col(Case.process) == self.process)
        if self.stage is not None:
            conditions.append(col(Case.stage) == self.stage)
        if self.assignee is not None:
            conditions.append(col(Case.assignee) == self.assignee)
        if self.due_before is not None:
            conditions.append(col(Case.queue_at) < self.due_before)
        if self.without:
            conditions.append(col(Case.process).not_in(self.without))
        if self.stages:
            conditions.append(col(Case.stage).in_(self.stages))
        return conditions + case_search.conditions(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of the queue ended: the next one begins after it."""

    queue_at: datetime
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCase:
    """A case row with the number on the child's card."""

    row: Case
    member_number: str


def find(session: Session, case_number: str, sight: Sight) -> SeenCase | None:
    """The case, where this person sees it."""
    found = session.exec(_cases().where(Case.case_number == case_number, sight.rows())).one_or_none()
    return SeenCase(row=found[0], member_number=found[1]) if found else None


def exists(session: Session, case_number: str) -> bool:
    """Whether there is such a case, whoever may see it."""
    return session.exec(select(Case.case_number).where(Case.case_number == case_number)).first() is not None


def has_case_of(session: Session, sight: Sight, member_id: UUID) -> bool:
    """Whether the child has a case that this person sees, open or closed."""
    query = select(Case.case_number).where(Case.member_id == member_id, sight.rows())
    return session.exec(query.limit(1)).first() is not None


def queue(session: Session, sight: Sight, wanted: Wanted, after: Place | None, limit: int) -> list[SeenCase]:
    """Cases that come next, those due first; a page begins after the place where the one before ended."""
    query = _cases().where(sight.rows(), *wanted.rows())
    if after is not None:
        here = tuple_(col(Case.queue_at), col(Case.case_number))
        query = query.where(here > tuple_(after.queue_at, after.case_number))
    ordered = query.order_by(col(Case.queue_at), col(Case.case_number)).limit(limit)
    return [SeenCase(row=row, member_number=number) for row, number in session.exec(ordered)]


def leaf(session: Session, sight: Sight, wanted: Wanted, number: int, size: int) -> list[SeenCase]:
    """The page of that number with one case more where another follows; closed ones the latest first."""
    order = (col(Case.closed_at).desc(),) if wanted.closed else (col(Case.queue_at),)
    query = _cases().where(sight.rows(), *wanted.rows()).order_by(*order, col(Case.case_number))
    found = session.exec(query.offset((number - 1) * size).limit(size + 1))
    return [SeenCase(row=row, member_number=card) for row, card in found]


def place_of(seen: SeenCase) -> Place:
    """The place of a case in the queue."""
    queue_at = seen.row.queue_at
    assert queue_at is not None  # computed by the database
    return Place(queue_at=queue_at, case_number=seen.row.case_number)


def events(session: Session, case_number: str, after: int, limit: int) -> Sequence[CaseEvent]:
    """What happened to a case after the event of that sequence, in order."""
    query = select(CaseEvent).where(CaseEvent.case_number == case_number, CaseEvent.sequence > after)
    return session.exec(query.order_by(col(CaseEvent.sequence)).limit(limit)).all()


def newest_event(session: Session, case_number: str) -> int:
    """The sequence of the last event of a case; 0 before there is one."""
    query = select(func.max(CaseEvent.sequence)).where(CaseEvent.case_number == case_number)
    return session.exec(query).one() or 0


def events_since_version(session: Session, case_number: str, version: int) -> Sequence[CaseEvent]:
    """What happened to a case after its state had that version."""
    made = col(CaseEvent.detail)["version"].astext.cast(Integer)
    query = select(CaseEvent).where(CaseEvent.case_number == case_number, made > version)
    return session.exec(query.order_by(col(CaseEvent.sequence))).all()


def _cases() -> Select[Case, str]:
    return select(Case, Member.number).join(Member, col(Member.id) == col(Case.member_id))
