"""Episodes: which cases belong to one stay, so that they share one reserve a benefit (A-29)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from models.episode import Episode
from stores.casework.cases import key_id

ONE_STAY_WITHIN_DAYS = 30
"""Planned days further apart than this belong to two stays."""

_FIND = text(
    """
    SELECT cases.case_number, cases.episode_id
    FROM cases JOIN case_request USING (case_number)
    WHERE cases.member_id = :member_id AND cases.hospital_code = :hospital_code
        AND cases.case_number <> :case_number AND cases.closed_at IS NULL
        AND cases.planned_on BETWEEN :planned_on - :days AND :planned_on + :days
        AND (cases.episode_id IS NOT NULL
            OR (cases.opened_at, cases.case_number) < (:opened_at, :case_number))
        AND EXISTS (
            SELECT FROM jsonb_array_elements(case_request.content -> 'diagnoses') AS diagnosis
            WHERE upper(left(diagnosis ->> 'code', 3)) = ANY(:groups)
        )
    ORDER BY cases.opened_at, cases.case_number
    LIMIT 1
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What tells one stay from another. ``groups`` are ICD-10 categories of its diagnoses."""

    case_number: str
    opened_at: datetime
    member_id: UUID
    hospital_code: str
    planned_on: date
    groups: tuple[str, ...]


def episode_of(session: Session, stay: Stay) -> UUID:
    """The episode of the stay: that of an open case alike, else the case's own; it only reads.

    Alike are the member, the hospital, one diagnosis group, and planned days at most 30 apart. A case's own
    episode has the same id however often it is asked for, whether or not it was opened. So an older case that
    has not been judged yet counts as well.
    """
    found = session.execute(
        _FIND,
        {
            "member_id": stay.member_id,
            "hospital_code": stay.hospital_code,
            "case_number": stay.case_number,
            "opened_at": stay.opened_at,
            "planned_on": stay.planned_on,
            "groups": list(stay.groups),
            "days": ONE_STAY_WITHIN_DAYS,
        },
    ).first()
    if found is None:
        return _own(stay.case_number, stay.hospital_code)
    return found.episode_id or _own(found.case_number, stay.hospital_code)


def open_episode(session: Session, episode_id: UUID, *, member_id: UUID, at: datetime) -> None:
    """Make the episode's row; safe to repeat, and from two cases at once."""
    values = {"id": episode_id, "member_id": member_id, "opened_at": at}
    session.execute(insert(Episode).values(values).on_conflict_do_nothing())


def _own(case_number: str, hospital_code: str) -> UUID:
    """The hospital is part of it: a case that was redirected begins another stay."""
    return key_id(f"episode/{case_number}/{hospital_code}")
