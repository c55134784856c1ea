"""Hands letters to a mail server, and says whether a refusal is for good."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr

TIMEOUT_SECONDS = 8
"""For each exchange with the server. An attempt that was given up on holds its delivery until it ends, so
no other one sends beside it."""


class MailRefusedError(Exception):
    """The server will never take this message (5xx): ask the person concerned for another address."""


class MailDeferredError(Exception):
    """The server cannot take the message now, or we cannot know that it did: send it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postbox:
    """A mail server. ``sender`` may carry a name; an empty ``user`` means no sign-in."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False

    @property
    def address(self) -> str:
        """The bare address that mails come from."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The part of that address after the @; Message-IDs end in it."""
        return self.address.rpartition("@")[2]

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand the message over; MailRefusedError or MailDeferredError where it was not taken."""
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as problem:
            raise MailDeferredError(f"{self.host}:{self.port} takes no mail: {_words(problem)}") from problem
        try:
            server.send_message(message, self.address, [recipient])
        except (OSError, smtplib.SMTPException) as problem:
            server.close()
            raise _refusal(problem, recipient) from problem
        # The message is taken: how the goodbye goes changes nothing.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()

    def _connect(self) -> smtplib.SMTP:
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def _refusal(problem: Exception, recipient: str) -> MailRefusedError | MailDeferredError:
    """What the answer means: 5xx to sender, recipient or message is for good, anything else may pass."""
    answer = problem
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        answer = smtplib.SMTPResponseException(*problem.recipients[recipient])
    said = _words(answer).replace(recipient, "the recipient")
    if isinstance(answer, smtplib.SMTPResponseException) and 500 <= answer.smtp_code < 600:
        return MailRefusedError(said)
    return MailDeferredError(said)


def _words(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        return f"{problem.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return f"{type(problem).__name__}: {problem}"
