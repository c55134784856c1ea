"""What comes into a case is ordered to be read, in the transaction that takes it in."""

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import Engine

from activities.case_acts import CaseActs
from activities.orders import RecordOrder
from models.upload import Upload
from rules.cases import AttachedDocument
from rules.findings.reading import PaperKind, Reading
from rules.vocabulary import DocumentKind, DocumentSource
from stores.database import transaction
from stores.papers import readings
from tests.activities.assessment.world import OPENED_AT, World


def an_upload(world: World) -> UUID:
    """A file that was sent in."""
    upload_id = uuid4()
    with transaction(world.owner) as session:
        session.add(
            Upload(
                id=upload_id,
                principal="guardian:1",
                kind=DocumentKind.INVOICE,
                object_key=f"uploads/{upload_id}.pdf",
                sha256="0" * 64,
                size_bytes=1,
                media_type="application/pdf",
                filename="a.pdf",
                source=DocumentSource.GUARDIAN,
                uploaded_at=OPENED_AT,
            )
        )
    return upload_id


def test_a_document_waits_for_its_reader_until_it_was_read(world: World, worker: Engine) -> None:
    upload = an_upload(world)
    paper = AttachedDocument(document_id=str(upload), kind=DocumentKind.INVOICE)
    case = replace(world.judged(world.policy()), documents=(paper,))
    order = RecordOrder(case=case, events=(), texts=(), as_of=OPENED_AT)
    reading, idle = CaseActs(worker, reads=True), CaseActs(worker)

    assert idle.write_down(order) == []
    assert reading.write_down(order) == [upload]
    assert reading.write_down(order) == [upload]

    with transaction(worker) as session:
        readings.keep(session, upload, Reading(kind=PaperKind.UNKNOWN, kind_confidence=0.0), OPENED_AT)
    assert reading.write_down(order) == []
