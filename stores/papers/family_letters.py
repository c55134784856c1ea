"""All that was written to a family, whichever case it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

MOST = 200

_LETTERS = text(
    """
    SELECT letter.number, letter.code, letter.case_number, letter.issued_at, member.name AS child,
        letter.object_key IS NOT NULL AS readable,
        ARRAY(
            SELECT DISTINCT channel FROM letter_delivery
            WHERE letter_number = letter.number AND recipient_role = 'GUARDIAN' AND state = 'SENT'
            ORDER BY channel
        ) AS channels
    FROM letter
    JOIN cases ON cases.case_number = letter.case_number
    JOIN member ON member.id = cases.member_id
    WHERE letter.status <> 'CANCELLED' AND letter.content -> 'recipient' ->> 'role' = 'GUARDIAN'
        AND cases.member_id IN (SELECT member_id FROM guardianship WHERE guardian_id = :guardian_id)
    ORDER BY letter.issued_at DESC, letter.number DESC
    LIMIT :most
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLetter:
    """A letter to the family; ``channels`` are the ways on which it left, none while it waits."""

    number: str
    code: str
    case_number: str
    issued_at: datetime
    child: str
    readable: bool
    channels: Sequence[str]


def of_family(session: Session, guardian_id: UUID) -> Sequence[FamilyLetter]:
    """Letters of the cases of a guardian's children, the latest first; at most `MOST`."""
    rows = session.execute(_LETTERS, {"guardian_id": guardian_id, "most": MOST}).mappings()
    return [FamilyLetter(**row) for row in rows]
