"""The mail catcher as a part of the stack."""

import sys

from embedded import parts, processes
from settings import CHECKOUT, Port, Settings


def part(settings: Settings) -> parts.Part:
    """Return the mail catcher as a part of the stack."""
    smtp, page = settings.port(Port.SMTP), settings.port(Port.MAIL)
    return parts.Part(
        name="mail",
        title="Mail catcher",
        address=settings.mail_url,
        programs={"mail": (smtp, page)},
        launch=lambda _: _launch(settings, smtp, page),
        answers=lambda: parts.listens(smtp) and parts.listens(page),
        grace_seconds=3,
    )


def _launch(settings: Settings, smtp: int, page: int) -> processes.Program:
    folder = settings.home / "mail"
    command = [sys.executable, "-m", "embedded.mail_catcher", str(folder), str(smtp), str(page)]
    environment = {"PYTHONPATH": str(CHECKOUT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return processes.start("mail", command, home=settings.home, environment=environment)
