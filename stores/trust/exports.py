"""Everything that is kept of a child, for its guardian (L-34): read here, packed elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.data_export import DataExport
from models.guardianship import Guardianship
from models.member import Member

_SECTIONS = {
    "child": """SELECT number AS member_number, name, sex, born_on, identity_kind, identity_number
        FROM member WHERE id = :member_id""",
    "guardians": """SELECT name, phone, email, relation, is_primary FROM guardian
        JOIN guardianship ON guardian_id = guardian.id WHERE member_id = :member_id ORDER BY name""",
    "policies": """SELECT policy.number, code AS plan, effective_on, expires_on, policy.status, terminated_on,
        e_card.number AS card_number, e_card.status AS card_status
        FROM policy JOIN plan_version ON plan_version.id = plan_version_id
        LEFT JOIN e_card ON e_card.policy_id = policy.id
        WHERE policy.member_id = :member_id ORDER BY effective_on""",
    "consents": """SELECT purpose, recipient, form_version, given_at, withdrawn_at FROM consent
        WHERE member_id = :member_id ORDER BY given_at, purpose""",
    "cases": """SELECT case_number, process, stage, hospital_code, planned_on, opened_at, closed_at,
        requested_amount AS requested_fen, decided_amount AS decided_fen, content AS request
        FROM cases LEFT JOIN case_request USING (case_number)
        WHERE member_id = :member_id ORDER BY opened_at""",
    "decisions": """SELECT case_number, outcome, decided_at, approved_amount AS approved_fen, reason_codes
        FROM decision JOIN cases USING (case_number)
        WHERE member_id = :member_id AND decision_stands(decision) ORDER BY decided_at""",
    "documents": """SELECT case_number, kind, filename, media_type, size_bytes, sha256, uploaded_at
        FROM document JOIN cases USING (case_number) WHERE member_id = :member_id ORDER BY uploaded_at""",
    "payments": """SELECT number, case_number, purpose, amount AS amount_fen, payment.status, settled_at
        FROM payment JOIN cases USING (case_number)
        WHERE member_id = :member_id AND payee_kind IN ('GUARDIAN', 'INSURED') ORDER BY ordered_at""",
    "owed": """SELECT reference, case_number, kind, amount AS amount_fen, received AS received_fen,
        receivable.status, due_on
        FROM receivable JOIN cases USING (case_number)
        WHERE member_id = :member_id ORDER BY receivable.opened_at""",
    "vaccine_doses": """SELECT dose, state, at FROM vaccine_dose WHERE member_id = :member_id
        UNION SELECT dose, state, at FROM vaccine_word WHERE member_id = :member_id ORDER BY dose, at""",
    "letters": """SELECT letter.number, code, case_number, issued_at, letter.status FROM letter
        JOIN cases USING (case_number)
        WHERE member_id = :member_id AND content -> 'recipient' ->> 'role' = 'GUARDIAN' ORDER BY issued_at""",
    "looks": """SELECT at, actor_role, action, subject FROM access_log
        WHERE allowed AND subject IN (SELECT case_number FROM cases WHERE member_id = :member_id
            UNION SELECT CAST(:member_id AS text)) ORDER BY id""",
}
_LETTER_FILES = text(
    """
    SELECT letter.number, object_key FROM letter JOIN cases USING (case_number)
    WHERE member_id = :member_id AND object_key IS NOT NULL
        AND content -> 'recipient' ->> 'role' = 'GUARDIAN'
    ORDER BY letter.number
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildsData:
    """What is kept of a child, section by section, and the letters to its guardian: (number, object key)."""

    sections: dict[str, list[dict[str, Any]]]
    letters: tuple[tuple[str, str], ...]


def of_child(session: Session, member_id: UUID) -> ChildsData:
    """All that is kept, in one transaction. A hospital's letters are the hospital's; staff stay unnamed."""
    asked = {"member_id": member_id}
    sections = {
        name: [dict(row) for row in session.execute(text(query), asked).mappings()]
        for name, query in _SECTIONS.items()
    }
    files = session.execute(_LETTER_FILES, asked).all()
    return ChildsData(sections=sections, letters=tuple((row.number, row.object_key) for row in files))


def keep(session: Session, export: DataExport) -> None:
    """Keep that a package was made, and until when it may be fetched."""
    session.add(export)
    session.flush()


def find(session: Session, export_id: UUID) -> DataExport | None:
    """A package that was made."""
    return session.get(DataExport, export_id)


def of_family(session: Session, guardian_id: UUID, at: datetime) -> list[tuple[DataExport, str]]:
    """Packages of a guardian's children that may still be fetched, each with the child's number."""
    query = (
        select(DataExport, Member.number)
        .join(Member, col(Member.id) == col(DataExport.member_id))
        .join(Guardianship, col(Guardianship.member_id) == col(Member.id))
        .where(Guardianship.guardian_id == guardian_id, col(DataExport.expires_at) > at)
        .order_by(col(DataExport.made_at).desc())
    )
    return [(export, number) for export, number in session.exec(query)]


def over(session: Session, at: datetime) -> Sequence[DataExport]:
    """Packages that nobody may fetch any more and that are still kept."""
    query = select(DataExport).where(col(DataExport.expires_at) <= at, col(DataExport.erased_at).is_(None))
    return session.exec(query).all()
