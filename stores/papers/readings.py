"""What was read off the documents of cases, and where the same stands elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import Session, col, select

from models.case import Case
from models.document import Document
from models.document_reading import DocumentReading
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.member import Member
from rules.findings.confirmed import ConfirmedReading, with_confirmed
from rules.findings.elsewhere import invoice_key, known_by, reversed_number
from rules.findings.findings import CaseFacts, Paper
from rules.findings.reading import FieldName, PaperKind, Reading
from rules.findings.states import ReadingState
from rules.vocabulary import DocumentKind, Process
from stores.papers import confirmations

_READING = TypeAdapter(Reading)
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('lipei paper readings'))")
_ORDER = text(
    """
    INSERT INTO document_reading (document_id, case_number, state, ordered_at)
    SELECT id, case_number, 'ORDERED', :at FROM document WHERE case_number = :case_number
    ON CONFLICT DO NOTHING
    """
)
_TREATED = frozenset({Process.REIMBURSEMENT, Process.DIRECT_BILLING})
"""Processes whose case knows the day of a treatment that is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReading:
    """A reading as machine and people left it; ``reading`` is None until it was read, and where it cannot be.

    ``confirmed`` are the acts of people on it.
    """

    document_id: UUID
    state: ReadingState
    problem: str
    reading: Reading | None
    confirmed: tuple[ConfirmedReading, ...] = ()


def order(session: Session, case_number: str, at: datetime) -> list[UUID]:
    """Order what is new among the documents of a case; all of its documents that wait to be read."""
    session.execute(_ORDER, {"case_number": case_number, "at": at})
    waiting = select(DocumentReading.document_id).where(
        DocumentReading.case_number == case_number, DocumentReading.state == ReadingState.ORDERED
    )
    return list(session.exec(waiting.order_by(col(DocumentReading.document_id))))


def one_at_a_time(session: Session) -> None:
    """Keep one reading at a time until the transaction ends: two that say the same must see each other."""
    session.execute(_ONE_AT_A_TIME)


def keep(session: Session, document_id: UUID, reading: Reading, at: datetime) -> None:
    """Write down what a document says."""
    row = session.get_one(DocumentReading, document_id)
    row.state, row.read_at = ReadingState.READ, at
    row.content = _READING.dump_python(reading, mode="json")
    _know_by(row, reading)
    session.flush()


def keep_confirmed(session: Session, document_id: UUID) -> Reading | None:
    """Find the document from now on by what people said of it; the reading as they left it."""
    row = session.get(DocumentReading, document_id)
    kept = find(session, [document_id]).get(document_id)
    if row is None or kept is None or kept.reading is None:
        return None
    _know_by(row, kept.reading)
    session.flush()
    return kept.reading


def _know_by(row: DocumentReading, reading: Reading) -> None:
    row.kind = reading.kind
    row.invoice_key = invoice_key(reading) or None
    row.invoice_number = reading.sure_text(FieldName.INVOICE_NUMBER) or None
    row.reverses = reversed_number(reading) or None
    row.others_known_by = [name for other in reading.others for name in known_by(other)] or None


def keep_unreadable(session: Session, document_id: UUID, problem: str, at: datetime) -> None:
    """Write down why a document cannot be read."""
    row = session.get_one(DocumentReading, document_id)
    row.state, row.read_at, row.problem = ReadingState.UNREADABLE, at, problem
    session.flush()


def find(session: Session, document_ids: Iterable[UUID]) -> dict[UUID, KeptReading]:
    """The readings of these documents, as far as there are any."""
    wanted = list(document_ids)
    rows = session.exec(select(DocumentReading).where(col(DocumentReading.document_id).in_(wanted)))
    said = confirmations.of_documents(session, wanted)
    return {row.document_id: _kept(row, said.get(row.document_id, ())) for row in rows}


def papers(session: Session, case_number: str) -> list[Paper]:
    """The papers of a case that were read."""
    query = (
        select(DocumentReading, Document.kind)
        .join(Document, col(Document.id) == col(DocumentReading.document_id))
        .where(DocumentReading.case_number == case_number, DocumentReading.state == ReadingState.READ)
    )
    rows = session.exec(query).all()
    said = confirmations.of_documents(session, [row.document_id for row, _ in rows])
    return [
        Paper(
            document_id=str(row.document_id),
            sent_as=DocumentKind(kind),
            reading=reading,
        )
        for row, kind in rows
        for reading in _left(row, said.get(row.document_id, ())).papers
    ]


def facts(session: Session, case_number: str, papers: Sequence[Paper]) -> CaseFacts:
    """The child, its guardians, and the days of the treatment as far as they are known."""
    case = session.get_one(Case, case_number)
    member = session.get(Member, case.member_id)
    names = session.exec(
        select(Guardian.name)
        .join(Guardianship, col(Guardianship.guardian_id) == col(Guardian.id))
        .where(Guardianship.member_id == case.member_id)
    )
    summaries = [each.reading for each in papers if each.reading.kind is PaperKind.DISCHARGE_SUMMARY]
    admitted = min(filter(None, (each.day(FieldName.ADMITTED_ON) for each in summaries)), default=None)
    left = max(filter(None, (each.day(FieldName.DISCHARGED_ON) for each in summaries)), default=None)
    return CaseFacts(
        member_name=member.name if member else "",
        family_names=frozenset(names),
        from_on=admitted or (case.planned_on if case.process in _TREATED else None),
        until_on=left,
    )


def _left(row: DocumentReading, said: Sequence[ConfirmedReading]) -> Reading:
    return with_confirmed(_READING.validate_python(row.content), said)


def _kept(row: DocumentReading, said: tuple[ConfirmedReading, ...]) -> KeptReading:
    reading = _left(row, said) if row.content is not None else None
    return KeptReading(
        document_id=row.document_id,
        state=row.state,
        problem=row.problem or "",
        reading=reading,
        confirmed=said,
    )
