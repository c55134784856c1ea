"""Plan versions and letter templates as they are in use: what is sold, what was sold, what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from models.letter import Letter
from models.plan_version import PlanVersion
from models.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedPlan:
    """A plan version and how many policies were sold with it."""

    row: PlanVersion
    policies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedTemplate:
    """How often a version of a letter was sent, and when last."""

    letters: int
    last_at: datetime


def plans(session: Session) -> list[UsedPlan]:
    """Every version of every plan: by code, the newest first."""
    counted = select(func.count()).where(col(Policy.plan_version_id) == col(PlanVersion.id)).scalar_subquery()
    query = select(PlanVersion, counted).order_by(PlanVersion.code, col(PlanVersion.in_force_from).desc())
    return [UsedPlan(row=row, policies=count) for row, count in session.exec(query)]


def versions_of(session: Session, code: str) -> Sequence[PlanVersion]:
    """The versions of one plan, the newest first."""
    query = select(PlanVersion).where(PlanVersion.code == code)
    return session.exec(query.order_by(col(PlanVersion.in_force_from).desc())).all()


def plan(session: Session, plan_id: UUID) -> PlanVersion | None:
    """One version."""
    return session.get(PlanVersion, plan_id)


def templates(session: Session) -> Mapping[tuple[str, str, str], UsedTemplate]:
    """Letters that left, by code, version and language."""
    of_template = (col(Letter.code), col(Letter.template_version), col(Letter.language))
    sent = func.count(), func.max(col(Letter.issued_at))
    return {
        (code, version, str(language)): UsedTemplate(letters=count, last_at=last)
        for code, version, language, count, last in session.execute(
            columns(*of_template, *sent).group_by(*of_template)
        )
    }
