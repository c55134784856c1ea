"""The mail catcher takes, keeps and shows what is sent, and refuses when told to."""

import json
import re
import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from embedded.mailbox import Mailbox
from settings import LOOPBACK
from tests.embedded.machine import Machine, machine
from tests.patience import PATIENCE_SECONDS

PDF = b"%PDF-1.7 a letter"


@pytest.fixture(scope="module")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine where only the mail catcher runs."""
    with machine(tmp_path_factory.mktemp("mail") / "lipei") as made:
        made.up("mail")
        yield made


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    usual = {"Subject": "担保函 GL-1", "From": "letters@lipei.example", "To": "desk@hospital.example"}
    for name, value in (usual | headers).items():
        message[name] = value
    message.set_content("请见附件。")
    message.add_alternative("<p>请见附件。<script>alert(1)</script></p>", subtype="html")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="担保函.pdf")
    return message


def send(machine: Machine, message: EmailMessage) -> None:
    with smtplib.SMTP(LOOPBACK, machine.port_base + 5, local_hostname="localhost") as server:
        server.send_message(message)


def fetch(machine: Machine, path: str, **options: Any) -> tuple[int, str, bytes]:
    asked = urllib.request.Request(f"http://{LOOPBACK}:{machine.port_base + 6}{path}", **options)
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, str(answer.headers), answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, str(refused.headers), refused.read()


def refuse(machine: Machine, **order: object) -> None:
    status, _, answer = fetch(machine, "/refusal", data=json.dumps(order).encode(), method="PUT")
    assert status == 200, answer


def newest(machine: Machine) -> str:
    return Mailbox(machine.home / "mail").ids()[0]


def count(machine: Machine) -> int:
    return len(Mailbox(machine.home / "mail").ids())


def test_a_mail_is_kept_as_it_came_under_its_envelope(catcher: Machine) -> None:
    send(catcher, letter(**{"Message-ID": "<GL-1.x@lipei.example>", "Bcc": "archive@lipei.example"}))

    kept = Mailbox(catcher.home / "mail").read(newest(catcher))
    assert kept.message_id == "<GL-1.x@lipei.example>"
    assert kept.subject == "担保函 GL-1"
    assert kept.recipients == ("desk@hospital.example", "archive@lipei.example")
    assert kept.text.strip() == "请见附件。"
    assert [(each.name, each.kind, each.content) for each in kept.attachments] == [
        ("担保函.pdf", "application/pdf", PDF)
    ]


def test_the_list_shows_each_mail_with_its_attachments(catcher: Machine) -> None:
    send(catcher, letter(Subject="One <b>more</b>"))

    _, _, page = fetch(catcher, "/")

    text = page.decode()
    assert "One &lt;b&gt;more&lt;/b&gt;" in text
    assert f"/messages/{newest(catcher)}/attachments/0" in text
    assert_well_made(text)


def test_a_mail_is_shown_with_its_text_and_the_file_opens(catcher: Machine) -> None:
    send(catcher, letter())
    path = f"/messages/{newest(catcher)}"

    _, _, page = fetch(catcher, path)
    _, headers, attachment = fetch(catcher, f"{path}/attachments/0")

    assert "请见附件。" in page.decode()
    assert "<script>" not in page.decode()
    assert_well_made(page.decode())
    assert attachment == PDF
    assert "Content-Disposition: inline" in headers
    assert "X-Content-Type-Options: nosniff" in headers


def test_the_formatted_text_of_a_mail_may_run_nothing(catcher: Machine) -> None:
    send(catcher, letter())

    _, headers, _ = fetch(catcher, f"/messages/{newest(catcher)}/html")

    assert "Content-Security-Policy: sandbox; default-src 'none'" in headers


def test_machines_get_the_list_as_json(catcher: Machine) -> None:
    send(catcher, letter())

    _, _, answer = fetch(catcher, "/messages.json")

    first = json.loads(answer)[0]
    assert (first["id"], first["sender"]) == (newest(catcher), "letters@lipei.example")
    assert first["attachments"] == [{"name": "担保函.pdf", "kind": "application/pdf", "bytes": len(PDF)}]


@pytest.mark.parametrize("path", ["/messages/nope", "/messages/..%2f..%2flipei.env/raw", "/other"])
def test_what_is_no_message_is_not_found(catcher: Machine, path: str) -> None:
    status, _, page = fetch(catcher, path)

    assert status == 404
    assert_well_made(page.decode())


def test_a_page_asked_for_under_another_name_is_refused(catcher: Machine) -> None:
    status, _, _ = fetch(catcher, "/", headers={"Host": "evil.example"})

    assert status == 403


def test_mails_are_refused_as_often_as_told(catcher: Machine) -> None:
    refuse(catcher, stage="message", reply="451 4.3.0 Later", times=2)
    before = count(catcher)

    for _ in range(2):
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            send(catcher, letter())
    send(catcher, letter())

    assert count(catcher) == before + 1


def test_a_recipient_is_refused_when_told(catcher: Machine) -> None:
    refuse(catcher, stage="recipient", reply="550 5.1.1 Unknown", times=1)

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(catcher, letter())


def test_a_mail_may_be_kept_though_its_sender_is_told_nothing(catcher: Machine) -> None:
    refuse(catcher, stage="stored", reply="drop", times=1)
    before = count(catcher)

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(catcher, letter())

    assert count(catcher) == before + 1


def test_a_refusal_can_be_taken_back(catcher: Machine) -> None:
    refuse(catcher, stage="message", reply="451 Later", times=9)
    fetch(catcher, "/refusal", method="DELETE")

    send(catcher, letter())

    assert fetch(catcher, "/refusal")[2] == b"null"


@pytest.mark.parametrize(
    "order", [{"stage": "moon"}, {"reply": "250 fine"}, {"times": "often"}, ["not", "an", "object"]]
)
def test_a_refusal_that_makes_no_sense_is_bad_input(catcher: Machine, order: object) -> None:
    status, _, answer = fetch(catcher, "/refusal", data=json.dumps(order).encode(), method="PUT")

    assert status == 400
    assert json.loads(answer)["error"]


def assert_well_made(page: str) -> None:
    """One heading of the first rank, named language, captions and scopes."""
    assert len(re.findall(r"<h1>[^<]", page)) == 1
    assert '<html lang="' in page
    assert page.count("<table>") == page.count("<caption>")
    assert "<th>" not in page
    assert "<title>" in page
