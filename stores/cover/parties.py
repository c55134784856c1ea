"""Who a case is between, as the rows name them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy.orm import QueryableAttribute, selectinload
from sqlmodel import Session, SQLModel, col, select

from models.guardian import Guardian
from models.guardianship import Guardianship
from models.hospital import Hospital
from models.insurer import Insurer
from models.member import Member
from models.plan_version import PlanVersion
from models.policy import Policy
from models.staff import Staff
from models.tpa import Tpa
from rules.vocabulary import GuardianRelation

Row = TypeVar("Row", bound=SQLModel)


class PartyMissingError(LookupError):
    """A case names a person, policy or hospital that no row holds."""


class ForeignPolicyError(ValueError):
    """A case names a child and a policy that insures another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The rows that a case refers to. A child without a known guardian has none here."""

    member: Member
    policy: Policy
    plan: PlanVersion
    insurer: Insurer
    tpa: Tpa
    hospital: Hospital | None
    guardian: Guardian | None
    relation: GuardianRelation | None


def of_request(session: Session, *, member_id: str, policy_id: str, hospital_code: str) -> Parties:
    """All parties to care of a child under a policy; an empty ``hospital_code`` for no known hospital.

    PartyMissingError names what is not there. ForeignPolicyError where the policy is another child's:
    what it says is nobody's to tell.
    """
    policy = _one(session, Policy, UUID(policy_id))
    if policy.member_id != UUID(member_id):
        raise ForeignPolicyError(f"policy {policy_id} does not insure member {member_id}: a person answers")
    bond = session.exec(
        select(Guardian, Guardianship.relation)
        .join(Guardianship, col(Guardianship.guardian_id) == col(Guardian.id))
        .where(Guardianship.member_id == policy.member_id, col(Guardianship.is_primary))
    ).one_or_none()
    return Parties(
        member=_one(session, Member, policy.member_id),
        policy=policy,
        plan=_one(session, PlanVersion, policy.plan_version_id),
        insurer=_one(session, Insurer, policy.insurer_code),
        tpa=_one(session, Tpa, policy.tpa_code),
        hospital=_one(session, Hospital, hospital_code) if hospital_code else None,
        guardian=bond[0] if bond else None,
        relation=GuardianRelation(bond[1]) if bond else None,
    )


def policy_codes(session: Session, policy_id: str) -> tuple[str, str]:
    """Codes of a policy's insurer and plan; both empty where there is no such policy."""
    if not policy_id:
        return "", ""
    query = select(Policy.insurer_code, PlanVersion.code).join(
        PlanVersion, col(PlanVersion.id) == col(Policy.plan_version_id)
    )
    found = session.exec(query.where(Policy.id == UUID(policy_id))).one_or_none()
    return (found[0], found[1]) if found else ("", "")


def hospitals(session: Session, codes: Sequence[str]) -> tuple[Hospital, ...]:
    """Those hospitals in that order; PartyMissingError for a code that none has."""
    return tuple(_one(session, Hospital, code) for code in codes)


def staff(session: Session, reference: str) -> Staff | None:
    """The member of staff behind ``staff:<id or account>``, with roles; None for anybody else."""
    kind, _, name = reference.partition(":")
    if kind != "staff":
        return None
    query = select(Staff).options(selectinload(cast("QueryableAttribute[Any]", Staff.roles)))
    wanted = Staff.id == UUID(name) if _is_id(name) else Staff.account == name
    return session.exec(query.where(wanted)).one_or_none()


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def _one(session: Session, kind: type[Row], key: UUID | str) -> Row:
    row = session.get(kind, key)
    if row is None:
        raise PartyMissingError(f"{kind.__name__.lower()} {key} is not known: load it, then try again")
    return row
