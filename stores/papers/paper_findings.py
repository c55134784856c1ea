"""Where the same invoice or picture stands elsewhere, and the findings that are on record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.dialects.postgresql import array, insert
from sqlmodel import Session, col, select

from models.case import Case
from models.claimed_invoice import ClaimedInvoice
from models.decision import Decision
from models.document_reading import DocumentReading
from models.paper_finding import PaperFinding as FindingRow
from models.paper_picture import PaperPicture
from rules.findings.elsewhere import OtherPaper, bands, invoice_key, reversed_number, takes_back
from rules.findings.findings import FindingKind, PaperFinding
from rules.findings.reading import FieldName, Reading
from stores.casework.cases import key_id

MOST_COMPARED = 500


def same_invoice(session: Session, case: Case, reading: Reading) -> list[OtherPaper]:
    """Papers of other cases with that invoice; a code that only one of them shows does not part them."""
    number = reading.sure_text(FieldName.INVOICE_NUMBER)
    return papers_with(session, case, invoice_key(reading), number) if number else []


def papers_with(session: Session, case: Case, key: str, number: str) -> list[OtherPaper]:
    """Papers of other cases with the invoice of that key (``code:number``) and number."""
    if key.startswith(":"):
        return _others(session, case, or_(col(DocumentReading.invoice_number) == number, _behind(number)))
    keys = [key, f":{number}"]
    return _others(session, case, or_(col(DocumentReading.invoice_key).in_(keys), _behind(*keys)))


def taken_back(session: Session, case: Case, reading: Reading) -> list[OtherPaper]:
    """Papers of any case that take this invoice back, or that this one takes back."""
    number, reverses = reading.sure_text(FieldName.INVOICE_NUMBER), reversed_number(reading)
    matches: list[ColumnElement[bool]] = []
    if number:
        matches += [col(DocumentReading.reverses) == number, _behind(takes_back(number))]
    if reverses:
        matches += [col(DocumentReading.invoice_number) == reverses, _behind(reverses)]
    return _others(session, case, or_(*matches), elsewhere=False) if matches else []


def reversals_of(session: Session, case: Case, number: str) -> list[OtherPaper]:
    """Papers of any case that take the invoice of that number back."""
    reversing = or_(col(DocumentReading.reverses) == number, _behind(takes_back(number)))
    return _others(session, case, reversing, elsewhere=False)


def _behind(*names: str) -> ColumnElement[bool]:
    """One of these invoices stands behind the first paper of the file."""
    return col(DocumentReading.others_known_by).op("&&")(array(names))


def settled(session: Session, case: Case, reading: Reading) -> list[str]:
    """Other cases whose decision was paid by this invoice, and stands."""
    return settled_by(session, case, invoice_key(reading))


def settled_by(session: Session, case: Case, key: str) -> list[str]:
    """Other cases whose decision was paid by the invoice of that key, and stands."""
    query = (
        select(Decision.case_number)
        .join(ClaimedInvoice, col(ClaimedInvoice.decision_id) == col(Decision.id))
        .where(
            ClaimedInvoice.key == key,
            col(ClaimedInvoice.reversed_at).is_(None),
            Decision.case_number != case.case_number,
        )
    )
    return sorted(set(session.exec(query)))


def keep_pictures(session: Session, document_id: UUID, pictures: Sequence[str]) -> None:
    """Remember how the pages look; to do it again changes nothing."""
    for page, picture in enumerate(pictures, 1):
        session.merge(PaperPicture(document_id=document_id, page=page, hash=picture, bands=bands(picture)))
    session.flush()


def like(session: Session, case: Case, pictures: Sequence[str]) -> list[OtherPaper]:
    """Papers of other cases with a page that may look like one of these."""
    wanted = [band for picture in pictures for band in bands(picture)]
    if not wanted:
        return []
    query = (
        select(PaperPicture, Case)
        .join(DocumentReading, col(DocumentReading.document_id) == col(PaperPicture.document_id))
        .join(Case, col(Case.case_number) == col(DocumentReading.case_number))
        .where(
            col(PaperPicture.bands).op("&&")(array(wanted)),
            Case.case_number != case.case_number,
        )
        .limit(MOST_COMPARED)
    )
    return [_other(row.document_id, other, case, row.hash) for row, other in session.exec(query)]


def keep(session: Session, found: Iterable[tuple[str, PaperFinding]], at: datetime) -> list[UUID]:
    """Write findings down with the case of their document, each once; the ids of those that are new."""
    rows = [
        {
            "id": key_id(f"finding/{finding.key}"),
            "case_number": case_number,
            "document_id": UUID(finding.document_id),
            "kind": finding.kind,
            "about": finding.about,
            "refers": finding.refers,
            "detail": finding.detail,
            "found_at": at,
        }
        for case_number, finding in found
    ]
    if not rows:
        return []
    kept = insert(FindingRow).values(rows).on_conflict_do_nothing().returning(col(FindingRow.id))
    return list(session.execute(kept).scalars())


def of_case(session: Session, case_number: str) -> Sequence[FindingRow]:
    """The findings on a case, those for a person first."""
    query = select(FindingRow).where(FindingRow.case_number == case_number)
    return session.exec(query.order_by(col(FindingRow.refers).desc(), col(FindingRow.kind))).all()


def of_document(session: Session, document_id: UUID) -> Sequence[FindingRow]:
    """The findings on one document."""
    query = select(FindingRow).where(FindingRow.document_id == document_id)
    return session.exec(query.order_by(col(FindingRow.kind), col(FindingRow.about))).all()


def refers(session: Session, case_number: str) -> bool:
    """Whether a finding on the case is for a person to weigh."""
    query = select(FindingRow.id).where(FindingRow.case_number == case_number, col(FindingRow.refers))
    return session.exec(query.limit(1)).first() is not None


def _others(
    session: Session, case: Case, *matches: ColumnElement[bool], elsewhere: bool = True
) -> list[OtherPaper]:
    query = (
        select(DocumentReading, Case)
        .join(Case, col(Case.case_number) == col(DocumentReading.case_number))
        .where(*matches)
    )
    if elsewhere:
        query = query.where(Case.case_number != case.case_number)
    return [_other(row.document_id, other, case) for row, other in session.exec(query.limit(MOST_COMPARED))]


def _other(document_id: UUID, other: Case, case: Case, picture: str = "") -> OtherPaper:
    return OtherPaper(
        document_id=str(document_id),
        case_number=other.case_number,
        process=other.process,
        same_member=other.member_id == case.member_id,
        picture=picture,
    )


def about(session: Session, document_id: UUID) -> Sequence[FindingRow]:
    """Findings on documents of other cases that this document gave rise to."""
    query = select(FindingRow).where(
        FindingRow.about == str(document_id), FindingRow.kind == FindingKind.INVOICE_REVERSED
    )
    return session.exec(query.order_by(col(FindingRow.id))).all()
