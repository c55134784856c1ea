"""Breaches of personal data (L-33): recorded, followed to their end, told; each act is on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models.incident import Incident
from rules.administration import HouseAct
from rules.requests.incident_plan import IncidentFacts
from stores.house import house_changes
from stores.trust import breach_notices

CLOCKS_AGREE_WITHIN = timedelta(minutes=1)
"""How far the clock of whoever writes may be ahead of ours."""


class IncidentFault(StrEnum):
    """Why something cannot be recorded."""

    FOUND_BEFORE = "FOUND_BEFORE"
    AHEAD = "AHEAD"
    NO_MEASURES = "NO_MEASURES"
    NOT_ALL_DONE = "NOT_ALL_DONE"
    UNKNOWN_CHILDREN = "UNKNOWN_CHILDREN"
    NO_CHILDREN = "NO_CHILDREN"


class IncidentRefusedError(ValueError):
    """``field`` has to be corrected; ``named`` are the numbers that are wrong."""

    def __init__(self, field: str, fault: IncidentFault, named: Sequence[str] = ()) -> None:
        """Keep what is wrong."""
        super().__init__(fault)
        self.field, self.fault, self.named = field, fault, tuple(named)


def newest(session: Session, limit: int = 200) -> Sequence[Incident]:
    """The newest first."""
    return session.exec(select(Incident).order_by(col(Incident.found_at).desc()).limit(limit)).all()


def find(session: Session, incident_id: UUID) -> Incident | None:
    """One of them, held for a change."""
    return session.exec(select(Incident).where(Incident.id == incident_id).with_for_update()).one_or_none()


def number_of(incident: Incident) -> str:
    """How the breach is called on paper and on pages."""
    return f"INC-{incident.found_at:%Y%m%d}-{incident.id.hex[:8].upper()}"


def subject_of(incident: Incident) -> str:
    """The breach on the house's record."""
    return f"incident:{incident.id}"


def facts_of(incident: Incident) -> IncidentFacts:
    """What its plan goes by."""
    return IncidentFacts(
        found_at=incident.found_at,
        children=len(set(incident.members)),
        measures=bool(incident.measures),
        measures_at=incident.measures_at,
        reported_at=incident.reported_at,
        telling_since=incident.telling_since,
        guardians_told_at=incident.guardians_told_at,
        closed_at=incident.closed_at,
    )


def record(session: Session, recorded_by: str, facts: Mapping[str, Any], at: datetime) -> Incident:
    """A new one. IncidentRefusedError."""
    _behind_us(facts, at)
    if facts["found_at"] < facts["happened_at"]:
        raise IncidentRefusedError("found_at", IncidentFault.FOUND_BEFORE)
    incident = Incident(recorded_by=recorded_by, **{**facts, "members": list(facts["members"])})
    session.add(incident)
    session.flush()
    children = {"children": len(set(incident.members))}
    house_changes.write(session, recorded_by, HouseAct.RECORD_INCIDENT, subject_of(incident), children)
    return incident


def follow(
    session: Session, incident: Incident, actor: str, done: Mapping[str, Any], at: datetime
) -> Incident:
    """The same, with what was done since; it is closed last of all. IncidentRefusedError.

    Measures were taken when that is said, or when they first came on record: at that instant, by this person.
    """
    _behind_us(done, at)
    _taken(incident, actor, done, at)
    told = done.get("guardians_told_at") or incident.guardians_told_at or not incident.members
    if done.get("closed_at") and not (told and (done.get("measures") or incident.measures)):
        raise IncidentRefusedError("closed_at", IncidentFault.NOT_ALL_DONE)
    for name, value in done.items():
        setattr(incident, name, value)
    session.flush()
    house_changes.write(
        session, actor, HouseAct.FOLLOW_INCIDENT, subject_of(incident), {"changed": sorted(done)}
    )
    return incident


def _behind_us(said: Mapping[str, Any], at: datetime) -> None:
    """What is put on record has happened: no instant lies ahead of the house's clock."""
    for name, value in said.items():
        if isinstance(value, datetime) and value > at + CLOCKS_AGREE_WITHIN:
            raise IncidentRefusedError(name, IncidentFault.AHEAD)


def _taken(incident: Incident, actor: str, done: Mapping[str, Any], at: datetime) -> None:
    said = done.get("measures_at")
    if said and not (done.get("measures") or incident.measures):
        raise IncidentRefusedError("measures_at", IncidentFault.NO_MEASURES)
    if said and said < incident.happened_at:
        raise IncidentRefusedError("measures_at", IncidentFault.FOUND_BEFORE)
    if said or (done.get("measures") and incident.measures_at is None):
        incident.measures_at, incident.measures_by = said or at, actor


def tell(session: Session, incident: Incident, actor: str, at: datetime) -> Incident:
    """From now on the guardians are written to; a repeat changes nothing. IncidentRefusedError."""
    if not incident.measures:
        raise IncidentRefusedError("measures", IncidentFault.NO_MEASURES)
    if not incident.members:
        raise IncidentRefusedError("members", IncidentFault.NO_CHILDREN)
    strange = breach_notices.unknown_members(session, incident.members)
    if strange:
        raise IncidentRefusedError("members", IncidentFault.UNKNOWN_CHILDREN, strange)
    if incident.telling_since is None:
        breach_notices.begin(session, incident, at)
        house_changes.write(session, actor, HouseAct.TELL_GUARDIANS, subject_of(incident), {})
    return incident
