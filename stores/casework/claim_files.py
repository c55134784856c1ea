"""What the tables know of a claim: approvals of the stay, bills claimed before, papers held for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.case import Case
from models.claimed_invoice import ClaimedInvoice
from models.document import Document
from models.guardianship import Guardianship
from models.member import Member
from rules.adjudication.claim import Encounter
from rules.vocabulary import DocumentKind, GuardianRelation

_APPROVED = text(
    """
    SELECT cases.case_number FROM cases
    WHERE cases.process = 'PA' AND cases.member_id = :member_id AND cases.hospital_code = :hospital_code
        AND cases.stage IN (
            'GUARANTEED', 'AUTHORIZED', 'BILL_AWAITED', 'CORRECTABLE', 'CONSUMED', 'CLOSED', 'EXPIRED'
        )
        AND cases.planned_on BETWEEN :on - 30 AND :on + 30
        AND EXISTS (
            SELECT FROM decision WHERE decision.case_number = cases.case_number
                AND decision.outcome IN ('APPROVED', 'APPROVED_IN_PART')
        )
        AND (cardinality(CAST(:diagnoses AS text[])) = 0 OR EXISTS (
            SELECT FROM case_request, jsonb_array_elements(case_request.content -> 'diagnoses') AS approved
            WHERE case_request.case_number = cases.case_number
                AND upper(left(approved ->> 'code', 3)) = ANY(:diagnoses)
        ) OR EXISTS (
            SELECT FROM case_request, jsonb_array_elements(case_request.content -> 'procedures') AS approved
            WHERE case_request.case_number = cases.case_number
                AND left(approved ->> 'code', 4) = ANY(:procedures)
        ))
    ORDER BY cases.case_number
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The child and who acts for it; ``guardian_id`` is empty where nobody is known."""

    born_on: date
    guardian_id: str
    guardian_is_parent: bool


def household(session: Session, member_id: UUID, opened_by: str) -> Household:
    """The guardian who claims, else the primary one (L-28)."""
    born_on = session.get_one(Member, member_id).born_on
    bonds = session.exec(select(Guardianship).where(col(Guardianship.member_id) == member_id)).all()
    kind, _, wanted = opened_by.partition(":")
    own = [bond for bond in bonds if kind == "guardian" and str(bond.guardian_id) == wanted]
    chosen = next(iter([*own, *(bond for bond in bonds if bond.is_primary)]), None)
    parents = (GuardianRelation.FATHER, GuardianRelation.MOTHER)
    return Household(
        born_on=born_on,
        guardian_id=str(chosen.guardian_id) if chosen else "",
        guardian_is_parent=chosen is None or chosen.relation in parents,
    )


def approvals(session: Session, member_id: UUID, hospital_code: str, care: Encounter) -> tuple[str, ...]:
    """Pre-authorizations of the child that approved this care at that hospital around its day.

    What was approved for another illness approves nothing of it: one diagnosis group or one kind of procedure
    is the same. A claim that names no diagnosis is not told from it.
    """
    asked = {
        "member_id": member_id,
        "hospital_code": hospital_code,
        "on": care.on,
        "diagnoses": [code[:3].upper() for code in care.diagnoses],
        "procedures": [code[:4] for code in care.procedures],
    }
    return tuple(session.execute(_APPROVED, asked).scalars())


def claimed_before(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Bills that a settled claim has used up, and that stand."""
    query = select(ClaimedInvoice.key).where(
        col(ClaimedInvoice.key).in_(keys), col(ClaimedInvoice.reversed_at).is_(None)
    )
    return frozenset(session.exec(query))


def held_for_good(session: Session, member_id: UUID, case_number: str) -> frozenset[DocumentKind]:
    """Kinds of papers that earlier cases of the child hold."""
    query = (
        select(Document.kind)
        .join(Case, col(Case.case_number) == col(Document.case_number))
        .where(col(Case.member_id) == member_id, col(Case.case_number) != case_number)
        .distinct()
    )
    return frozenset(DocumentKind(kind) for kind in session.exec(query))


def has_account(session: Session, party: str) -> bool:
    """Whether an account of that party is on file."""
    found = session.execute(
        text("SELECT 1 FROM bank_account WHERE party = :party AND on_file LIMIT 1"), {"party": party}
    )
    return found.first() is not None
