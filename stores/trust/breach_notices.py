"""Which families are still to be told of a breach, and in which case each is told (L-33)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.breach_notice import BreachNotice
from models.member import Member

_DUE = text(
    """
    SELECT incident.id AS incident_id, member.id AS member_id, held.policy_id
    FROM incident JOIN member ON member.number = ANY(incident.members)
    JOIN LATERAL (
        SELECT policy.id AS policy_id FROM policy WHERE policy.member_id = member.id
        ORDER BY effective_on DESC LIMIT 1
    ) AS held ON true
    WHERE incident.telling_since IS NOT NULL AND NOT EXISTS (
        SELECT FROM breach_notice WHERE incident_id = incident.id AND breach_notice.member_id = member.id
    )
    ORDER BY incident.id, member.id
    LIMIT :most
    """
)
_UNSTARTED = text(
    """
    SELECT notice.case_number, notice.member_id, notice.policy_id, incident.id AS incident_id, what,
        data_concerned, measures, happened_at, found_at,
        coalesce((SELECT language FROM guardian JOIN guardianship ON guardian_id = guardian.id
            WHERE guardianship.member_id = notice.member_id AND is_primary), 'zh') AS language
    FROM breach_notice AS notice JOIN incident ON incident.id = notice.incident_id
    WHERE NOT EXISTS (SELECT FROM cases WHERE cases.case_number = notice.case_number)
    ORDER BY notice.case_number
    LIMIT :most
    """
)
_NOTICES = text(
    """
    SELECT notice.case_number, cases.opened_at, cases.closed_at FROM breach_notice AS notice
    LEFT JOIN cases USING (case_number)
    WHERE incident_id = :incident_id ORDER BY notice.case_number LIMIT :most
    """
)
_ALL_TOLD = text(
    """
    UPDATE incident SET guardians_told_at = told.at
    FROM (
        SELECT incident_id, count(*) AS families, max(cases.closed_at) AS at
        FROM breach_notice JOIN cases USING (case_number)
        WHERE cases.stage = 'TOLD' GROUP BY incident_id
    ) AS told
    WHERE incident.id = told.incident_id AND guardians_told_at IS NULL
        AND told.families >= (SELECT count(DISTINCT number) FROM unnest(members) AS number)
    """
)
_TOLD = text(
    """
    SELECT count(*) FROM breach_notice JOIN cases USING (case_number)
    WHERE incident_id = :incident_id AND cases.stage = 'TOLD'
    """
)


def due(session: Session, most: int) -> Sequence[RowMapping]:
    """Children whose guardians are to be told and have no notice yet."""
    return session.execute(_DUE, {"most": most}).mappings().all()


def keep(session: Session, due: RowMapping, case_number: str) -> None:
    """Keep the case in which a family is told, once for ever."""
    row: dict[str, Any] = {**due, "case_number": case_number}
    session.execute(insert(BreachNotice).values(row).on_conflict_do_nothing())


def unstarted(session: Session, most: int) -> Sequence[Row[Any]]:
    """Notices whose case is not on record yet, with what is told."""
    return session.execute(_UNSTARTED, {"most": most}).all()


def close_what_is_told(session: Session) -> None:
    """Keep on each breach when the last of its families was told."""
    session.execute(_ALL_TOLD)


def of(session: Session, incident_id: UUID, most: int) -> Sequence[Row[Any]]:
    """The cases in which families are told: begun when, and when the letter had left."""
    return session.execute(_NOTICES, {"incident_id": incident_id, "most": most}).all()


def told(session: Session, incident_id: UUID) -> int:
    """How many families of a breach the notice has left for."""
    return int(session.execute(_TOLD, {"incident_id": incident_id}).scalar_one())


def unknown_members(session: Session, numbers: Sequence[str]) -> list[str]:
    """Member numbers that no child has."""
    found = set(session.exec(select(Member.number).where(col(Member.number).in_(numbers))))
    return [number for number in numbers if number not in found]


def begin(session: Session, incident: Any, at: datetime) -> None:
    """From now on the guardians are written to; a repeat changes nothing."""
    incident.telling_since = incident.telling_since or at
    session.flush()
