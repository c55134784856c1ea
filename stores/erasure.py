"""Erasing what nothing demands any more: words, requests, addresses, letters and files of a case (L-27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from rules.retention import KeptFile

_FILES = """
    SELECT cases.case_number, (cases.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS closed_on,
        coalesce(policy.terminated_on, policy.expires_on) AS contract_ends_on,
        EXISTS (
            SELECT FROM cases AS complaint WHERE complaint.process = 'CP' AND complaint.closed_at IS NULL
                AND complaint.view ->> 'about_case' = cases.case_number
        ) AS held
    FROM cases LEFT JOIN policy ON policy.id = cases.policy_id
"""
_OF_MEMBER = text(f"{_FILES} WHERE cases.member_id = :member_id AND cases.case_number <> :but")
_OLD = text(
    f"""{_FILES} JOIN case_request ON case_request.case_number = cases.case_number
    WHERE cases.closed_at < :before AND case_request.erased_at IS NULL
    ORDER BY cases.closed_at LIMIT :most"""
)

_OBJECTS = text(
    """
    SELECT object_key FROM document WHERE case_number = :number
    UNION SELECT page.object_key FROM upload_page AS page JOIN upload ON upload.id = upload_id
        WHERE case_number = :number
    UNION SELECT object_key FROM letter WHERE case_number = :number AND object_key IS NOT NULL
    UNION SELECT history_object_key FROM cases WHERE case_number = :number AND history_object_key IS NOT NULL
    """
)
_STATEMENTS = tuple(
    text(statement)
    for statement in (
        "UPDATE case_text SET body = NULL, erased_at = :at WHERE case_number = :number AND body IS NOT NULL",
        "UPDATE case_note SET body = NULL, erased_at = :at WHERE case_number = :number AND body IS NOT NULL",
        "DELETE FROM case_draft WHERE case_number = :number",
        "DELETE FROM case_tag WHERE case_number = :number",
        """UPDATE letter_delivery SET address = NULL FROM letter
            WHERE letter.number = letter_number AND letter.case_number = :number""",
        "UPDATE letter SET content = '{}'::jsonb WHERE case_number = :number",
        """UPDATE decision_line SET description = NULL FROM decision
            WHERE decision.id = decision_id AND decision.case_number = :number AND description IS NOT NULL""",
        "UPDATE hospital_bill SET content = NULL WHERE case_number = :number",
        "DELETE FROM document WHERE case_number = :number",
        "DELETE FROM upload WHERE case_number = :number",
        """UPDATE case_request SET content = NULL, erased_at = :at
            WHERE case_number = :number AND erased_at IS NULL""",
    )
)

_MEMBERS = text(
    """
    UPDATE member
    SET name = 'erased', identity_number = 'erased-' || id, born_on = date_trunc('year', born_on)
    WHERE name <> 'erased'
        AND EXISTS (SELECT FROM policy WHERE policy.member_id = member.id)
        AND NOT EXISTS (
            SELECT FROM policy WHERE policy.member_id = member.id
                AND coalesce(terminated_on, expires_on) >= :contracts_before
        )
        AND NOT EXISTS (
            SELECT FROM cases LEFT JOIN case_request USING (case_number)
            WHERE cases.member_id = member.id AND case_request.erased_at IS NULL
        )
    RETURNING id
    """
)
_GUARDIANS = text(
    """
    UPDATE guardian SET name = 'erased', phone = 'erased', email = NULL, identity_number = 'erased-' || id
    WHERE name <> 'erased' AND id IN (SELECT guardian_id FROM guardianship WHERE member_id = ANY(:members))
        AND NOT EXISTS (
            SELECT FROM guardianship JOIN member ON member.id = member_id
            WHERE guardian_id = guardian.id AND member.name <> 'erased'
        )
    RETURNING id
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPeople:
    """How many children and guardians have no name here any more."""

    members: int
    guardians: int


def files_of(session: Session, member_id: UUID, but: str) -> tuple[KeptFile, ...]:
    """Every file of a child but one, which is the request itself."""
    rows = session.execute(_OF_MEMBER, {"member_id": member_id, "but": but}).mappings()
    return tuple(KeptFile(**row) for row in rows)


def old_files(session: Session, closed_before: datetime, most: int) -> tuple[KeptFile, ...]:
    """Files that were closed before an instant and still hold something, the oldest first."""
    rows = session.execute(_OLD, {"before": closed_before, "most": most}).mappings()
    return tuple(KeptFile(**row) for row in rows)


def objects_of(session: Session, case_number: str) -> Sequence[str]:
    """Keys of the objects that a case keeps: its papers, its letters, its history."""
    return session.execute(_OBJECTS, {"number": case_number}).scalars().all()


def erase_case(session: Session, case_number: str, at: datetime) -> None:
    """Empty a case: ids, codes, instants and amounts stay for the books; safe to repeat.

    The caller deletes its objects first: what is emptied is not found again.
    """
    for statement in _STATEMENTS:
        session.execute(statement, {"number": case_number, "at": at})


def erase_people(session: Session, contracts_before: date) -> ErasedPeople:
    """Take the names of children whose contracts ended before and whose every file is empty."""
    members = session.execute(_MEMBERS, {"contracts_before": contracts_before}).scalars().all()
    guardians = session.execute(_GUARDIANS, {"members": members}).scalars().all() if members else []
    return ErasedPeople(members=len(members), guardians=len(guardians))
