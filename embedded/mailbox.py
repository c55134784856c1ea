"""The folder where the mail catcher keeps each message as it came, one `.eml` file each."""

import email
import email.policy
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from embedded.credentials import write_private

MESSAGE_ID = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attached file."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as the page shows it; `id` is the name of its file without the ending."""

    id: str
    received_at: datetime
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    """Envelope recipients: who it was really delivered to."""
    subject: str
    sent_on: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]


class Mailbox:
    """Messages in a folder. Each is written beside its place and moved there, so none is ever half there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, content: bytes, *, sender: str, recipients: list[str]) -> str:
        """Store a message under trace headers that name its envelope; return its id."""
        message_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(2)}"
        trace = [f"Return-Path: <{sender}>", *(f"Delivered-To: {each}" for each in recipients)]
        write_private(self._path(message_id), "\r\n".join(trace).encode() + b"\r\n" + content)
        return message_id

    def ids(self) -> list[str]:
        """Return the ids of all messages, newest first."""
        names = (path.stem for path in self.folder.glob("*.eml"))
        return sorted((name for name in names if MESSAGE_ID.fullmatch(name)), reverse=True)

    def raw(self, message_id: str) -> bytes:
        """Return a message as it is on disk; raises KeyError for an unknown id."""
        if not MESSAGE_ID.fullmatch(message_id):
            raise KeyError(message_id)
        try:
            return self._path(message_id).read_bytes()
        except FileNotFoundError:
            raise KeyError(message_id) from None

    def read(self, message_id: str) -> Message:
        """Return a message taken apart; raises KeyError for an unknown id."""
        parsed = email.message_from_bytes(self.raw(message_id), policy=email.policy.default)
        return Message(
            id=message_id,
            received_at=datetime.strptime(message_id[:22] + "+0000", "%Y%m%dT%H%M%S.%f%z"),
            message_id=str(parsed["Message-ID"] or ""),
            sender=str(parsed["From"] or ""),
            recipients=tuple(str(each) for each in parsed.get_all("Delivered-To", [])),
            subject=str(parsed["Subject"] or ""),
            sent_on=_sent_on(parsed),
            text=_body(parsed, "plain"),
            html=_body(parsed, "html"),
            attachments=tuple(_attachment(part) for part in parsed.iter_attachments()),
        )

    def _path(self, message_id: str) -> Path:
        return self.folder / f"{message_id}.eml"


def _sent_on(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message["Date"])).isoformat(sep=" ")
    except ValueError:
        return ""


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _attachment(part: EmailMessage) -> Attachment:
    payload = part.get_payload(decode=True)
    return Attachment(
        name=part.get_filename() or "unnamed",
        kind=part.get_content_type(),
        content=payload if isinstance(payload, bytes) else b"",
    )
