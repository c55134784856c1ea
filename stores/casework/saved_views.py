"""Narrowings of the queue by name: one's own, and those that the team shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import ScalarSelect, String, cast
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select, update

from models.columns import new_id
from models.saved_view import SavedView
from models.staff import Staff
from stores import worded
from stores.worded import Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewWish:
    """A view as somebody wants to keep it; ``shared``: with the own team."""

    name: str
    query: str
    shared: bool = False
    opens_first: bool = False


def keep(session: Session, owner: str, wish: ViewWish, at: datetime) -> None:
    """Keep the view; one of the same name is replaced, and only one can open first."""
    team = session.scalar(select(_team_of(owner))) if wish.shared else None
    if wish.opens_first:
        session.exec(update(SavedView).where(col(SavedView.owner) == owner).values(opens_first=False))
    said = {"query": wish.query, "team": team, "opens_first": wish.opens_first, "saved_at": at}
    statement = insert(SavedView).values(id=new_id(), owner=owner, name=wish.name, **said)
    session.execute(
        statement.on_conflict_do_update(index_elements=[col(SavedView.owner), col(SavedView.name)], set_=said)
    )


class SeenView(Protocol):
    """A view as its reader's page lists it."""

    id: UUID
    owner: str
    name: str
    query: str
    team: str | None


SEEN = Worded(
    """
    SELECT id, owner, name, query, team FROM saved_view
    WHERE owner = %(person)s OR team = (SELECT team FROM staff WHERE 'staff:' || id::text = %(person)s)
    ORDER BY name
    """,
    {},
)


def seen_by(session: Session, person: str) -> Sequence[SeenView]:
    """The person's own views, and those of the team, by name."""
    return worded.read(session, SEEN, person=person)


def first(session: Session, person: str) -> str | None:
    """The query that the person's queue begins with."""
    query = select(SavedView.query).where(SavedView.owner == person, col(SavedView.opens_first))
    return session.exec(query).first()


def drop(session: Session, owner: str, view_id: UUID) -> None:
    """Forget a view of one's own; nothing for anybody else's."""
    session.exec(delete(SavedView).where(col(SavedView.id) == view_id, col(SavedView.owner) == owner))


def _team_of(person: str) -> ScalarSelect[str | None]:
    """Nothing for whoever is no member of staff."""
    return select(Staff.team).where("staff:" + cast(col(Staff.id), String) == person).scalar_subquery()
