"""A mail server for one machine: takes every message, delivers none, and shows them on a page.

Run as a program of its own: `python -m embedded.mail_catcher FOLDER SMTP_PORT PAGE_PORT`.
"""

import asyncio
import signal
import sys
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from embedded.mail_page import page_server
from embedded.mail_refusal import DROP, Orders, Stage
from embedded.mailbox import Mailbox
from settings import LOOPBACK

SIZE_LIMIT = 40 * 2**20
"""Bytes of one message; more than any letter with its attachments."""

ACCEPTED = "250 2.0.0 Kept"


class Intake:
    """What aiosmtpd calls as a message comes in; the method names are its own."""

    def __init__(self, mailbox: Mailbox, orders: Orders) -> None:
        self.mailbox = mailbox
        self.orders = orders

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd looks for)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take any recipient, unless told to refuse."""
        del session, options
        refused = self.orders.take(Stage.RECIPIENT)
        if refused is not None:
            return _refuse(server, refused)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  (the name that aiosmtpd looks for)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message on disk, then say so."""
        del session
        refused = self.orders.take(Stage.MESSAGE)
        if refused is None:
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            self.mailbox.keep(content, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
            refused = self.orders.take(Stage.STORED)
        return ACCEPTED if refused is None else _refuse(server, refused)


def _refuse(server: SMTP, reply: str) -> str:
    if reply != DROP:
        return reply
    if server.transport is not None:
        server.transport.close()
    return "421 4.3.2 Closing"


async def serve(folder: Path, smtp_port: int, page_port: int) -> None:
    """Serve SMTP and the page until asked to end."""
    mailbox, orders = Mailbox(folder), Orders()
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, ended.set)
    page = page_server(mailbox, orders, page_port)
    threading.Thread(target=page.serve_forever, args=(0.05,), daemon=True).start()

    def session() -> SMTP:
        return SMTP(
            Intake(mailbox, orders), hostname="localhost", data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True
        )

    async with await loop.create_server(session, LOOPBACK, smtp_port):
        await ended.wait()
    page.shutdown()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
