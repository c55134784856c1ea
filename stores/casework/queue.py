"""The work of the house: open cases by time left, as adjusters narrow, search and count them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    ScalarSelect,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from models.case import Case
from models.case_event import CaseEvent
from models.case_lease import CaseLease
from models.case_tag import CaseTag
from models.hospital import Hospital
from models.member import Member
from models.policy import Policy
from rules.vocabulary import Process
from stores import worded
from stores.casework import case_search, note_mentions, restricted
from stores.cover.people import names_of
from stores.worded import Worded

PAGE = 50
MOST_IN_FILE = 5000
MOST_COUNTED = 1000
"""Views are counted so far: an exact number of a million cases would be read on every page."""


_NOW = bindparam("now", type_=DateTime(timezone=True))
_US: ColumnElement[str] = literal_column("'US'")
"""As a word of the statement: by a value Postgres would not find the index of those that wait for us."""
_BY_TIME_LEFT = (col(Case.priority).desc(), col(Case.queue_at), col(Case.case_number))


class View(StrEnum):
    """Ready-made narrowings of the queue."""

    MINE = "mine"
    MENTIONED = "mentioned"
    UNASSIGNED = "unassigned"
    ON_US = "on_us"
    ON_THEM = "on_them"
    ESCALATED = "escalated"
    OPEN = "open"
    CLOSED = "closed"


_ALONG: Mapping[View, Sequence[Any]] = {
    View.UNASSIGNED: (col(Case.assignee), col(Case.queue_at), col(Case.case_number)),
    **dict.fromkeys((View.ON_US, View.ON_THEM, View.OPEN), _BY_TIME_LEFT),
}
"""Counted in this order, the cases of a view are read off an index instead of the rows themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person wants to see; ``reader`` is who asks, for ``MINE``."""

    reader: str
    view: View = View.OPEN
    process: Process | None = None
    stage: str | None = None
    hospital: str | None = None
    person: str | None = None
    tag: str | None = None
    words: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether more than the view is asked for."""
        return any((self.process, self.stage, self.hospital, self.person, self.tag, self.words))


class CaseLine(NamedTuple):
    """What the queue shows of a case: a row of the whole case takes longer to make than to read."""

    case_number: str
    process: str
    stage: str
    priority: int
    emergency: bool
    escalated: bool
    assignee: str | None
    waiting_on: str | None
    due_at: datetime | None
    requested_amount: int | None
    clock_offset_seconds: int
    hospital_code: str | None


