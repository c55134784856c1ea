"""Files that reached no case are erased after a time; what a case or a draft names stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, select

from activities.retention import erase_unclaimed
from models.case_draft import CaseDraft
from models.document import Document
from models.request_draft import RequestDraft
from models.upload import Upload
from models.upload_page import UploadPage
from rules.vocabulary import DocumentKind, DocumentSource
from stores.papers.blobs import Blobs
from tests.activities.paper import stories
from tests.activities.paper.conftest import Begin

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.fixture
def owner(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


def sent_in(session: Session, blobs: Blobs, at: datetime, case_number: str | None = None) -> UUID:
    """A file with a page, and their objects."""
    upload_id = uuid4()
    upload = Upload(
        id=upload_id,
        principal="guardian:1",
        case_number=case_number,
        kind=DocumentKind.INVOICE,
        object_key=f"uploads/{upload_id}",
        sha256="0" * 64,
        size_bytes=4,
        media_type="application/pdf",
        filename="a.pdf",
        source=DocumentSource.GUARDIAN,
        uploaded_at=at,
    )
    page = UploadPage(upload_id=upload_id, number=1, body="", object_key=f"pages/{upload_id}/1")
    session.add(upload)
    session.flush()
    session.add(page)
    for key in (upload.object_key, page.object_key):
        blobs.put_new(key, b"%PDF", "application/pdf")
    return upload_id


def left(owner: Engine, blobs: Blobs) -> set[UUID]:
    """Files that are still there, with all their objects."""
    with Session(owner) as session:
        rows = set(session.exec(select(Upload.id)))
        assert rows == set(session.exec(select(UploadPage.upload_id)))
    kept = {*blobs.keys_in("uploads/"), *blobs.keys_in("pages/")}
    assert {each for each in rows if {f"uploads/{each}", f"pages/{each}/1"} <= kept} == rows
    return rows


def test_what_nobody_claimed_goes_and_what_somebody_names_stays(
    begin: Begin, owner: Engine, blobs: Blobs
) -> None:
    number = stories.approved(begin).case.case_number
    with Session(owner) as session, session.begin():
        old, young = NOW - MONTH - timedelta(seconds=1), NOW - MONTH
        before = set(session.exec(select(Upload.id)))
        forgotten, fresh = sent_in(session, blobs, old), sent_in(session, blobs, young)
        given, drafted, asked, filed = (
            sent_in(session, blobs, old, "RC-1"),
            sent_in(session, blobs, old),
            sent_in(session, blobs, old),
            sent_in(session, blobs, old),
        )
        request = {"documents": [str(asked)]}
        session.add(RequestDraft(person="guardian:1", what="claim", fields=request, saved_at=old))
        fields = {"documents": [str(drafted)]}
        session.add(
            CaseDraft(
                person="guardian:1",
                case_number=number,
                action="REPLY",
                seen_version=1,
                fields=fields,
                saved_at=old,
            )
        )
        upload = session.get_one(Upload, filed)
        columns = upload.model_dump(exclude={"principal", "case_number"})
        session.add(Document(**columns, case_number=number, uploaded_by="guardian:1"))

    tried = erase_unclaimed(owner, blobs, NOW - MONTH, dry_run=True)
    erased = erase_unclaimed(owner, blobs, NOW - MONTH, dry_run=False)
    again = erase_unclaimed(owner, blobs, NOW - MONTH, dry_run=False)

    assert (tried, erased, again) == (1, 1, 0)
    assert left(owner, blobs) - before == {fresh, given, drafted, asked, filed}
    assert not {key for key in blobs.keys_in("uploads/") if str(forgotten) in key}
    assert not {key for key in blobs.keys_in("pages/") if str(forgotten) in key}
