"""Composes the mail that carries a letter: its words, and the PDF attached."""

import hashlib
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from letters.kinds.letter import Letter
from letters.words import as_mail_page, as_text, document
from rules.vocabulary import Language

_BOUNDARY_LENGTH = 32
_ANSWER = {
    Language.CHINESE: "请在此确认或不接受本函（无需登录；请勿转发此链接）",
    Language.ENGLISH: "Acknowledge or decline this letter here (no sign-in; do not forward this link)",
}
"""Said in the mail alone: the letter itself stays the same whoever reads it."""


def compose(
    letter: Letter,
    pdf: bytes,
    sender: str,
    recipient: str,
    sent_at: datetime,
    identity: str,
    answer_url: str = "",
) -> EmailMessage:
    """The mail with the letter in words and as a PDF; the same inputs give the same bytes.

    ``sender`` and ``recipient`` are bare mail addresses, ``identity`` is the Message-ID. The subject names
    the letter's kind and number, never health data. ``answer_url`` is where its reader answers it.
    ValueError for an address that is none or an instant without time zone.
    """
    if sent_at.tzinfo is None:
        raise ValueError(f"sent_at {sent_at} has no time zone: pass an aware instant in UTC")
    words = document(letter)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = identity
    message["Date"] = format_datetime(sent_at)
    message["From"] = _address(words.issuer[0], sender)
    message["To"] = _address("", recipient)
    message["Subject"] = f"{words.title} {letter.reference}"
    message["Auto-Submitted"] = "auto-generated"
    asked, plain = _ANSWER[letter.language], as_text(words)
    if answer_url:
        plain = f"{plain}\n\n{asked}:\n{answer_url}\n"
    message.set_content(plain, cte="base64")
    page = as_mail_page(words, answer_url, asked)
    message.add_alternative(page, subtype="html", cte="base64")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{letter.reference}.pdf")
    _fix_boundaries(message, letter)
    return message


def _address(name: str, spec: str) -> Address:
    try:
        address = Address(name, addr_spec=spec)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ValueError(f"{spec!r} is not a mail address: {error}") from error
    if not (address.username and address.domain):
        raise ValueError(f"{spec!r} is not a mail address: it needs a name, an @ and a domain")
    return address


def message_id(letter: Letter, recipient: str, domain: str) -> str:
    """``<letter number.recipient hash@domain>``, so that a letter sent twice is seen to be one."""
    digest = hashlib.sha256(recipient.strip().lower().encode()).hexdigest()[:16]
    return f"<{letter.reference}.{digest}@{domain}>"


def next_message_id(identity: str, number: int) -> str:
    """The Message-ID of the same mail when it is sent again: readers hide a second one with the old id."""
    local, _, domain = identity.strip("<>").rpartition("@")
    return f"<{'.'.join(local.split('.')[:2])}.{number}@{domain}>"


def _fix_boundaries(message: EmailMessage, letter: Letter) -> None:
    """Boundaries are random by default; these come from the number and the place of the part."""
    for index, part in enumerate(part for part in message.walk() if part.is_multipart()):
        digest = hashlib.sha256(f"{letter.reference}/{index}".encode()).hexdigest()
        part.set_boundary(digest[:_BOUNDARY_LENGTH])
