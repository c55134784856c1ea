"""Words a webhook: which letter there is, how to fetch and check it, and nothing of the child.

Signed as the Standard Webhooks specification (version 1.0.0) says, so that its libraries verify it.
"""

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

PREFIX = "whsec_"
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseNews:
    """What the public page of a guarantee letter says of it, too. ``ceiling`` in yuan, dates inclusive."""

    number: str
    version: int
    kind: str
    ceiling: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNews:
    """What a webhook tells of a letter. ``sha256`` is of the signed file that ``file`` serves."""

    number: str
    code: str
    case_number: str
    language: str
    issued_at: datetime
    file: str
    sha256: str
    verify: str | None
    guarantee: PromiseNews | None


def new_secret() -> str:
    """A secret in the form that the specification prints."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def letter_sent(news: LetterNews) -> bytes:
    """The body that tells of a letter; the same letter gives the same bytes."""
    promise = news.guarantee
    return _body(
        "letter.sent",
        news.issued_at,
        {
            "number": news.number,
            "code": news.code,
            "case_number": news.case_number,
            "language": news.language,
            "issued_at": _instant(news.issued_at),
            "file": news.file,
            "sha256": news.sha256,
            "verify": news.verify,
            "guarantee": {
                "number": promise.number,
                "version": promise.version,
                "kind": promise.kind,
                "ceiling": promise.ceiling,
                "valid_from": promise.valid_from.isoformat(),
                "valid_until": promise.valid_until.isoformat(),
            }
            if promise
            else None,
        },
    )


def trial(at: datetime) -> bytes:
    """The body that only asks whether messages arrive."""
    return _body("endpoint.trial", at, {})


def headers(identity: str, at: datetime, body: bytes, known: tuple[str, ...]) -> dict[str, str]:
    """The headers of one attempt at ``at``, signed with every secret that the receiver may know."""
    seconds = str(int(at.timestamp()))
    content = f"{identity}.{seconds}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(_key(each), content, "sha256")).decode() for each in known)
    return {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))


def _body(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    said = {"type": kind, "timestamp": _instant(at), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
