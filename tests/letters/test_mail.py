"""The mail that carries a letter."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from letters.kinds import Letter, LetterCode
from letters.mail import compose, message_id, next_message_id
from letters.pdf import render
from letters.samples import samples
from letters.words import as_text, document
from rules.vocabulary import Language

SENT_AT = datetime(2026, 11, 21, 6, 31, tzinfo=UTC)
PDF = b"%PDF-1.7 stands in for the letter"

EVERY_LETTER = [
    pytest.param(letter, id=f"{code}.{language}")
    for language in Language
    for code, letter in samples(language).items()
]


def mail(letter: Letter, recipient: str = "desk@hospital.example", pdf: bytes = PDF) -> EmailMessage:
    """The mail as a reader's program parses it."""
    identity = message_id(letter, recipient, "lipei.example")
    sent = compose(letter, pdf, "letters@lipei.example", recipient, SENT_AT, identity)
    return message_from_bytes(bytes(sent), policy=SMTP)


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_the_mail_says_the_words_of_the_letter(letter: Letter) -> None:
    body = mail(letter).get_body(("plain",))

    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == as_text(document(letter))


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_the_subject_names_the_letter_and_nothing_of_health(letter: Letter) -> None:
    assert mail(letter)["Subject"] == f"{document(letter).title} {letter.reference}"


def test_the_pdf_is_attached_whole_under_the_letters_number() -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]
    pdf = render(letter)

    (attached,) = mail(letter, pdf=pdf).iter_attachments()

    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "GOP-20261121-000042-V1.pdf"
    assert attached.get_payload(decode=True) == pdf


def test_the_head_names_sender_recipient_and_time() -> None:
    head = mail(samples(Language.CHINESE)[LetterCode.GUARANTEE])

    assert head["From"] == "京东安联财产保险有限公司 <letters@lipei.example>"
    assert head["To"] == "desk@hospital.example"
    assert head["Date"].datetime == SENT_AT
    assert head["Auto-Submitted"] == "auto-generated"


def test_a_letter_sent_twice_to_one_reader_is_seen_to_be_one() -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]

    first, again = mail(letter), mail(letter, "Desk@Hospital.example ".strip())

    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"].startswith("<GOP-20261121-000042-V1.")
    assert first["Message-ID"].endswith("@lipei.example>")


def test_another_reader_gets_another_message_id() -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]

    assert mail(letter)["Message-ID"] != mail(letter, "other@hospital.example")["Message-ID"]


def test_a_mail_that_is_sent_again_is_another_one_and_a_third_no_longer_than_the_second() -> None:
    first = message_id(samples(Language.CHINESE)[LetterCode.GUARANTEE], "a@x.example", "lipei.example")

    second = next_message_id(first, 2)

    assert second == f"{first.removesuffix('@lipei.example>')}.2@lipei.example>"
    assert next_message_id(second, 3) == next_message_id(first, 3)


def test_the_message_id_does_not_tell_the_address() -> None:
    assert "desk" not in mail(samples(Language.CHINESE)[LetterCode.GUARANTEE])["Message-ID"]


def test_the_same_inputs_give_the_same_bytes() -> None:
    letter = samples(Language.ENGLISH)[LetterCode.PREAUTHORIZATION_DECLINED]

    assert bytes(mail(letter)) == bytes(mail(letter))


def test_a_time_without_zone_is_refused() -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]

    with pytest.raises(ValueError, match="no time zone"):
        compose(letter, PDF, "a@lipei.example", "b@x.example", datetime(2026, 11, 21, 6, 31), "<1@x.example>")  # noqa: DTZ001 - a time without zone is what this is about


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@x.example\r\nBcc: b@x.example", "a@x.example, b@x.example"]
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]

    with pytest.raises(ValueError, match="is not a mail address"):
        compose(letter, PDF, "letters@lipei.example", address, SENT_AT, "<1@lipei.example>")


@pytest.mark.parametrize("language", Language)
def test_the_link_to_answer_stands_in_the_mail_and_in_no_paper(language: Language) -> None:
    letter, url = samples(language)[LetterCode.GUARANTEE], "https://lipei.example/answer/0123abcd"
    identity = message_id(letter, "desk@hospital.example", "lipei.example")

    sent = compose(letter, PDF, "letters@lipei.example", "desk@hospital.example", SENT_AT, identity, url)

    plain, page = sent.get_body(("plain",)), sent.get_body(("html",))
    assert plain
    assert page
    assert plain.get_content().rstrip().endswith(url)
    assert page.get_content().count(f'href="{url}"') == 1
    assert url not in as_text(document(letter))
