"""The demonstration bank as a part of the stack."""

import sys

from embedded import parts, processes
from settings import CHECKOUT, Port, Settings


def part(settings: Settings) -> parts.Part:
    """Return the demonstration bank as a part of the stack."""
    port = settings.port(Port.BANK)
    return parts.Part(
        name="bank",
        title="Demonstration bank",
        address=settings.bank_url,
        programs={"bank": (port,)},
        launch=lambda _: _launch(settings, port),
        answers=lambda: parts.listens(port),
        grace_seconds=3,
    )


def _launch(settings: Settings, port: int) -> processes.Program:
    command = [sys.executable, "-m", "embedded.demo_bank", str(settings.home / "bank"), str(port)]
    environment = {"PYTHONPATH": str(CHECKOUT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return processes.start("bank", command, home=settings.home, environment=environment)
