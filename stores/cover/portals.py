"""What the first page of a family or a hospital shows: children, their cover, their cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models.guardianship import Guardianship
from models.member import Member
from models.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """A child of the family with one of its policies."""

    member_id: UUID
    policy_id: UUID
    name: str
    member_number: str
    policy_number: str
    effective_on: date
    expires_on: date


def of_guardian(session: Session, guardian_id: UUID) -> Sequence[Insured]:
    """The children of a guardian with every policy, the latest first."""
    query = (
        select(Member, Policy)
        .join(Guardianship, col(Guardianship.member_id) == col(Member.id))
        .join(Policy, col(Policy.member_id) == col(Member.id))
        .where(col(Guardianship.guardian_id) == guardian_id)
        .order_by(Member.name, col(Policy.effective_on).desc())
    )
    return [
        Insured(
            member_id=member.id,
            policy_id=policy.id,
            name=member.name,
            member_number=member.number,
            policy_number=policy.number,
            effective_on=policy.effective_on,
            expires_on=policy.expires_on,
        )
        for member, policy in session.exec(query)
    ]


def names_of(session: Session, members: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of these children."""
    found = session.exec(select(Member).where(col(Member.id).in_(set(members))))
    return {member.id: member.name for member in found}
