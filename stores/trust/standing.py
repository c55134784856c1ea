"""How somebody stands at this moment, read in one statement: name, roles, authority, insurers.

Every request asks it before anything else: what it costs is paid on every page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from rules.roles import AUTOMATIC_LIMIT, DEFAULT_AUTHORITY, Actor, Role
from rules.vocabulary import PrincipalKind
from stores import worded
from stores.trust.works_for import INSURERS_OF_STAFF
from stores.worded import Worded


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


COLUMNS = f"""
    held.principal_kind, held.principal_id,
    staff.id IS NOT NULL OR guardian.id IS NOT NULL OR hospital.code IS NOT NULL AS known,
    coalesce(staff.name, guardian.name, hospital.name) AS name,
    staff.left_on, staff.authority_override,
    ARRAY(SELECT role FROM staff_role WHERE staff_role.staff_id = staff.id ORDER BY role) AS roles,
    ARRAY({INSURERS_OF_STAFF}) AS insurers,
    (
        SELECT jsonb_object_agg(newest.role, newest.amount) FROM (
            SELECT DISTINCT ON (role) role, amount FROM authority_limit
            WHERE staff.id IS NOT NULL AND confirmed_at IS NOT NULL AND from_on <= %(today)s
            ORDER BY role, from_on DESC, id DESC
        ) AS newest
    ) AS limits
"""  # noqa: S608  (constants)
"""What is asked of a row ``held`` of a kind and an id; ``today`` is a day in China."""


class Standing(Protocol):
    """A row of these columns."""

    principal_kind: str
    principal_id: str
    known: bool
    name: str | None
    left_on: date | None
    authority_override: int | None
    roles: Sequence[str]
    insurers: Sequence[str]
    limits: Mapping[Role, int] | None


_AS_ID = """CASE WHEN held.principal_id ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
    THEN held.principal_id::uuid END"""
JOINS = f"""
    LEFT JOIN staff ON held.principal_kind = 'STAFF' AND staff.id = {_AS_ID}
    LEFT JOIN guardian ON held.principal_kind = 'GUARDIAN' AND guardian.id = {_AS_ID}
    LEFT JOIN hospital ON held.principal_kind = 'HOSPITAL' AND hospital.code = held.principal_id
"""
"""Who stands behind such a row."""

_OF = Worded(
    f"""
    SELECT {COLUMNS} FROM (SELECT %(kind)s::text AS principal_kind, %(id)s::text AS principal_id) AS held
    {JOINS}
    """,  # noqa: S608  (constants)
    {},
)


def of(session: Session, kind: PrincipalKind, principal_id: str, today: date) -> Standing:
    """The row of somebody who need not exist."""
    found: Standing = worded.read(session, _OF, kind=kind.value, id=principal_id, today=today)[0]
    return found


def principal(row: Standing, token_id: UUID, today: date) -> Principal | None:
    """Whom the row speaks for; None for nobody, and for staff who have left."""
    actor = actor_of(row, today)
    if actor is None:
        return None
    kind = PrincipalKind(row.principal_kind)
    insurers = frozenset(row.insurers) or None
    return Principal(kind=kind, id=row.principal_id, actor=actor, token_id=token_id, insurers=insurers)


def actor_of(row: Standing, today: date) -> Actor | None:
    """Roles and authority of the row's person; None for nobody, and for staff who have left."""
    kind = PrincipalKind(row.principal_kind)
    reference = f"{kind.lower()}:{row.principal_id}"
    if kind is PrincipalKind.SYSTEM:
        return Actor(reference, (Role.SYSTEM,), AUTOMATIC_LIMIT)
    if not row.known:
        return None
    if kind is not PrincipalKind.STAFF:
        return Actor(reference, (Role.HOSPITAL_DESK if kind is PrincipalKind.HOSPITAL else Role.GUARDIAN,))
    if row.left_on is not None and row.left_on <= today:
        return None
    roles = tuple(Role(each) for each in row.roles)
    return Actor(reference, roles, _authority(row, roles))


def _authority(row: Standing, roles: tuple[Role, ...]) -> int:
    """The person's own limit, or the highest of the roles; fen."""
    if row.authority_override is not None:
        return int(row.authority_override)
    limits = {**DEFAULT_AUTHORITY, **(row.limits or {})}
    return max((limits.get(role, 0) for role in roles), default=0)
