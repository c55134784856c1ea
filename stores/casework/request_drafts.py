"""Drafts of new requests: kept for their writer alone, until they are sent, thrown away or too old."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from models.request_draft import RequestDraft

KEPT_FOR = timedelta(days=30)
"""As long as a file that belongs to no case."""


def keep(session: Session, person: str, what: str, fields: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Keep what was entered in the place of what was kept before; what is too old goes, whosever it is."""
    session.exec(delete(RequestDraft).where(col(RequestDraft.saved_at) < at - KEPT_FOR))
    said = {"fields": dict(fields), "saved_at": at}
    row = insert(RequestDraft).values(person=person, what=what, **said)
    # Two tabs of one person: the newer entry stands.
    session.execute(
        row.on_conflict_do_update(
            index_elements=[col(RequestDraft.person), col(RequestDraft.what)],
            set_=said,
            where=col(RequestDraft.saved_at) <= at,
        )
    )


def read(session: Session, person: str, what: str) -> RequestDraft | None:
    """What the person entered last, if it was not sent."""
    return session.get(RequestDraft, (person, what))


def of_person(session: Session, person: str) -> Sequence[RequestDraft]:
    """The person's drafts, the latest first."""
    query = select(RequestDraft).where(RequestDraft.person == person)
    return session.exec(query.order_by(col(RequestDraft.saved_at).desc())).all()


def drop(session: Session, person: str, what: str) -> None:
    """Throw the draft away; nothing where there is none."""
    session.exec(
        delete(RequestDraft).where(col(RequestDraft.person) == person, col(RequestDraft.what) == what)
    )
