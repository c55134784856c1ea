"""Reads documents of cases, and compares what they say with all that is known."""

from datetime import datetime, timedelta
from itertools import chain
from threading import BoundedSemaphore
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.escalation import EscalationActs
from activities.escalation_orders import EscalationOrder
from activities.reading_orders import LateFindingOrder, ReadAnswer, ReadOrder, ToldFinding
from models.case import Case
from models.document import Document
from models.document_reading import DocumentReading
from models.paper_finding import PaperFinding as FindingRow
from reading.apart import NotReadError, read_apart
from rules.deadlines import MilestoneKind
from rules.escalated import PAPER_LADDER, paper_reached
from rules.findings.elsewhere import OtherPaper, may_not_look_alike, same_invoice, same_picture, taken_back
from rules.findings.findings import FindingKind, PaperFinding, of_case, of_file
from rules.findings.reading import Reading
from rules.findings.states import ReadingState
from stores.casework import closed_cases
from stores.clocks import notices
from stores.database import transaction
from stores.papers import paper_findings, readings
from stores.papers.blobs import Blobs

GONE = "GONE"
"""The document was erased while it waited."""
FINDING_EVENT = "PAPER_FINDING"
_BUSY_FOR = timedelta(seconds=2)


class ReadingActs:
    """Acts on what documents say."""

    def __init__(self, engine: Engine, blobs: Blobs, readers: int) -> None:
        """Hold the connections, and so many places for readers."""
        self._engine, self._blobs = engine, blobs
        self._places = BoundedSemaphore(readers)
        self._people = EscalationActs(engine)

    @activity.defn
    def read_document(self, order: ReadOrder) -> ReadAnswer:
        """Read it in a process of its own and write it down; what was read stays as it is.

        A busy reader sends it away again, so that no letter waits behind it in the queue.
        """
        if not self._places.acquire(blocking=False):
            # Its turn comes: nothing failed that anybody has to read of in a log.
            raise ApplicationError(
                "every reader is busy",
                type="READER_BUSY",
                next_retry_delay=_BUSY_FOR,
                category=ApplicationErrorCategory.BENIGN,
            )
        try:
            return self._read(order)
        finally:
            self._places.release()

    @activity.defn
    def compare_again(self, order: ReadOrder) -> ReadAnswer:
        """Find what does not fit in a reading that people confirmed or corrected; what is known stays."""
        with transaction(self._engine) as session:
            readings.one_at_a_time(session)
            reading = readings.keep_confirmed(session, UUID(order.document_id))
            row = session.get(DocumentReading, UUID(order.document_id))
            if reading is None or row is None:
                return ReadAnswer(state=GONE)
            _compare(session, order, reading)
            return _answer(session, row)

    @activity.defn
    def record_late_finding(self, order: LateFindingOrder) -> None:
        """Put it on a closed case's record and ask somebody to see to it; once.

        Money that left by itself comes back only where a person asks for it.
        """
        told = order.finding
        with transaction(self._engine) as session:
            case = session.get_one(Case, told.case_number)
            finding = str(told.detail["finding"])
            asked = self._people.escalate(late_paper(case, finding, told.key, order.as_of))
            if closed_cases.record(session, told.case_number, FINDING_EVENT, told.detail, order.as_of):
                notices.keep(session, told.case_number, asked.notices)

    def _read(self, order: ReadOrder) -> ReadAnswer:
        document_id = UUID(order.document_id)
        with transaction(self._engine) as session:
            row, document = session.get(DocumentReading, document_id), session.get(Document, document_id)
            if row is None or document is None:
                return ReadAnswer(state=GONE)
            if row.state is not ReadingState.ORDERED:
                return _answer(session, row)
            key, media_type = document.object_key, document.media_type
        try:
            read: Reading | NotReadError = read_apart(
                self._blobs.get(key), media_type, beat=activity.heartbeat
            )
        except NotReadError as unreadable:
            read = unreadable
        with transaction(self._engine) as session:
            return _write_down(session, order, read)


