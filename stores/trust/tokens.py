"""API tokens: secrets that speak for one guardian, hospital desk, member of staff or program."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from models.api_token import ApiToken
from rules.china_time import shanghai_date
from rules.roles import Actor
from rules.vocabulary import PrincipalKind
from stores import worded
from stores.trust import standing
from stores.trust.standing import Principal
from stores.worded import Worded

PREFIX = "lipei_"
"""Lets people and secret scanners see what a stray string is."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; the secret is shown this once and kept nowhere."""

    id: UUID
    secret: str


def issue(
    session: Session,
    kind: PrincipalKind,
    principal_id: str,
    label: str,
    *,
    at: datetime,
    expires_at: datetime | None = None,
) -> IssuedToken:
    """Make a token; LookupError: nobody has that id.

    ``principal_id`` is the id of a guardian or of staff, the code of a hospital, or a program's name.
    """
    if actor_of(session, kind, principal_id, at) is None:
        raise LookupError(f"there is no {kind.lower()} {principal_id} that a token could speak for")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        secret_sha256=_digest(secret),
        principal_kind=kind,
        principal_id=principal_id,
        label=label,
        issued_at=at,
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    return IssuedToken(token.id, secret)


_KNOWN = Worded(
    f"""
    SELECT held.id, {standing.COLUMNS} FROM api_token AS held {standing.JOINS}
    WHERE held.secret_sha256 = %(secret)s AND held.revoked_at IS NULL
        AND (held.expires_at IS NULL OR held.expires_at > %(at)s)
    """,  # noqa: S608  (constants)
    {},
)


def principal(session: Session, secret: str, *, at: datetime) -> Principal | None:
    """Whom a secret speaks for; None where it is unknown, revoked or expired, or its owner has left."""
    today = shanghai_date(at)
    found = worded.read(session, _KNOWN, secret=_digest(secret), at=at, today=today)
    return standing.principal(found[0], found[0].id, today) if found else None


def principal_of(
    session: Session, kind: PrincipalKind, principal_id: str, token_id: UUID, at: datetime
) -> Principal | None:
    """Whom a token or session with that id speaks for, as they are now; None for nobody."""
    today = shanghai_date(at)
    return standing.principal(standing.of(session, kind, principal_id, today), token_id, today)


def revoke(session: Session, token_id: UUID, *, at: datetime) -> bool:
    """End a token; False where it had been ended already. LookupError: no such token."""
    token = session.get(ApiToken, token_id, with_for_update=True)
    if token is None:
        raise LookupError(f"there is no token {token_id}")
    if token.revoked_at is not None:
        return False
    token.revoked_at = at
    session.flush()
    return True


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of(session: Session, kind: PrincipalKind, principal_id: str, at: datetime) -> Actor | None:
    """Roles and authority of somebody as they are now; None for nobody, and for staff who have left."""
    today = shanghai_date(at)
    return standing.actor_of(standing.of(session, kind, principal_id, today), today)
