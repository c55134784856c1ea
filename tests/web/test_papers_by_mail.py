"""Papers sent by mail reach the case once, as uploads do, and the sender hears what became of them."""

import re
import smtplib
import time
from collections.abc import Callable, Collection
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from embedded.mailbox import Mailbox, Message
from models import CaseMail, CaseMailAddress, Upload
from rules.findings.mailed import MailOutcome
from rules.vocabulary import PrincipalKind
from stores.papers import mailed
from stores.papers.blobs import BlobMissingError, Blobs
from tests.patience import PATIENCE_SECONDS
from tests.web.site import DIRECT, PDF, Person, Site
from tests.workflows.clinic import Clinic
from web import problems
from web.access import Caller
from web.api.bodies.action_bodies import SubmitDocumentsBody
from web.backend import Backend
from web.mailed.door import row_of
from web.mailed.taking_in import take_in
from web.problems import ProblemError

SENDER = "desk@hospital.example"


def papers(**files: bytes) -> EmailMessage:
    """A mail with files; ``__`` in a name stands for the dot."""
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = SENDER, f"<{uuid4()}@hospital.example>"
    mail.set_content("see the files")
    for name, data in files.items():
        mail.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name.replace("__", ".")
        )
    return mail


def send(site: Site, address: str, mail: EmailMessage, sender: str = SENDER) -> None:
    with smtplib.SMTP(site.settings.mail_in_host, site.settings.mail_in_port, "localhost") as server:
        server.sendmail(sender, [address], mail.as_bytes(policy=SMTP))


def got(site: Site, person: Person, number: str) -> str:
    """The address that somebody gets for a case by the button on its page."""
    assert person.post(f"/cases/{number}/mail-address").status_code == 303
    page = person.get(f"/cases/{number}").text
    shown: set[str] = set(re.findall(r"mailto:(case\+[a-z2-7]{26}@[\w.]+)", page))
    (address,) = shown
    assert number not in address
    return address