def late_paper(case: Case, finding: str, key: str, as_of: datetime) -> EscalationOrder:
    """Who has to see to a paper of a closed case."""
    return EscalationOrder(
        case_number=case.case_number,
        ladder=PAPER_LADDER,
        milestone=MilestoneKind.SUPERVISOR,
        reached=paper_reached(finding, key, as_of),
        policy_id=str(case.policy_id or ""),
        assignee=case.assignee or "",
        watchers=(),
    )


def _write_down(session: Session, order: ReadOrder, read: Reading | NotReadError) -> ReadAnswer:
    """One at a time, so that two papers that say the same see each other."""
    readings.one_at_a_time(session)
    row = session.get(DocumentReading, UUID(order.document_id))
    if row is None:
        return ReadAnswer(state=GONE)
    if row.state is ReadingState.ORDERED and isinstance(read, Reading):
        readings.keep(session, row.document_id, read, order.as_of)
        _compare(session, order, read)
    elif row.state is ReadingState.ORDERED:
        readings.keep_unreadable(session, row.document_id, str(read), order.as_of)
    return _answer(session, row)


def _compare(session: Session, order: ReadOrder, reading: Reading) -> None:
    """Find what does not fit, and write it down with its evidence."""
    case = session.get_one(Case, order.case_number)
    papers = readings.papers(session, order.case_number)
    own = [each for each in papers if each.document_id == order.document_id]
    facts = readings.facts(session, order.case_number, papers)
    found = [*of_file(own, facts), *of_case(papers), *_elsewhere(session, case, order, reading)]
    pairs = [(order.case_number, each) for each in found]
    pairs += [_mirrored(case, order, each) for each in found if each.kind is FindingKind.INVOICE_REVERSED]
    paper_findings.keep(session, pairs, order.as_of)


def _elsewhere(session: Session, case: Case, order: ReadOrder, reading: Reading) -> list[PaperFinding]:
    document_id = order.document_id
    alike: list[OtherPaper] = []
    if reading.pictures:
        alike = [
            each
            for each in paper_findings.like(session, case, reading.pictures)
            if may_not_look_alike(reading.kind, same_member=each.same_member)
        ]
        paper_findings.keep_pictures(session, UUID(document_id), reading.pictures)
    found = [_invoice_elsewhere(session, case, order, paper) for paper in reading.papers]
    return [*chain.from_iterable(found), *same_picture(document_id, reading.pictures, alike)]


def _invoice_elsewhere(session: Session, case: Case, order: ReadOrder, paper: Reading) -> list[PaperFinding]:
    invoices = paper_findings.same_invoice(session, case, paper)
    return [
        *same_invoice(order.document_id, invoices, paper_findings.settled(session, case, paper)),
        *taken_back(order.document_id, paper_findings.taken_back(session, case, paper)),
    ]


def _mirrored(case: Case, order: ReadOrder, found: PaperFinding) -> tuple[str, PaperFinding]:
    """The same for the other case: whoever paid an invoice hears that it was taken back since."""
    finding = PaperFinding(
        kind=found.kind,
        document_id=found.about,
        about=order.document_id,
        detail=found.detail
        | {"document": order.document_id, "case": case.case_number, "channel": case.process},
    )
    return str(found.detail["case"]), finding


def _answer(session: Session, row: DocumentReading) -> ReadAnswer:
    """The state, and findings on this document and those that it made on others."""
    own = paper_findings.of_document(session, row.document_id)
    mirrored = paper_findings.about(session, row.document_id)
    return ReadAnswer(state=row.state, findings=tuple(_told(each) for each in (*own, *mirrored)))


def _told(row: FindingRow) -> ToldFinding:
    return ToldFinding(
        key=str(row.id),
        case_number=row.case_number,
        refers=row.refers,
        detail={
            "finding": row.kind,
            "paper": str(row.document_id),
            "refers": row.refers,
            **{name: value for name, value in row.detail.items() if name != "finding"},
        },
    )
