"""Brands of a policy year: what was chosen by telephone, and what the first visit locked (domain 5.8)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.brand_choice import BrandChoice
from models.brand_lock import BrandLock
from models.hospital import Hospital
from models.member_year import MemberYear
from rules.china_time import shanghai_date
from rules.vocabulary import Benefit


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSeen:
    """The brand of a benefit as it stands."""

    benefit: Benefit
    chosen: str | None
    locked: str | None
    locked_on: date | None
    closed_on: date | None


def seen(session: Session, policy_id: UUID, benefit: Benefit) -> BrandSeen:
    """What was chosen and locked; a year that has no accounts yet has neither lock."""
    lock = _standing(session, policy_id, benefit)
    return BrandSeen(
        benefit=benefit,
        chosen=chosen(session, policy_id, benefit),
        locked=lock.brand if lock else None,
        locked_on=lock.locked_on if lock else None,
        closed_on=closed_on(session, lock.brand) if lock else None,
    )


def chosen(session: Session, policy_id: UUID, benefit: Benefit) -> str | None:
    """The brand that was chosen, by telephone or by the family itself."""
    choice = session.get(BrandChoice, (policy_id, benefit))
    return choice.brand if choice else None


def exists(session: Session, brand: str) -> bool:
    """Whether a clinic that is not closed carries this brand."""
    query = select(Hospital.code).where(Hospital.brand == brand, col(Hospital.brand_closed_on).is_(None))
    return session.exec(query).first() is not None


def closed_on(session: Session, brand: str) -> date | None:
    """The day on which a brand closed; None while any of its clinics goes on."""
    days = [
        clinic.brand_closed_on for clinic in session.exec(select(Hospital).where(Hospital.brand == brand))
    ]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def choose(session: Session, policy_id: UUID, benefit: Benefit, brand: str, by: str, at: datetime) -> None:
    """Keep a choice; another one takes its place (R-047)."""
    row = {"policy_id": policy_id, "benefit": benefit, "brand": brand, "chosen_by": by, "chosen_at": at}
    upsert = insert(BrandChoice).values(row)
    session.execute(upsert.on_conflict_do_update(index_elements=["policy_id", "benefit"], set_=row))


def move_lock(session: Session, policy_id: UUID, benefit: Benefit, brand: str, at: datetime) -> None:
    """End the standing lock and begin one of the new brand; the visit that locked first stays its cause."""
    lock = _standing(session, policy_id, benefit)
    if lock is None or lock.brand == brand:
        return
    lock.ended_at = at
    session.flush()
    session.add(
        BrandLock(
            member_year_id=lock.member_year_id,
            benefit=benefit,
            brand=brand,
            locked_on=shanghai_date(at),
            decision_id=lock.decision_id,
        )
    )


def _standing(session: Session, policy_id: UUID, benefit: Benefit) -> BrandLock | None:
    query = (
        select(BrandLock)
        .join(MemberYear, col(MemberYear.id) == col(BrandLock.member_year_id))
        .where(
            MemberYear.policy_id == policy_id, BrandLock.benefit == benefit, col(BrandLock.ended_at).is_(None)
        )
    )
    return session.exec(query).one_or_none()
