"""Web app or worker killed while a file is on its way: it is there once, read once, clean only if scanned."""

import signal
import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from uuid import UUID, uuid4

import httpx2
import psutil
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from activities.retention import sweep
from models import CaseMail, CaseMailAddress, Document, Upload
from models.document_reading import DocumentReading
from models.paper_finding import PaperFinding
from models.unfinished_upload import UnfinishedUpload
from rules.findings.mailed import MailOutcome
from rules.findings.reading import PaperKind
from rules.findings.states import ReadingState
from rules.vocabulary import PrincipalKind, ScanStatus
from stores.papers import mailed
from stores.papers.blobs import Blobs
from stores.papers.leftovers import MAILS
from stores.papers.uploads import GIVEN_UP_AFTER
from tests.faults.conftest import NO_SCANNER, Mortal, Webs
from tests.faults.mortal_web import MortalWeb
from tests.intake.clamd import a_clamd
from tests.intake.files import a_pdf
from tests.reading.made.papers import a_paper
from tests.web.site import DIRECT
from tests.workflows.clinic import OPENED_AT, Clinic

pytestmark = pytest.mark.long

ON_ITS_WAY = [
    ("put uploads", "before"),
    ("put uploads", "after"),
    ("lock uploads", "after"),
    ("put pages", "after"),
    ("scan", "after"),
]
IN_PARTS = [
    ("get uploads", "before"),
    ("scan", "before"),
    ("scan", "after"),
    ("lock uploads", "after"),
    ("put pages", "after"),
]


@pytest.fixture
def blobs(ward: Clinic) -> Blobs:
    return Blobs(**ward.settings.object_store)


def scans(reader: Engine, data: bytes) -> list[str]:
    """How each upload of these bytes was scanned."""
    with Session(reader) as session:
        rows = session.exec(select(Upload.scan_status).where(Upload.sha256 == sha256(data).hexdigest()))
        return list(rows)


def swept(reader: Engine, blobs: Blobs) -> int:
    """What a run of the retention clears away, days later."""
    ahead = OPENED_AT - datetime.now(UTC)
    later = datetime.now(UTC) + GIVEN_UP_AFTER + timedelta(hours=1)
    return sweep(reader, blobs, later, ahead, dry_run=False)


def unfinished(reader: Engine) -> set[UUID]:
    with Session(reader) as session:
        return set(session.exec(select(UnfinishedUpload.id)))


def objects(blobs: Blobs) -> set[str]:
    return {key for folder in ("uploads/", "pages/", MAILS) for key in blobs.keys_in(folder)}


@pytest.mark.parametrize(("act", "when"), ON_ITS_WAY)
def test_a_file_that_is_sent_again_is_there_once_and_nothing_is_left_of_the_first(
    webs: Webs, reader: Engine, blobs: Blobs, act: str, when: str
) -> None:
    swept(reader, blobs)
    before, data = objects(blobs), a_pdf(f"{uuid4()} {act} {when}")
    with a_clamd() as scanner:
        first = webs(act, when, scanner)
        with pytest.raises(httpx2.TransportError):
            first.site.desk().upload(data=data)
        died = first.wait()

    second = webs(act, when, NO_SCANNER).site.desk()
    answer = second.upload(data=data)
    swept(reader, blobs)

    kept = answer.json()["id"]
    assert (died, answer.status_code) == (-signal.SIGKILL, 201)
    assert scans(reader, data) == [ScanStatus.NOT_SCANNED]
    assert unfinished(reader) == set()
    assert objects(blobs) - before == {f"uploads/2026/09/{kept}", f"pages/{kept}/1"}


@pytest.mark.parametrize(("act", "when"), IN_PARTS)
def test_a_file_in_parts_is_finished_by_asking_again(
    webs: Webs, reader: Engine, blobs: Blobs, act: str, when: str
) -> None:
    before, data = objects(blobs), a_pdf(f"{uuid4()} {act} {when}")
    with a_clamd() as scanner:
        first = webs(act, when, scanner)
        announced = {"kind": "INVOICE", "filename": "a.pdf", "size_bytes": len(data)}
        file = first.site.desk().post("/api/v1/unfinished-documents", json=announced).json()
        httpx2.put(file["missing"][0]["url"], content=data)
        with pytest.raises(httpx2.TransportError):
            first.site.desk().post(f"/api/v1/unfinished-documents/{file['id']}/finish")
        died = first.wait()

    desk = webs(act, when, NO_SCANNER).site.desk()
    answers = [desk.post(f"/api/v1/unfinished-documents/{file['id']}/finish") for _ in range(2)]

    assert died == -signal.SIGKILL
    assert [(each.status_code, each.json()["id"]) for each in answers] == [(200, file["id"])] * 2
    assert scans(reader, data) == [ScanStatus.NOT_SCANNED], "what the first one heard died with it"
    assert objects(blobs) - before == {f"uploads/2026/09/{file['id']}", f"pages/{file['id']}/1"}


def test_parts_that_arrived_before_the_app_was_killed_are_known_to_the_next(
    webs: Webs, reader: Engine
) -> None:
    data = a_pdf(str(uuid4()))
    first = webs("", "", NO_SCANNER)
    announced = {"kind": "INVOICE", "filename": "a.pdf", "size_bytes": len(data)}
    file = first.site.desk().post("/api/v1/unfinished-documents", json=announced).json()
    httpx2.put(file["missing"][0]["url"], content=data)
    first.kill()

    desk = webs("", "", NO_SCANNER).site.desk()
    seen = desk.get(f"/api/v1/unfinished-documents/{file['id']}").json()
    done = desk.post(f"/api/v1/unfinished-documents/{file['id']}/finish")

    assert (seen["arrived"], done.status_code) == ([1], 200)
    assert scans(reader, data) == [ScanStatus.NOT_SCANNED]


