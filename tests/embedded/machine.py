"""A stack that one test module has to itself, so that it may break it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from embedded import parts, stack
from settings import CHECKOUT, LOOPBACK, SECRETS_FILE, Settings
from tests.patience import PATIENCE_SECONDS

BASES = range(9000, 9800, 20)
HELD = 19


@dataclass(frozen=True, slots=True)
class Machine:
    """A home folder and a range of ports, and the command line on them."""

    home: Path
    port_base: int

    def lipei(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the command line as a person would; return what it printed."""
        return subprocess.run(
            [sys.executable, str(CHECKOUT / "cli.py"), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
            env={**os.environ, **self.environment(), **variables},
        )

    def environment(self) -> dict[str, str]:
        """Return the variables that point Lipei at this machine."""
        return {
            "LIPEI_HOME": str(self.home),
            "LIPEI_PORT_BASE": str(self.port_base),
            "LIPEI_DURABLE": "false",
        }

    def settings(self) -> Settings:
        """Return the settings as this machine's commands read them, making the home folder if need be."""
        stack.prepare_home(self.home)
        secrets = self.home / SECRETS_FILE
        return Settings(home=self.home, port_base=self.port_base, durable=False, _env_file=secrets)

    def up(self, *names: str) -> list[str]:
        """Start parts, all of the infrastructure where none is named; return those started."""
        settings = self.settings()
        with stack.only_one(self.home):
            return stack.bring_up(settings, names or stack.INFRASTRUCTURE, stack.quietly)

    def status(self) -> dict[str, Any]:
        """Return what `lipei status --json` says."""
        told: dict[str, Any] = json.loads(self.lipei("status", "--json").stdout)
        return told

    def kill(self, name: str) -> None:
        """End every program of a part as a power cut would, with no chance to tidy up."""
        settings = self.settings()
        (part,) = stack.parts_here(settings, [name])
        for program in parts.running_programs(part, settings).values():
            os.kill(program.pid, signal.SIGKILL)
            psutil.Process(program.pid).wait(PATIENCE_SECONDS)


@contextmanager
def machine(home: Path) -> Iterator[Machine]:
    """Hold a free range of ports for a home folder; stop at the end what still runs."""
    base, held = _free_base()
    made = Machine(home, base)
    with held:
        try:
            yield made
        finally:
            made.lipei("down")


def _free_base() -> tuple[int, socket.socket]:
    for base in BASES:
        held = socket.socket()
        try:
            held.bind((LOOPBACK, base + HELD))
        except OSError:
            held.close()
            continue
        return base, held
    raise AssertionError("no free range of ports for a test")
