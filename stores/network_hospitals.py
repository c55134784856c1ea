"""Where a child may be treated under its policy: hospitals of the plan's lists on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models.hospital import Hospital
from models.network_membership import NetworkMembership
from rules.vocabulary import Benefit, Department, NetworkKind
from stores.cover_facts import plan_of_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Which hospitals are looked for; None asks for any."""

    benefit: Benefit
    city: str | None = None
    department: Department | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHospital:
    """A hospital of the plan's lists; ``direct`` where the card pays at the desk."""

    row: Hospital
    direct: bool
    advances: bool


def listed(session: Session, policy_id: UUID, on: date, near: Near) -> Sequence[ListedHospital]:
    """Hospitals of the lists that count for a benefit of the policy on a day, by city and name."""
    lists = plan_of_policy(session, policy_id).network_lists(near.benefit, on)
    query = (
        select(Hospital, NetworkMembership.kind)
        .join(NetworkMembership, col(NetworkMembership.hospital_code) == col(Hospital.code))
        .where(
            col(NetworkMembership.network_list).in_(lists),
            or_(col(NetworkMembership.benefit).is_(None), NetworkMembership.benefit == near.benefit),
            col(NetworkMembership.from_on) <= on,
            or_(col(NetworkMembership.to_on).is_(None), col(NetworkMembership.to_on) >= on),
        )
        .order_by(col(Hospital.city), Hospital.name)
    )
    if near.city:
        query = query.where(Hospital.city == near.city)
    if near.department:
        query = query.where(col(Hospital.departments).contains([near.department]))
    kinds: dict[str, set[NetworkKind]] = {}
    rows: dict[str, Hospital] = {}
    for row, kind in session.exec(query):
        rows[row.code] = row
        kinds.setdefault(row.code, set()).add(NetworkKind(kind))
    return [
        ListedHospital(
            row=row,
            direct=NetworkKind.DIRECT_BILLING in kinds[code],
            advances=NetworkKind.ADVANCE_PROVIDER in kinds[code],
        )
        for code, row in rows.items()
    ]


def cities(session: Session) -> Sequence[str]:
    """Every city that has a hospital."""
    found = session.exec(select(Hospital.city).where(col(Hospital.city).is_not(None)).distinct())
    return sorted(city for city in found if city)