@pytest.mark.parametrize(
    ("act", "when"),
    [("put mail", "before"), ("put mail", "after"), *(each for each in ON_ITS_WAY if each[0] != "scan")],
)
def test_a_mail_is_taken_once_and_nothing_is_left_of_what_was_cut_off(
    webs: Webs, mortal: Mortal, ward: Clinic, reader: Engine, blobs: Blobs, act: str, when: str
) -> None:
    mortal("none", "never")
    first = webs(act, when, NO_SCANNER)
    number = first.site.desk().opened()
    swept(reader, blobs)
    before, data = objects(blobs), a_pdf(str(uuid4()))
    with Session(reader) as session:
        mailed.renew(session, number, PrincipalKind.HOSPITAL, DIRECT, OPENED_AT)
        session.flush()
        address = mailed.address(session, number, PrincipalKind.HOSPITAL, DIRECT)
        assert address
        at = f"case+{address.token}@{first.site.settings.mail_in_domain}"
        session.commit()
    mail = a_mail(data)

    if act == "put mail":
        with pytest.raises((smtplib.SMTPException, OSError)):
            send(first, at, mail)
    else:
        send(first, at, mail)
    died = first.wait()
    second = webs(act, when, NO_SCANNER)
    if act == "put mail":
        send(second, at, mail)
    ward.wait_until(lambda: [each.done_at is not None for each in mails(reader, number)] == [True], "it")
    swept(reader, blobs)

    (kept,) = mails(reader, number)
    shown = second.site.desk().get(f"/api/v1/cases/{number}").json()["documents"]
    assert (died, kept.outcome, kept.files_taken) == (-signal.SIGKILL, MailOutcome.TAKEN, 1)
    assert len(shown) == 1 and scans(reader, data) == [ScanStatus.NOT_SCANNED]
    assert objects(blobs) - before == {f"uploads/2026/09/{shown[0]['id']}", f"pages/{shown[0]['id']}/1"}


@pytest.mark.parametrize(("when", "draw"), [("before", 7), ("halfway", 8), ("after", 9)])
def test_a_paper_whose_reader_was_killed_is_read_once(
    webs: Webs,
    mortal: Mortal,
    ward: Clinic,
    reader: Engine,
    monkeypatch: pytest.MonkeyPatch,
    when: str,
    draw: int,
) -> None:
    monkeypatch.setenv("LIPEI_READERS", "1")
    first = mortal("read_document", when)
    desk = webs("", "", NO_SCANNER).site.desk()
    paper = desk.upload("INVOICE", data=a_paper(PaperKind.INVOICE, draw).pdf).json()["id"]
    number = desk.opened(documents=[paper])

    if when == "halfway":
        ward.wait_until(lambda: reads(first.pid), "a reader at work")
        first.kill()
    died = first.wait(timeout=120)
    assert state(reader, paper) in ((ReadingState.ORDERED,) if when != "after" else (ReadingState.READ,))
    mortal("read_document", when)
    ward.wait_until(lambda: told(ward, number) != [], "what does not fit")

    assert died == -signal.SIGKILL
    with Session(reader) as session:
        (reading,) = session.exec(select(DocumentReading).where(DocumentReading.case_number == number))
        found = session.exec(select(PaperFinding.kind).where(PaperFinding.case_number == number)).all()
        (document,) = session.exec(select(Document).where(Document.case_number == number))
    assert (reading.document_id, reading.state) == (UUID(paper), ReadingState.READ)
    assert sorted(found) == sorted(set(found)) == sorted(told(ward, number))
    assert document.scan_status is ScanStatus.NOT_SCANNED


def test_a_mail_of_which_no_row_tells_goes_after_two_days(ward: Clinic, reader: Engine, blobs: Blobs) -> None:
    forgotten = f"{MAILS}2026/09/{uuid4()}"
    blobs.put_new(forgotten, b"From: nobody", "message/rfc822")
    now = datetime.now(UTC)

    tried = sweep(reader, blobs, now + timedelta(hours=49), timedelta(0), dry_run=True)
    early = sweep(reader, blobs, now + timedelta(hours=47), timedelta(0), dry_run=False)
    stays = forgotten in objects(blobs)
    late = sweep(reader, blobs, now + timedelta(hours=49), timedelta(0), dry_run=False)

    assert (tried, early, stays, late) == (1, 0, True, 1)
    assert forgotten not in objects(blobs)


def a_mail(data: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "desk@hospital.example", f"<{uuid4()}@hospital.example>"
    mail.set_content("see the file")
    mail.add_attachment(data, maintype="application", subtype="pdf", filename="a.pdf")
    return mail


def send(web: MortalWeb, address: str, mail: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", web.site.settings.mail_in_port, "localhost") as server:
        server.sendmail("desk@hospital.example", [address], mail.as_bytes(policy=SMTP))


def mails(reader: Engine, number: str) -> list[CaseMail]:
    query = select(CaseMail).join(CaseMailAddress, col(CaseMailAddress.id) == col(CaseMail.address_id))
    with Session(reader) as session:
        return list(session.exec(query.where(CaseMailAddress.case_number == number)))


def reads(worker: int) -> bool:
    """Whether a worker has a reader at work."""
    return any("reading.child" in each.cmdline() for each in psutil.Process(worker).children(recursive=True))


def state(reader: Engine, paper: str) -> str | None:
    with Session(reader) as session:
        row = session.get(DocumentReading, UUID(paper))
        return row.state if row else None


def told(ward: Clinic, number: str) -> list[str]:
    """Findings on the record of a case."""
    return [str(each.detail["finding"]) for each in ward.events(number) if each.kind == "PAPER_FINDING"]
