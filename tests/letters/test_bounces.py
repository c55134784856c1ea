"""What a mail server returns is a bounce where it says "failed", and nothing else is."""

from pathlib import Path

import pytest

from letters.bounces import REASON_LENGTH, Bounce, read_bounce

RETURNED = Path(__file__).parent / "returned"

POSTFIX = (RETURNED / "postfix.eml").read_bytes()


def changed(old: bytes, new: bytes) -> Bounce | None:
    """What is read where the notification of Postfix says something else."""
    assert old in POSTFIX
    return read_bounce(POSTFIX.replace(old, new))


def test_a_notification_of_postfix_names_the_letter_and_the_reason() -> None:
    assert read_bounce(POSTFIX) == Bounce(
        "<LT-ACK-PA-261121-000042-U-1.0123456789abcdef@lipei.example>",
        "5.1.1 550 5.1.1 the recipient: Recipient address rejected: User unknown",
    )


def test_a_notification_of_exchange_names_the_letter_that_it_returns_whole() -> None:
    assert read_bounce((RETURNED / "exchange.eml").read_bytes()) == Bounce(
        "<LT-GOP-PA-261121-000042-U-1.fedcba9876543210@lipei.example>",
        "5.2.2 554 5.2.2 mailbox full; "
        "STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded",
    )


def test_an_absence_note_is_no_bounce_whatever_it_quotes() -> None:
    assert read_bounce((RETURNED / "out_of_office.eml").read_bytes()) is None


@pytest.mark.parametrize("action", [b"delayed", b"delivered", b"relayed", b"expanded", b""])
def test_only_what_failed_is_a_bounce(action: bytes) -> None:
    assert changed(b"Action: failed", b"Action: " + action) is None


def test_the_action_may_be_written_in_capitals() -> None:
    assert changed(b"Action: failed", b"Action: FAILED") is not None


def test_a_notification_that_returns_no_message_id_is_no_bounce() -> None:
    assert changed(b"<LT-ACK-PA-261121-000042-U-1.0123456789abcdef@lipei.example>", b"none") is None


def test_lines_may_end_as_on_the_wire() -> None:
    assert read_bounce(POSTFIX.replace(b"\n", b"\r\n")) == read_bounce(POSTFIX)


def test_a_reason_is_short_prints_and_names_nobody() -> None:
    read = changed(
        b"User unknown\n\n--", b"\0\x1b[31m moved to <li@other.example>" + b" so" * 500 + b"\n\n--"
    )

    assert read is not None
    assert len(read.reason) == REASON_LENGTH
    assert read.reason.isprintable()
    assert "@" not in read.reason


def test_a_notification_without_a_diagnosis_keeps_its_status() -> None:
    read = changed(b"Diagnostic-Code: smtp;", b"X-Said:")

    assert read is not None
    assert read.reason == "5.1.1"


@pytest.mark.parametrize(
    "mail", [b"", b"\xff\xfe\0", b"Content-Type: multipart/report\n\nno parts", POSTFIX[:900]]
)
def test_what_is_no_mail_or_half_of_one_is_no_bounce(mail: bytes) -> None:
    assert read_bounce(mail) is None
