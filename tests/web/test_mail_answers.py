"""Addresses of cases, mails known again, and the words of the answers; nothing is served for these."""

from uuid import uuid4

import pytest

from intake.verdict import Refusal
from models import CaseMail
from rules.findings.mailed import FileTrouble, MailOutcome
from rules.vocabulary import Language
from stores.papers.mailed import LONGEST_WAIT, new_token, try_later
from tests.builders import NOON
from web.files.refused import WORDS
from web.mailed.addresses import token_in
from web.mailed.answer import OUTCOMES, TROUBLES, words
from web.mailed.door import message_digest

DOMAIN = "papers.example.com"
NUMBER = "PA-261121-000042-7"


def a_mail(outcome: MailOutcome = MailOutcome.TAKEN, **refusals: str | None) -> CaseMail:
    files = [{"name": f"{name}.pdf", "refusal": why} for name, why in refusals.items()]
    return CaseMail(
        address_id=uuid4(),
        message_sha256="0" * 64,
        object_key="mail/2026/11/x",
        size_bytes=1,
        sender="mother@example.com",
        received_at=NOON,
        try_at=NOON,
        outcome=outcome,
        report={"files": files, "answer": True},
    )


def test_an_address_is_ours_whatever_a_server_does_to_its_case() -> None:
    token = new_token()

    assert token_in(f"CASE+{token.upper()}@Papers.Example.COM", DOMAIN) == token
    assert len({new_token() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "address",
    [
        f"case+{'a' * 25}@{DOMAIN}",
        f"case+{'a' * 26}@example.com",
        f"x+{'a' * 26}@{DOMAIN}",
        "",
        "@",
    ],
)
def test_any_other_address_is_nobodys(address: str) -> None:
    assert token_in(address, DOMAIN) == ""


def test_a_mail_is_known_again_by_its_id_or_by_all_of_it() -> None:
    first, again = b"Message-ID: <a@b>\r\n\r\none", b"Received: x\r\nMessage-ID:  <a@b>\r\n\r\none"

    assert message_digest(first) == message_digest(again)
    assert message_digest(b"\r\none") != message_digest(b"\r\ntwo")


@pytest.mark.parametrize("language", Language)
def test_every_outcome_and_every_refusal_is_worded(language: Language) -> None:
    for outcome in set(MailOutcome) - {MailOutcome.AUTOMATIC}:
        assert OUTCOMES[outcome][language is Language.ENGLISH] in words(a_mail(outcome), NUMBER, language)
    for refusal, said in [*WORDS.items(), *TROUBLES.items()]:
        line = words(a_mail(bill=refusal.value), NUMBER, language)
        assert "bill.pdf" in line and said[language is Language.ENGLISH] in line
    assert {*WORDS, *TROUBLES} == {*Refusal, *FileTrouble}


def test_an_answer_says_of_each_file_whether_it_was_taken() -> None:
    said = words(a_mail(bill=None, old=Refusal.ENCRYPTED), NUMBER, Language.ENGLISH).splitlines()

    assert said[0] == f"Case: {NUMBER}"
    assert "Taken: bill.pdf" in said
    assert "Not taken: old.pdf: The file is locked with a password" in said[5]


def test_a_mail_that_waits_is_tried_ever_more_rarely_and_at_least_hourly() -> None:
    mail, waits = a_mail(), []
    for _ in range(14):
        try_later(mail, NOON)
        waits.append(mail.try_at - NOON)

    assert waits == sorted(waits)
    assert (waits[0].total_seconds(), waits[-1]) == (10, LONGEST_WAIT)
