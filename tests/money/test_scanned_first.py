"""Where scanning is required, money waits until a scanner has found every document of its case clean."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select
from temporalio.worker import Worker

from activities.readings import ReadingActs
from activities.scanning import ScanActs
from intake.scanner import Scanner
from models import Case, CaseEvent, Document, Payment, SupervisorTask, Upload
from rules.payments.vocabulary import PaymentStatus
from rules.vocabulary import DocumentKind, DocumentSource, ScanStatus
from stores.clocks import notices
from stores.money import payment_batches
from stores.papers import scans
from stores.papers.blobs import Blobs
from tests.intake.clamd import a_clamd
from tests.intake.files import a_pdf
from tests.intake.hostile import EICAR
from tests.money.treasury import Treasury
from tests.workflows.sandbox import sandboxed
from workflows.rounds.scan import ScanRound

QUEUE = "scanning of a test"


@pytest.fixture
def blobs(treasury: Treasury) -> Blobs:
    settings = treasury.settings
    return Blobs(**settings.object_store)


@pytest.fixture
def a_paper(treasury: Treasury, blobs: Blobs) -> Iterator[Callable[[str, bytes], UUID]]:
    """Documents of cases that came while no scanner was there."""
    made: list[UUID] = []

    def make(case_number: str, data: bytes) -> UUID:
        paper = uuid4()
        key = f"uploads/test/{paper}"
        blobs.put_new(key, data, "application/pdf")
        about: dict[str, Any] = {
            "id": paper,
            "case_number": case_number,
            "kind": DocumentKind.INVOICE,
            "object_key": key,
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_bytes": len(data),
            "media_type": "application/pdf",
            "filename": "发票.pdf",
            "source": DocumentSource.GUARDIAN,
            "uploaded_at": datetime.now(UTC),
        }
        with Session(treasury.engine) as session:
            session.add(Upload(principal="guardian:1", **about))
            session.add(Document(uploaded_by="guardian:1", **about))
            session.commit()
        made.append(paper)
        return paper

    yield make
    with Session(treasury.engine) as session:
        for paper in made:
            scans.keep(session, paper, ScanStatus.CLEAN)
        session.commit()


def formed(treasury: Treasury, number: str, *, scanned_only: bool) -> tuple[bool, bool]:
    """Whether a payment would be sent if it were approved, and whether finance sees that it is withheld."""
    with Session(treasury.engine) as session:
        payment = session.get_one(Payment, number)
        payment.status = PaymentStatus.APPROVED
        session.flush()
        withheld = number in scans.withheld(session)
        payment_batches.form(session, uuid4().hex, datetime.now(UTC), scanned_only=scanned_only)
        session.refresh(payment)
        sent = payment.batch_number is not None
        session.rollback()
    return sent, withheld


def ended(treasury: Treasury, number: str) -> None:
    """The case has ended, so that nobody but its record hears of anything."""
    treasury.loop.run(treasury.client.get_workflow_handle(number).terminate("it has ended"))
    with Session(treasury.engine) as session:
        session.get_one(Case, number).state_version = 0
        session.commit()


def a_round(treasury: Treasury, blobs: Blobs, address: str) -> int:
    """How many files a round of the scanner at that address finds clean."""
    acts = ScanActs(treasury.engine, blobs, Scanner(address))
    papers = ReadingActs(treasury.engine, blobs, 1)

    async def run() -> int:
        with ThreadPoolExecutor(1) as threads:
            async with Worker(
                treasury.client,
                task_queue=QUEUE,
                workflows=[ScanRound],
                activities=[acts.scan_waiting, acts.let_payments_go, papers.record_late_finding],
                activity_executor=threads,
                workflow_runner=sandboxed(),
            ):
                return await treasury.client.execute_workflow(ScanRound.run, id=uuid4().hex, task_queue=QUEUE)

    return treasury.loop.run(run())


def test_money_waits_for_the_scanner_and_leaves_when_it_is_back(
    treasury: Treasury, blobs: Blobs, a_paper: Callable[[str, bytes], UUID]
) -> None:
    case, other = treasury.case(), treasury.case()
    owed, owed_too = case.order(1_200_00).number, other.order(1_300_00).number
    a_paper(case.number, a_pdf())
    ill = a_paper(other.number, a_pdf() + EICAR)
    ended(treasury, other.number)
    assert formed(treasury, owed, scanned_only=True) == (False, True)
    assert formed(treasury, owed, scanned_only=False) == (True, True)

    without = a_round(treasury, blobs, "127.0.0.1:1")
    still = formed(treasury, owed, scanned_only=True)
    with a_clamd() as address:
        back = a_round(treasury, blobs, address)

    assert (without, still) == (0, (False, True))
    assert back >= 1
    assert formed(treasury, owed, scanned_only=True) == (True, False)
    assert formed(treasury, owed_too, scanned_only=True) == (False, True)
    with Session(treasury.engine) as session:
        assert session.get_one(Document, ill).scan_status is ScanStatus.INFECTED
        told = session.exec(select(CaseEvent).where(CaseEvent.case_number == other.number)).all()
        asked = session.exec(select(SupervisorTask).where(SupervisorTask.case_number == other.number)).all()
        assert [each.detail["paper"] for each in told if each.kind == "PAPER_FINDING"] == [str(ill)]
        assert [each.subject for each in asked] == ["PAPER_MALWARE"]
        assert ill not in {each.document_id for each in scans.untold(session, 500)}, "it is told once"
        assert session.get_one(Upload, ill).scan_status is ScanStatus.INFECTED
        task = asked[0].id
        assert not scans.let_go_by_supervisors(session)

    with Session(treasury.engine) as session:
        notices.close_task(session, task, by="staff:1", outcome="已收到无毒的复印件", at=datetime.now(UTC))
        session.get_one(Payment, owed_too).status = PaymentStatus.APPROVED
        session.flush()
        assert scans.let_go_by_supervisors(session)
        session.rollback()
        notices.close_task(session, task, by="staff:1", outcome="已收到无毒的复印件", at=datetime.now(UTC))
        session.commit()
    assert formed(treasury, owed_too, scanned_only=True) == (True, False)
    another = a_paper(other.number, a_pdf() + EICAR)
    with Session(treasury.engine) as session:
        scans.keep(session, another, ScanStatus.INFECTED)
        session.commit()
    assert formed(treasury, owed_too, scanned_only=True) == (False, True), "each such paper is dealt with"
