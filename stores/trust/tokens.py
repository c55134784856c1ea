"""API tokens: secrets that speak for one guardian, hospital desk, member of staff or program."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models.api_token import ApiToken
from models.guardian import Guardian
from models.hospital import Hospital
from models.staff import Staff
from models.staff_role import StaffRole
from rules.china_time import shanghai_date
from rules.roles import AUTOMATIC_LIMIT, Actor, Role
from rules.vocabulary import PrincipalKind
from stores.house import authority_limits
from stores.trust.works_for import insurers_of

PREFIX = "lipei_"
"""Lets people and secret scanners see what a stray string is."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; the secret is shown this once and kept nowhere."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Whom a token or a session speaks for, with roles and authority (fen) as they are now.

    ``token_id`` is the id of the token or the session. ``insurers`` are the codes of those that a member of
    staff works for, None for all.
    """

    kind: PrincipalKind
    id: str
    actor: Actor
    token_id: UUID
    insurers: frozenset[str] | None = None


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


def principal(session: Session, secret: str, *, at: datetime) -> Principal | None:
    """Whom a secret speaks for; None where it is unknown, revoked or expired, or its owner has left."""
    query = select(ApiToken).where(
        ApiToken.secret_sha256 == _digest(secret),
        col(ApiToken.revoked_at).is_(None),
        or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > at),
    )
    token = session.exec(query).one_or_none()
    if token is None:
        return None
    return principal_of(session, token.principal_kind, token.principal_id, token.id, at)


def principal_of(
    session: Session, kind: PrincipalKind, principal_id: str, token_id: UUID, at: datetime
) -> Principal | None:
    """Whom a token or session with that id speaks for, as they are now; None for nobody."""
    actor = actor_of(session, kind, principal_id, at)
    if actor is None:
        return None
    insurers = insurers_of(session, kind, principal_id)
    return Principal(kind=kind, id=principal_id, actor=actor, token_id=token_id, insurers=insurers)


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
    reference = f"{kind.lower()}:{principal_id}"
    if kind is PrincipalKind.SYSTEM:
        return Actor(reference, (Role.SYSTEM,), AUTOMATIC_LIMIT)
    if kind is PrincipalKind.HOSPITAL:
        known = session.get(Hospital, principal_id) is not None
        return Actor(reference, (Role.HOSPITAL_DESK,)) if known else None
    try:
        row_id = UUID(principal_id)
    except ValueError:
        return None
    if kind is PrincipalKind.STAFF:
        return _staff(session, row_id, reference, at)
    return Actor(reference, (Role.GUARDIAN,)) if session.get(Guardian, row_id) is not None else None


def _staff(session: Session, staff_id: UUID, reference: str, at: datetime) -> Actor | None:
    held = session.exec(
        select(Staff, StaffRole).join(StaffRole, isouter=True).where(Staff.id == staff_id)
    ).all()
    staff = held[0][0] if held else None
    if staff is None or (staff.left_on is not None and staff.left_on <= shanghai_date(at)):
        return None
    roles = tuple(sorted(row.role for _, row in held if row))
    limits = authority_limits.in_force(session, shanghai_date(at))
    authority = max((limits.get(role, 0) for role in roles), default=0)
    if staff.authority_override is not None:
        authority = staff.authority_override
    return Actor(reference, roles, authority)
