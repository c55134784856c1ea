"""The stack that tests use: a folder and ports of its own, held by one test run at a time."""

import os
import shutil
import socket
from pathlib import Path

import pytest

import settings
from embedded import stack

BASES = range(8800, 9000, 20)
"""Where a second run, or a second process of one, finds the first of these in use, it takes the next."""

HELD = 19
"""Offset of the port that stands for the whole range; no part uses it."""

ASKED = "LIPEI_TEST_PORT_BASE"


class Lease:
    """The right to use one test home: a port of its range, which the system frees when this process ends."""

    def __init__(self, port_base: int, held: socket.socket) -> None:
        self.port_base = port_base
        self.home = home_of(port_base)
        self._held = held

    def enter(self) -> None:
        """Make this process, and all that it starts, see this stack and no other, with nothing in it."""
        for name in [name for name in os.environ if name.startswith(settings.PREFIX) and name != ASKED]:
            del os.environ[name]
        os.environ |= {
            ASKED: str(self.port_base),
            "LIPEI_HOME": str(self.home),
            "LIPEI_PORT_BASE": str(self.port_base),
            "LIPEI_DURABLE": "false",
            "LIPEI_WEBHOOKS_INSIDE": "true",
            "LIPEI_READERS": "0",  # a process for each of a thousand papers that no test looks at
        }
        self.clear()

    def clear(self) -> None:
        """Stop what runs in the home and remove it."""
        if (self.home / settings.SECRETS_FILE).exists():
            stack.take_down(settings.reload(self.home), stack.ALL, stack.quietly)
        shutil.rmtree(self.home, ignore_errors=True)

    def leave(self) -> None:
        """Stop what the run started and let others have the home."""
        self.clear()
        self._held.close()


def take() -> Lease:
    """Take the first test home that is free, or the one that LIPEI_TEST_PORT_BASE names."""
    asked = os.environ.get(ASKED)
    bases = [int(asked)] if asked else BASES
    for base in bases:
        held = socket.socket()
        try:
            held.bind((settings.LOOPBACK, base + HELD))
        except OSError:
            held.close()
            continue
        if _usable(base):
            return Lease(base, held)
        held.close()
    raise pytest.UsageError(f"Other test runs hold the ports from {', '.join(map(str, bases))}; set {ASKED}.")


def _usable(base: int) -> bool:
    """Whether nothing runs there but what a killed run of this checkout left, which `Lease.clear` stops."""
    return (home_of(base) / settings.SECRETS_FILE).exists() or all(map(_free, range(base, base + HELD)))


def _free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((settings.LOOPBACK, port)) != 0


def home_of(port_base: int) -> Path:
    """Return the home folder of a test stack."""
    suffix = "" if port_base == BASES[0] else f"-{port_base}"
    return settings.CHECKOUT / f".lipei-test{suffix}"