def waited(look: Callable[[], bool]) -> None:
    """Until it is so; the app works in threads of its own."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.05)


def mails_of(reader: Engine, number: str) -> list[CaseMail]:
    query = select(CaseMail).join(CaseMailAddress, col(CaseMailAddress.id) == col(CaseMail.address_id))
    with Session(reader) as session:
        return list(session.exec(query.where(CaseMailAddress.case_number == number)))


def newly_done(reader: Engine, number: str, seen: Collection[CaseMail] = ()) -> CaseMail:
    """The one mail of a case that is not among ``seen``, at its end; two may come in one second."""
    before = {each.id for each in seen}

    def new() -> list[CaseMail]:
        return [each for each in mails_of(reader, number) if each.id not in before]

    waited(lambda: [bool(each.done_at) for each in new()] == [True])
    (mail,) = new()
    return mail


def answers(site: Site, mail: CaseMail) -> list[Message]:
    box = Mailbox(site.settings.home / "mail")
    read = (box.read(each) for each in box.ids())
    return [each for each in read if each.message_id.startswith(f"<{mail.id}.answer@")]


def test_papers_by_mail_reach_the_case_and_the_sender_hears_what_was_taken(
    site: Site, clinic: Clinic, reader: Engine
) -> None:
    desk = site.desk()
    number = desk.opened()
    address = got(site, desk, number)
    mail = papers(出院小结__pdf=PDF, tool__exe=b"MZ\x90\x00")

    send(site, address, mail)
    send(site, address, mail)
    kept = newly_done(reader, number)

    shown = desk.get(f"/api/v1/cases/{number}").json()["documents"]
    assert [each["kind"] for each in shown] == ["DISCHARGE_SUMMARY"]
    assert (kept.outcome, kept.files_taken, kept.files_refused) == (MailOutcome.TAKEN, 1, 1)
    assert (kept.sender, kept.report) == (None, None)
    with pytest.raises(BlobMissingError):
        Blobs(**site.settings.object_store).get(kept.object_key)
    (answer,) = answers(site, kept)
    assert answer.recipients == (SENDER,)
    assert "已接收：出院小结.pdf" in answer.text and "未接收：tool.exe——不接受这种文件" in answer.text
    assert number in answer.subject

    renewed = got(site, desk, number)
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
        send(site, address, papers(a__pdf=PDF))
    send(site, renewed, papers(a__pdf=PDF), sender="")
    bounce = newly_done(reader, number, [kept])
    send(site, renewed, papers())
    empty = newly_done(reader, number, [kept, bounce])
    desk.act(number, "WITHDRAW", reason="取消")
    clinic.loop.run(clinic.cases.handle(number).result())
    waited(lambda: desk.get(f"/api/v1/cases/{number}").json()["closed_at"] is not None)
    send(site, renewed, papers(b__pdf=PDF))
    late = newly_done(reader, number, [kept, bounce, empty])

    assert (bounce.outcome, answers(site, bounce)) == (MailOutcome.AUTOMATIC, [])
    assert empty.outcome is MailOutcome.NOTHING_ATTACHED and "没有附件" in answers(site, empty)[0].text
    assert late.outcome is MailOutcome.CASE_CLOSED and "已结案" in answers(site, late)[0].text


class DiedError(Exception):
    """The process ended here."""


def test_a_mail_whose_taker_died_is_taken_again_and_its_papers_are_there_once(
    site: Site, clinic: Clinic, reader: Engine
) -> None:
    number, backend = site.desk().opened(), Backend(site.settings)
    heard: list[tuple[UUID, ...]] = []

    def dies(_backend: Backend, _caller: Caller, _number: str, _body: SubmitDocumentsBody, _key: str) -> int:
        raise DiedError

    def hears(_backend: Backend, _caller: Caller, _number: str, body: SubmitDocumentsBody, key: str) -> int:
        assert key.startswith(f"mail/{mail.id}/")
        heard.append(body.documents)
        return body.seen_version + 1

    with backend.session() as session:
        mailed.renew(session, number, PrincipalKind.HOSPITAL, DIRECT, backend.clock.now())
        address = mailed.address(session, number, PrincipalKind.HOSPITAL, DIRECT)
    assert address is not None
    raw = papers(a__pdf=PDF, b__pdf=PDF).as_bytes()
    mail = row_of(backend, address, SENDER, "0" * 64, len(raw))
    backend.blobs.put_new(mail.object_key, raw, "message/rfc822")

    with pytest.raises(DiedError):
        take_in(backend.for_request(), mail, address, dies)
    taken = take_in(backend.for_request(), mail, address, hears)
    backend.close()

    assert (taken.outcome, taken.taken, [len(each) for each in heard]) == (MailOutcome.TAKEN, 2, [2])
    with Session(reader) as session:
        kept = session.exec(select(Upload.id).where(col(Upload.id).in_(heard[0]))).all()
    assert sorted(kept) == sorted(heard[0])


def test_a_case_that_moved_while_files_were_judged_takes_them_all_the_same(
    site: Site, clinic: Clinic, reader: Engine
) -> None:
    number, backend = site.desk().opened(), Backend(site.settings)
    keys: list[str] = []

    def moved_once(
        _backend: Backend, _caller: Caller, _number: str, body: SubmitDocumentsBody, key: str
    ) -> int:
        keys.append(key)
        if len(keys) == 1:
            raise ProblemError(problems.STALE, "The case has changed.")
        return body.seen_version + 1

    with backend.session() as session:
        mailed.renew(session, number, PrincipalKind.HOSPITAL, DIRECT, backend.clock.now())
        address = mailed.address(session, number, PrincipalKind.HOSPITAL, DIRECT)
    assert address is not None
    raw = papers(a__pdf=PDF).as_bytes()
    mail = row_of(backend, address, SENDER, "0" * 64, len(raw))
    backend.blobs.put_new(mail.object_key, raw, "message/rfc822")
    taken = take_in(backend.for_request(), mail, address, moved_once)
    backend.close()

    assert (taken.outcome, taken.taken, keys) == (
        MailOutcome.TAKEN,
        1,
        [f"mail/{mail.id}/0", f"mail/{mail.id}/0/1"],
    )
