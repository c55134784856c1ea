"""Who is insured by what, who speaks for whom, and which hospitals there are."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from models.guardianship import Guardianship
from models.hospital import Hospital
from models.member import Member
from models.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuredMember:
    """A child and, where the numbers fit together, its policy."""

    member_id: UUID
    policy_id: UUID | None


def find_insured(session: Session, member_number: str, policy_number: str) -> InsuredMember | None:
    """The child with this number, with the policy of that number if it insures this child."""
    member_id = session.exec(select(Member.id).where(Member.number == member_number)).one_or_none()
    if member_id is None:
        return None
    policy = select(Policy.id).where(Policy.number == policy_number, Policy.member_id == member_id)
    return InsuredMember(member_id=member_id, policy_id=session.exec(policy).one_or_none())


def is_guardian(session: Session, guardian_id: UUID, member_id: UUID) -> bool:
    """Whether the adult acts for the child."""
    return session.get(Guardianship, (member_id, guardian_id)) is not None


def hospital_exists(session: Session, code: str) -> bool:
    """Whether the code is that of a hospital or clinic site."""
    return session.get(Hospital, code) is not None
