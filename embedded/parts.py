"""What a part of the stack is: something that is started, answers, and is stopped."""

import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embedded import processes
from embedded.errors import PartNotReadyError, StackError
from settings import LOOPBACK, Settings


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One program of the stack and how to deal with it."""

    name: str
    title: str
    address: str
    """Where people or programs find it."""
    ports: tuple[int, ...]
    launch: Callable[[], processes.Program]
    """Makes its data folder where there is none, and starts it."""
    answers: Callable[[], bool]
    """Says whether it serves now; does not raise."""
    settle: Callable[[], None] = _nothing
    """Makes what it must hold before others use it; run at each start, safe to repeat."""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 10
    ready_seconds: float = 60


def bring_up(part: Part, settings: Settings) -> bool:
    """Start a part and wait until it serves; return whether it had to be started.

    Raises StackError: its port is taken, it died, or it does not answer.
    """
    program = processes.find(settings.home, part.name)
    was_running = program is not None
    if program is None:
        refuse_taken_ports(part, settings)
        program = part.launch()
    _wait_until_it_serves(part, program, settings.home)
    part.settle()
    return not was_running


def refuse_taken_ports(part: Part, settings: Settings) -> None:
    """Raise StackError where another program listens on a port of this part."""
    for port in part.ports:
        if _is_taken(port):
            free = settings.port_base + 1000 if settings.port_base < 60000 else 8700
            raise StackError(
                f"Port {port}, which {part.title} needs, is used by another program: stop that one, or move"
                f" all ports by setting LIPEI_PORT_BASE (now {settings.port_base}), for example to {free}."
            )


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def _wait_until_it_serves(part: Part, program: processes.Program, home: Path) -> None:
    ends_at = time.monotonic() + part.ready_seconds
    while not part.answers():
        if not program.is_alive():
            raise PartNotReadyError(_died(part, home))
        if time.monotonic() > ends_at:
            raise PartNotReadyError(
                f"{part.title} runs but has not answered for {part.ready_seconds:.0f} s; its log is"
                f" {processes.log_file(home, part.name)}. Try `lipei down`, then `lipei up`."
            )
        time.sleep(0.02)


def _died(part: Part, home: Path) -> str:
    why = processes.last_words(home, part.name)
    log = processes.log_file(home, part.name)
    if "No space left on device" in why:
        return (
            f"{part.title} stopped because the disk is full: free some space under {home}, then `lipei up`."
        )
    return f"{part.title} stopped while starting. It said: {why or 'nothing'} (log: {log})."


def listens(port: int) -> bool:
    """Say whether something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0
