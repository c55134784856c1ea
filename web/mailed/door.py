"""Where mails with papers come in: each is kept, mail and row, before its sender hears that it is here."""

import asyncio
import hashlib
from collections.abc import Callable
from email.parser import BytesHeaderParser
from uuid import uuid4

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from botocore.exceptions import BotoCoreError, ClientError
from sqlalchemy.exc import DBAPIError

from models.case_mail import CaseMail
from models.case_mail_address import CaseMailAddress
from stores.papers import mailed
from web.backend import Backend
from web.body_limit import MEBIBYTE
from web.mailed.addresses import token_in

log = structlog.get_logger()

MOST_BYTES = 75 * MEBIBYTE
"""Of a mail: a file of 50 MB is a third longer on its way."""
_HEADERS_WITHIN = 256 * 1024
KEPT = "250 2.0.0 Kept"
UNKNOWN = "550 5.1.1 No such address: the page of your case shows the one that is in use"
LATER = "451 4.3.0 Not now: try again later"


class Door:
    """What aiosmtpd calls as a mail comes in; the method names are its own."""

    def __init__(self, backend: Backend, woken: Callable[[], None]) -> None:
        """``woken`` is called for each mail that was kept."""
        self._backend, self._woken = backend, woken

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd looks for)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take standing addresses of cases only."""
        del server, session, options
        try:
            found = await asyncio.to_thread(standing, self._backend, address)
        except DBAPIError:
            return LATER
        if found is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  (the name that aiosmtpd looks for)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail once for each case, then say so."""
        del server, session
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        # The empty sender of a bounce comes as "<>".
        sender = (envelope.mail_from or "").strip("<>")
        try:
            for address in envelope.rcpt_tos:
                await asyncio.to_thread(keep, self._backend, address, sender, raw)
        except (DBAPIError, ClientError, BotoCoreError) as silent:
            log.warning("a mail could not be kept", why=type(silent).__name__)
            return LATER
        self._woken()
        return KEPT


def standing(backend: Backend, address: str) -> CaseMailAddress | None:
    """The address of a case, where it is one that is in use."""
    token = token_in(address, backend.settings.mail_in_domain)
    if not token:
        return None
    with backend.session() as session:
        return mailed.behind(session, token)


def keep(backend: Backend, address: str, sender: str, raw: bytes) -> bool:
    """Keep a mail; False where the same came before, or its address ended while it was on its way."""
    found = standing(backend, address)
    digest = message_digest(raw)
    if found is None or not raw:
        return False
    with backend.session() as session:
        if mailed.known(session, found.id, digest):
            return False
    row = row_of(backend, found, sender, digest, len(raw))
    backend.blobs.put_new(row.object_key, raw, "message/rfc822")
    with backend.session() as session:
        kept = mailed.keep(session, row)
    if not kept:
        # The same mail was kept beside us.
        backend.blobs.delete(row.object_key)
    return kept


def message_digest(raw: bytes) -> str:
    """By what a mail is known again: its Message-ID, or all of it where it has none."""
    identity = BytesHeaderParser().parsebytes(raw[:_HEADERS_WITHIN])["Message-ID"]
    named = str(identity or "").strip().encode("utf-8", "surrogateescape")
    return hashlib.sha256(named or raw).hexdigest()


def row_of(backend: Backend, address: CaseMailAddress, sender: str, digest: str, size_bytes: int) -> CaseMail:
    """A mail that came just now, and where it is kept."""
    at, mail_id = backend.clock.now(), uuid4()
    return CaseMail(
        id=mail_id,
        address_id=address.id,
        message_sha256=digest,
        object_key=f"mail/{at:%Y/%m}/{mail_id}",
        size_bytes=size_bytes,
        sender=sender,
        received_at=at,
        try_at=backend.clock.wall(),
    )
