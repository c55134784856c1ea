"""Where a child may be treated under its policy: hospitals of the plan's lists on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from models.hospital import Hospital
from models.network_membership import NetworkMembership
from rules.distance import Place
from rules.vocabulary import Benefit, Department, NetworkKind
from stores.benefits.cover_facts import plan_of_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Which hospitals are looked for; None asks for any."""

    benefit: Benefit
    city: str | None = None
    district: str | None = None
    department: Department | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHospital:
    """A hospital of the plan's lists; ``direct`` where the card pays at the desk."""

    row: Hospital
    direct: bool
    advances: bool

    @property
    def place(self) -> Place | None:
        """Where it is on the map; None where that is not on record."""
        latitude, longitude = self.row.latitude, self.row.longitude
        return Place(latitude, longitude) if latitude is not None and longitude is not None else None


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
    if near.district:
        query = query.where(Hospital.district == near.district)
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


def districts(session: Session) -> Sequence[tuple[str, str]]:
    """Every district that has a hospital, with its city, in the order of the cities."""
    query = select(func.coalesce(Hospital.city, ""), col(Hospital.district)).distinct()
    found = session.exec(query.where(col(Hospital.district).is_not(None)))
    return sorted((city, district) for city, district in found if district)
