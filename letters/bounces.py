"""Reads what a mail server returns for a letter that did not arrive: a delivery status (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

REASON_LENGTH = 300

_ID = re.compile(r"<[^<>\s]+>")
_ADDRESS = re.compile(r"<?[^\s<>:;,\"']+@[^\s<>:;,\"']+>?")
_FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that will not arrive. ``reason`` is the server's, without addresses of people."""

    message_id: str
    reason: str


def read_bounce(mail: bytes) -> Bounce | None:
    """What was returned and why; None for any other mail: an absence note, a delay, news of an arrival.

    Only a report whose action is ``failed`` counts, and only if it returns the headers of the mail: anybody
    can write to the address that letters come from, but few know the Message-ID of one.
    """
    message = message_from_bytes(mail)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = _parts(message)
    failures = [each for part in parts for each in _recipients(part) if _action(each) == _FAILED]
    original = next((found for part in parts if (found := _returned_id(part))), "")
    return Bounce(original, _reason(failures[0])) if failures and original else None


def _parts(report: Message) -> list[Message]:
    payload = report.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _recipients(part: Message) -> Iterator[Message]:
    """The groups of fields of a status, one a recipient; the first group is of the whole mail."""
    if part.get_content_type() == "message/delivery-status":
        yield from _parts(part)


def _action(group: Message) -> str:
    return _plain(group["Action"]).lower()


def _returned_id(part: Message) -> str:
    """Message-ID of the mail that came back, whole or as its headers alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        returned = next(iter(_parts(part)), None)
    elif kind == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        returned = message_from_bytes(content) if isinstance(content, bytes) else None
    else:
        return ""
    found = _ID.search(_plain(returned["Message-ID"])) if returned else None
    return found.group() if found else ""


def _reason(group: Message) -> str:
    """Status and what the server said, such as ``5.1.1 550 5.1.1 unknown user``."""
    said = _plain(group["Diagnostic-Code"]).partition(";")
    words = f"{_plain(group['Status'])} {said[2] or said[0]}"
    return " ".join(_ADDRESS.sub("the recipient", words).split())[:REASON_LENGTH] or "no reason was given"


def _plain(value: object) -> str:
    """A header on one line, with nothing in it that does not print."""
    spaced = " ".join(str(value or "").split())
    return "".join(character for character in spaced if character.isprintable())
