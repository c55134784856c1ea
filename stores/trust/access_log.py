"""Who looked at whose data: append-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import String, cast
from sqlmodel import Session, col, or_, select

from models.access_log import AccessLog
from models.staff import Staff
from rules.china_time import at_shanghai, midnight_after
from rules.roles import Actor, Role
from stores.database import driver_connection
from stores.worded import Worded

_WRITTEN = """
    INSERT INTO access_log (actor, actor_role, action, subject, allowed, request_id)
    VALUES (%(actor)s, %(role)s, %(action)s, %(subject)s, %(allowed)s, %(request_id)s)
"""


def write(
    session: Session,
    actor: Actor,
    action: str,
    *,
    subject: str | None = None,
    allowed: bool = True,
    request_id: str | None = None,
) -> None:
    """Note one look; ``subject`` is a case number or an opaque id, None for a list."""
    asked = writing(actor, action, subject=subject, allowed=allowed, request_id=request_id)
    driver_connection(session).execute(asked.text.encode(), asked.values)


def writing(
    actor: Actor,
    action: str,
    *,
    subject: str | None = None,
    allowed: bool = True,
    request_id: str | None = None,
) -> Worded:
    """The statement that notes one look, for a page that asks several at once."""
    return Worded(
        _WRITTEN,
        {
            "actor": actor.reference,
            "role": (actor.roles[0] if actor.roles else Role.SYSTEM).value,
            "action": action,
            "subject": subject,
            "allowed": allowed,
            "request_id": request_id,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Which looks are asked for; empty asks for any. ``before`` is the id where the page before ended.

    ``first_on`` and ``last_on`` are days in China, both included.
    """

    actor: str = ""
    subject: str = ""
    refused: bool = False
    before: int | None = None
    first_on: date | None = None
    last_on: date | None = None


PAGE = 100


def newest(session: Session, asked: Looks, most: int = PAGE) -> Sequence[AccessLog]:
    """Looks, the newest first, a page at a time."""
    query = select(AccessLog).order_by(col(AccessLog.id).desc()).limit(most)
    if asked.actor:
        people = select("staff:" + cast(col(Staff.id), String)).where(
            or_(Staff.account == asked.actor, Staff.name == asked.actor)
        )
        query = query.where(or_(AccessLog.actor == asked.actor, col(AccessLog.actor).in_(people)))
    if asked.subject:
        query = query.where(AccessLog.subject == asked.subject)
    if asked.refused:
        query = query.where(col(AccessLog.allowed).is_(False))
    if asked.before is not None:
        query = query.where(col(AccessLog.id) < asked.before)
    if asked.first_on is not None:
        query = query.where(col(AccessLog.at) >= at_shanghai(asked.first_on, time(0)))
    if asked.last_on is not None:
        query = query.where(col(AccessLog.at) < midnight_after(asked.last_on))
    return session.exec(query).all()
