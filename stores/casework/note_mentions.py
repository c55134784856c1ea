"""Colleagues named in internal notes: they find the case in their queue until they have read it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from models.case import Case
from models.case_note import CaseNote
from models.note_mention import NoteMention
from stores.clocks.house import reference


class Named(Protocol):
    """A colleague whom a note may call."""

    id: UUID
    name: str


def named_in(body: str, people: Iterable[Named]) -> tuple[str, ...]:
    """References of those whom the note calls as ``@name``; the longest name wins."""
    found: list[str] = []
    for person in sorted(people, key=lambda each: len(each.name), reverse=True):
        if f"@{person.name}" in body:
            body = body.replace(f"@{person.name}", "")
            found.append(reference(person.id))
    return tuple(found)


def keep(session: Session, note_id: UUID, people: Iterable[str]) -> None:
    """Remember whom the note names."""
    session.add_all(NoteMention(note_id=note_id, person=person) for person in people)


def read(session: Session, case_number: str, person: str, at: datetime) -> None:
    """The person has seen the notes of the case."""
    notes = select(CaseNote.id).where(CaseNote.case_number == case_number)
    session.exec(
        update(NoteMention)
        .where(
            col(NoteMention.person) == person,
            col(NoteMention.read_at).is_(None),
            col(NoteMention.note_id).in_(notes),
        )
        .values(read_at=at)
    )


def waits_for(person: str) -> ColumnElement[bool]:
    """Cases with a note that names the person, who has not seen it yet."""
    unread = (
        select(CaseNote.case_number)
        .join(NoteMention, col(NoteMention.note_id) == col(CaseNote.id))
        .where(NoteMention.person == person, col(NoteMention.read_at).is_(None))
    )
    return col(Case.case_number).in_(unread)
