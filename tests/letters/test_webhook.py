"""A webhook is signed as the specification says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from letters.webhook import LetterNews, PromiseNews, headers, letter_sent, new_secret

NEWS = LetterNews(
    number="GOP-20261205-000007-V2",
    code="LT-GOP-AMD",
    case_number="PA-261205-000007-4",
    language="zh",
    issued_at=datetime(2026, 12, 5, 2, 3, 4, tzinfo=UTC),
    file="https://lipei.example/api/v1/letters/GOP-20261205-000007-V2.pdf",
    sha256="ab" * 32,
    verify="https://lipei.example/verify/7K4M-Q2XD-93HF",
    guarantee=PromiseNews(
        number="GOP-20261205-000007",
        version=2,
        kind="RAISED",
        ceiling="50000.00",
        valid_from=date(2026, 12, 6),
        valid_until=date(2026, 12, 20),
    ),
)


def test_the_signature_is_that_of_the_published_implementation() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)

    sent = headers("msg_p5", at, b'{"test": 2432232314}', ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw",))

    theirs = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw").sign("msg_p5", at, '{"test": 2432232314}')
    assert sent["webhook-signature"] == theirs
    assert (sent["webhook-id"], sent["webhook-timestamp"]) == ("msg_p5", "1614265330")


def test_while_a_secret_is_changed_a_receiver_with_either_verifies_and_another_does_not() -> None:
    fresh, earlier, other = new_secret(), new_secret(), new_secret()
    body = letter_sent(NEWS)

    sent = headers("GOP-1.ab@lipei.example", datetime.now(UTC), body, (fresh, earlier))

    for known in (fresh, earlier):
        assert Webhook(known).verify(body, sent)["data"]["guarantee"]["ceiling"] == "50000.00"
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(body, sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(fresh).verify(body.replace(b"50000", b"90000"), sent)


def test_the_same_letter_gives_the_same_bytes_and_a_letter_that_promises_nothing_says_so() -> None:
    assert letter_sent(NEWS) == letter_sent(NEWS)
    assert b'"guarantee":null' in letter_sent(replace(NEWS, guarantee=None))
