"""What a malware scanner has said of files, what it has still to see, and which payments wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, update
from sqlmodel import Session, col, select

from models.case_event import CaseEvent
from models.document import Document
from models.payment import Payment
from models.supervisor_task import SupervisorTask
from models.upload import Upload
from rules.escalated import MALWARE, PAPER_MALWARE
from rules.payments.vocabulary import PaymentStatus
from rules.vocabulary import ScanStatus


@dataclass(frozen=True, slots=True)
class Unscanned:
    """A file that no scanner has judged."""

    upload_id: UUID
    object_key: str


@dataclass(frozen=True, slots=True)
class Infected:
    """A paper of a case that holds malware."""

    case_number: str
    document_id: UUID


def unscanned(session: Session, after: UUID | None, most: int) -> list[Unscanned]:
    """Files to be scanned, by their id, from behind that one."""
    waiting = select(Upload.id, Upload.object_key).where(Upload.scan_status == ScanStatus.NOT_SCANNED)
    if after:
        waiting = waiting.where(col(Upload.id) > after)
    rows = session.exec(waiting.order_by(col(Upload.id)).limit(most))
    return [Unscanned(upload_id, key) for upload_id, key in rows]


MOST_COUNTED = 10_000
_TO_LEAVE = (col(Payment.status) == PaymentStatus.APPROVED, col(Payment.batch_number).is_(None))
"""Payments that are approved and in no batch yet."""


def waiting(session: Session) -> int:
    """How many files no scanner has judged; MOST_COUNTED stands for as many or more."""
    some = select(Upload.id).where(Upload.scan_status == ScanStatus.NOT_SCANNED).limit(MOST_COUNTED)
    return session.exec(select(func.count()).select_from(some.subquery())).one()


def keep(session: Session, upload_id: UUID, said: ScanStatus) -> None:
    """Write down what was said of a file, beside it and in its case; the first word stands."""
    for table in (Upload, Document):
        waits = (col(table.id) == upload_id, col(table.scan_status) == ScanStatus.NOT_SCANNED)
        session.execute(update(table).where(*waits).values(scan_status=said))


def untold(session: Session, most: int) -> list[Infected]:
    """Papers that hold malware of cases whose record does not say so."""
    said = exists().where(
        col(CaseEvent.case_number) == col(Document.case_number),
        col(CaseEvent.kind) == "PAPER_FINDING",
        cast(col(CaseEvent.detail)["paper"], String) == func.concat('"', col(Document.id), '"'),
        cast(col(CaseEvent.detail)["finding"], String) == f'"{MALWARE}"',
    )
    query = select(Document.case_number, Document.id).where(
        Document.scan_status == ScanStatus.INFECTED, ~said
    )
    rows = session.exec(query.order_by(col(Document.id)).limit(most))
    return [Infected(case_number, document_id) for case_number, document_id in rows]


def papers_are_clean() -> ColumnElement[bool]:
    """Of a payment: every document of its case was scanned, and found clean or dealt with by a supervisor.

    A paper with malware makes one task; who closes it says what stands in its place.
    """
    of_case = col(Document.case_number) == col(Payment.case_number)
    waiting = exists().where(of_case, col(Document.scan_status) == ScanStatus.NOT_SCANNED)
    infected = select(func.count()).where(of_case, col(Document.scan_status) == ScanStatus.INFECTED)
    dealt_with = select(func.count()).where(
        col(SupervisorTask.case_number) == col(Payment.case_number),
        col(SupervisorTask.subject) == PAPER_MALWARE,
        col(SupervisorTask.closed_at).is_not(None),
    )
    return and_(
        ~waiting,
        infected.correlate(Payment).scalar_subquery() <= dealt_with.correlate(Payment).scalar_subquery(),
    )


def let_go_by_supervisors(session: Session) -> bool:
    """Whether a payment may leave that a paper with malware kept, because its task was closed."""
    ill = exists().where(
        col(Document.case_number) == col(Payment.case_number),
        col(Document.scan_status) == ScanStatus.INFECTED,
    )
    query = select(Payment.number).where(*_TO_LEAVE, ill, papers_are_clean())
    return session.exec(query.limit(1)).first() is not None


def withheld(session: Session) -> Sequence[str]:
    """Numbers of the payments that are approved and wait for the scan of a document."""
    return session.exec(select(Payment.number).where(*_TO_LEAVE, ~papers_are_clean())).all()
