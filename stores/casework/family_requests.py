"""What the tables know about a family that asks for something."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.case import Case
from models.hospital import Hospital
from models.plan_version import PlanVersion
from models.policy import Policy
from rules.requests.appointment import MISSED_STAGES
from rules.vocabulary import Ownership, Process


def missed_appointments(session: Session, member_id: UUID) -> int:
    """How many of the child's appointments were missed, or cancelled late (R-064)."""
    query = select(func.count()).where(
        Case.member_id == member_id,
        Case.process == Process.APPOINTMENT,
        col(Case.stage).in_(sorted(MISSED_STAGES)),
    )
    return session.exec(query).one()


def plan_code(session: Session, policy_id: UUID) -> str:
    """Code of the plan that a policy was sold with."""
    query = select(PlanVersion.code).join(Policy, col(Policy.plan_version_id) == col(PlanVersion.id))
    return session.exec(query.where(Policy.id == policy_id)).one()


def ownership(session: Session, hospital_code: str) -> Ownership | None:
    """Who runs the hospital; None where there is none of that code."""
    hospital = session.get(Hospital, hospital_code)
    return Ownership(hospital.ownership) if hospital else None


def case_of_member(session: Session, case_number: str, member_id: UUID) -> bool:
    """Whether the case is about this child."""
    query = select(Case.case_number).where(Case.case_number == case_number, Case.member_id == member_id)
    return session.exec(query).first() is not None


def open_cases(session: Session, member_id: UUID, processes: Collection[Process]) -> Sequence[str]:
    """Numbers of the child's open cases of these processes."""
    query = select(Case.case_number).where(
        Case.member_id == member_id,
        col(Case.process).in_(sorted(processes)),
        col(Case.closed_at).is_(None),
    )
    return session.exec(query.order_by(col(Case.case_number))).all()
