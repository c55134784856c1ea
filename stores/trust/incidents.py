"""Breaches of personal data (L-33)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models.incident import Incident


def newest(session: Session, limit: int = 200) -> Sequence[Incident]:
    """The newest first."""
    return session.exec(select(Incident).order_by(col(Incident.found_at).desc()).limit(limit)).all()


def find(session: Session, incident_id: UUID) -> Incident | None:
    """One of them, held for a change."""
    return session.exec(select(Incident).where(Incident.id == incident_id).with_for_update()).one_or_none()


def record(session: Session, recorded_by: str, facts: Mapping[str, Any]) -> Incident:
    """A new one."""
    incident = Incident(recorded_by=recorded_by, **{**facts, "members": list(facts["members"])})
    session.add(incident)
    session.flush()
    return incident


def follow(session: Session, incident: Incident, done: Mapping[str, Any]) -> Incident:
    """The same, with what was done since."""
    for name, value in done.items():
        setattr(incident, name, value)
    session.flush()
    return incident
