"""What stands around a case on its page: the child, the cover, notes, other cases, who is who."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from models.case import Case
from models.case_note import CaseNote
from models.document import Document
from models.guardian import Guardian
from models.hospital import Hospital
from models.hospital_bill import HospitalBill
from models.member import Member
from models.policy import Policy
from rules.roles import Role
from rules.vocabulary import Language
from stores import worded
from stores.casework import note_mentions
from stores.casework.case_queries import SeenCase, Sight
from stores.cover.people import names_of, row_id
from stores.worded import Worded

_OTHERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Who and what a case is about; a hospital without an English name has its own in both languages.

    ``bill`` is the newest version of a hospital's bill, as it was sent.

    ``others`` are cases of the same child that the reader sees.
    """

    child: str
    member_number: str
    policy_number: str
    hospital_name: str
    hospital_name_en: str
    others: Sequence[Case]
    bill: dict[str, Any] | None


def around(session: Session, seen: SeenCase, sight: Sight) -> Around:
    """The rows beside the case's own."""
    row = seen.row
    member = session.get(Member, row.member_id)
    policy = session.get(Policy, row.policy_id) if row.policy_id else None
    hospital = session.get(Hospital, row.hospital_code) if row.hospital_code else None
    others = (
        select(Case)
        .where(Case.member_id == row.member_id, Case.case_number != row.case_number, sight.rows())
        .order_by(col(Case.opened_at).desc())
        .limit(_OTHERS)
    )
    return Around(
        child=member.name if member else "",
        member_number=seen.member_number,
        policy_number=policy.number if policy else "",
        hospital_name=hospital.name if hospital else row.hospital_code or "",
        hospital_name_en=hospital.named(Language.ENGLISH) if hospital else row.hospital_code or "",
        others=session.exec(others).all(),
        bill=_bill(session, row.case_number),
    )


def _bill(session: Session, case_number: str) -> dict[str, Any] | None:
    query = select(HospitalBill.content).where(HospitalBill.case_number == case_number)
    found = session.exec(query.order_by(col(HospitalBill.version).desc()).limit(1)).first()
    return dict(found) if found else None


def notes(session: Session, case_number: str) -> Sequence[CaseNote]:
    """Internal notes, the newest first."""
    query = select(CaseNote).where(CaseNote.case_number == case_number)
    return session.exec(query.order_by(col(CaseNote.written_at).desc())).all()


def write_note(session: Session, case_number: str, author: str, body: str, at: datetime) -> None:
    """Keep a note; colleagues whom it calls by ``@name`` find the case among their mentions."""
    note = CaseNote(case_number=case_number, author=author, body=body, written_at=at)
    session.add(note)
    session.flush()
    called = note_mentions.named_in(body, colleagues(session))
    note_mentions.keep(session, note.id, (each for each in called if each != author))


def names(
    session: Session, references: Iterable[str | None], language: Language = Language.CHINESE
) -> dict[str, str]:
    """Names of staff, hospitals and guardians; machines and unknown ones keep their reference.

    A hospital has its English name in English, where one is stored.
    """
    wanted = {each for each in references if each}
    found = names_of(session, wanted)
    codes = [each.partition(":")[2] for each in wanted if each.startswith("hospital:")]
    rows = session.exec(select(Hospital).where(col(Hospital.code).in_(codes)))
    found |= {f"hospital:{row.code}": row.named(language) for row in rows}
    keys = [each.partition(":")[2] for each in wanted if each.startswith("guardian:")]
    ids = [person_id for key in keys if (person_id := row_id(key))]
    people = session.exec(select(Guardian.id, Guardian.name).where(col(Guardian.id).in_(ids)))
    return found | {f"guardian:{one}": name for one, name in people}


def document(session: Session, case_number: str, document_id: UUID) -> Document | None:
    """A document of that case."""
    row = session.get(Document, document_id)
    return row if row and row.case_number == case_number else None


class Colleague(Protocol):
    """Somebody to give work to."""

    id: UUID
    name: str
    team: str | None
    roles: Sequence[Role]


COLLEAGUES = Worded(
    """
    SELECT id, name, team, ARRAY(SELECT role FROM staff_role WHERE staff_id = staff.id ORDER BY role) AS roles
    FROM staff WHERE left_on IS NULL ORDER BY team, name
    """,
    {},
)


def colleagues(session: Session) -> Sequence[Colleague]:
    """Everybody who works here, by name."""
    return worded.read(session, COLLEAGUES)


def hospitals(session: Session) -> Sequence[Hospital]:
    """Every place of care, by name."""
    return session.exec(select(Hospital).order_by(Hospital.city, Hospital.name)).all()