class QueuedCase(NamedTuple):
    """A row of the queue. ``held_by`` names who works on it just now; ``tags`` are in order.

    A hospital without an English name has its own in both languages.
    """

    row: CaseLine
    child: str
    member_number: str
    policy_number: str
    hospital_name: str
    hospital_name_en: str
    person: str
    held_by: str
    tags: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A page of the queue with the number of cases of each view under the other filters.

    Numbers end at one more than `MOST_COUNTED`. ``more``: another page follows.
    """

    rows: Sequence[QueuedCase]
    total: int
    page: int
    more: bool
    counts: Mapping[View, int]

    @property
    def pages(self) -> int | None:
        """How many pages there are; None where the cases were not counted to the end."""
        return None if self.total > MOST_COUNTED else max(1, -(-self.total // PAGE))


def read(session: Session, asked: Asked, now: datetime, *, page: int = 1, size: int = PAGE) -> QueuePage:
    """The page of that number, those due first; closed cases the latest first."""
    wanted = page_of(asked, page, size).given(now=now)
    (counted,), found = worded.read_together(session, counting(asked), wanted)
    names = names_of(session, who_stand_in(found))
    return put_together(asked, found, counted, names, page=page, size=size)


def who_stand_in(found: Sequence[Any]) -> set[str]:
    """References of those who have the cases of a page, or hold them."""
    return {name for row in found for name in (row.assignee, row.holder) if name}


def put_together(
    asked: Asked,
    found: Sequence[Any],
    counted: Sequence[int],
    names: Mapping[str, str],
    *,
    page: int,
    size: int,
) -> QueuePage:
    """The page of what `page_of` and `counting` found, with the names of people by their references."""
    counts = dict(zip(View, counted, strict=True))
    return QueuePage(
        rows=[_queued(row, names) for row in found[:size]],
        total=counts[asked.view],
        page=page,
        more=len(found) > size,
        counts=counts,
    )


def _queued(row: Any, names: Mapping[str, str]) -> QueuedCase:
    line = CaseLine._make(row[: len(CaseLine._fields)])
    return QueuedCase(
        row=line,
        child=row.child,
        member_number=row.member_number,
        policy_number=row.policy_number or "",
        hospital_name=row.hospital_name or line.hospital_code or "",
        hospital_name_en=row.hospital_name_en or row.hospital_name or line.hospital_code or "",
        person=names.get(line.assignee or "", ""),
        held_by=names.get(row.holder or "", ""),
        tags=row.tags,
    )


@lru_cache(maxsize=256)
def page_of(asked: Asked, page: int, size: int) -> Worded:
    """One row more than the page holds: it tells whether another follows. ``now`` is left to say.

    Kept, for putting it together takes longer than reading the page. How many rows are asked for stands in
    the words: without knowing it, Postgres keeps no plan and makes one each time, which takes longer still.
    """
    order = (
        (col(Case.closed_at).desc(), col(Case.case_number)) if asked.view is View.CLOSED else _BY_TIME_LEFT
    )
    leased = and_(col(CaseLease.case_number) == col(Case.case_number), col(CaseLease.expires_at) > _NOW)
    tags = select(CaseTag.tag).where(CaseTag.case_number == Case.case_number).order_by(col(CaseTag.tag))
    beside: tuple[Any, ...] = (
        col(Member.name).label("child"),
        col(Member.number).label("member_number"),
        col(Policy.number).label("policy_number"),
        col(Hospital.name).label("hospital_name"),
        col(Hospital.name_en).label("hospital_name_en"),
        col(CaseLease.holder),
        func.array(tags.correlate(Case).scalar_subquery()).label("tags"),
    )
    statement = (
        columns(*(getattr(Case, name) for name in CaseLine._fields), *beside)
        .select_from(Case)
        .join(Member, col(Member.id) == col(Case.member_id))
        .join(Policy, col(Policy.id) == col(Case.policy_id), isouter=True)
        .join(Hospital, col(Hospital.code) == col(Case.hospital_code), isouter=True)
        .join(CaseLease, leased, isouter=True)
        .where(*_conditions(asked, asked.view), *_shown(asked.view))
        .order_by(*order)
        .offset(_number((page - 1) * size))
        .limit(_number(size + 1))
    )
    return worded.worded(statement)


def _number(value: int) -> ColumnElement[int]:
    """A number as a word of the statement."""
    return literal_column(str(int(value)))


def come_since(session: Session, asked: Asked, since: datetime) -> int:
    """How many cases of the view went on record since an instant; wall clock."""
    begun = select(CaseEvent.case_number).where(col(CaseEvent.recorded_at) > since, CaseEvent.sequence == 1)
    query = select(func.count()).select_from(Case)
    conditions = _conditions(asked, asked.view)
    return session.exec(query.where(*conditions, col(Case.case_number).in_(begun))).one()


@lru_cache(maxsize=256)
def counting(asked: Asked) -> Worded:
    """Every view counted in one statement: a statement each took longer than the counting."""
    return worded.worded(columns(*(_count(asked, view) for view in View)))


def _count(asked: Asked, view: View) -> ScalarSelect[int]:
    some = select(Case.case_number).where(*_conditions(asked, view)).limit(_number(MOST_COUNTED + 1))
    if not asked.narrowed:
        some = some.order_by(*_ALONG.get(view, ()))
    return columns(func.count()).select_from(some.subquery()).scalar_subquery()


def _conditions(asked: Asked, view: View) -> list[ColumnElement[bool]]:
    found = [_of_view(asked, view)]
    if asked.process:
        found.append(col(Case.process) == asked.process)
    if asked.stage:
        found.append(col(Case.stage) == asked.stage)
    if asked.hospital:
        found.append(col(Case.hospital_code) == asked.hospital)
    if asked.person:
        found.append(col(Case.assignee) == asked.person)
    if asked.tag:
        tagged = select(CaseTag.case_number).where(CaseTag.tag == asked.tag)
        found.append(col(Case.case_number).in_(tagged))
    found.extend(case_search.conditions(asked.words))
    return found


def _shown(view: View) -> list[ColumnElement[bool]]:
    """Which rows of the view are told of; a number of closed cases tells of nobody, so it is of all."""
    return [restricted.in_use()] if view is View.CLOSED else []


def _of_view(asked: Asked, view: View) -> ColumnElement[bool]:
    is_open = col(Case.closed_at).is_(None)
    on_us = or_(col(Case.waiting_on).is_(None), col(Case.waiting_on) == _US)
    match view:
        case View.MINE:
            return and_(is_open, col(Case.assignee) == asked.reader)
        case View.MENTIONED:
            return and_(note_mentions.waits_for(asked.reader), restricted.in_use())
        case View.UNASSIGNED:
            return and_(is_open, col(Case.assignee).is_(None))
        case View.ON_US:
            return and_(is_open, on_us)
        case View.ON_THEM:
            return and_(is_open, ~on_us)
        case View.ESCALATED:
            return and_(is_open, col(Case.escalated))
        case View.CLOSED:
            return col(Case.closed_at).is_not(None)
        case View.OPEN:
            return is_open
