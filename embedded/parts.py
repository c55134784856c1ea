"""What a part of the stack is: programs that are started together, answer, and are stopped."""

import signal
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import psutil

from embedded import processes
from embedded.errors import PartNotReadyError, StackError
from settings import LOOPBACK, Settings

LINGERING_SECONDS = 5.0


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the stack and how to deal with it."""

    name: str
    title: str
    address: str
    """Where people or programs find it."""
    programs: Mapping[str, tuple[int, ...]]
    """Its programs in the order of their start, each with the ports that it listens on."""
    launch: Callable[[str], processes.Program]
    """Starts one of the programs; makes its data folder where there is none."""
    answers: Callable[[], bool]
    """Says whether the part serves now; does not raise."""
    settle: Callable[[], None] = _nothing
    """Makes what it must hold before others use it; run at each start, safe to repeat."""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 10
    ready_seconds: float = 180


def bring_up(part: Part, settings: Settings) -> bool:
    """Start what does not run of a part and wait until it serves; return whether anything was started.

    Raises StackError: a port is taken, a program died, or the part does not answer.
    """
    missing = [name for name in part.programs if processes.find(settings.home, name) is None]
    for port in (port for name in missing for port in part.programs[name]):
        _refuse_taken_port(port, part, settings)
    for name in missing:
        part.launch(name)
        _wait_for(partial(_all_listen, part.programs[name]), part, name, settings)
    for name in part.programs:
        _wait_for(part.answers, part, name, settings)
    part.settle()
    return bool(missing)


def stop(part: Part, settings: Settings) -> None:
    """Stop the programs of a part, the last started first."""
    for name in reversed(list(part.programs)):
        program = processes.find(settings.home, name)
        if program is not None:
            program.stop(stop_signal=part.stop_signal, grace_seconds=part.grace_seconds)
        processes.forget(settings.home, name)


def running_programs(part: Part, settings: Settings) -> dict[str, processes.Program]:
    """Return the programs of a part that are alive, by name."""
    found = {name: processes.find(settings.home, name) for name in part.programs}
    return {name: program for name, program in found.items() if program is not None}


def listens(port: int) -> bool:
    """Say whether something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _all_listen(ports: Iterable[int]) -> bool:
    return all(listens(port) for port in ports)


def _wait_for(condition: Callable[[], bool], part: Part, program: str, settings: Settings) -> None:
    ends_at = time.monotonic() + part.ready_seconds
    while not condition():
        if processes.find(settings.home, program) is None:
            raise PartNotReadyError(_died(part, program, settings))
        if time.monotonic() > ends_at:
            raise PartNotReadyError(
                f"{part.title} runs but has not answered for {part.ready_seconds:.0f} s; its log is"
                f" {processes.log_file(settings.home, program)}. Try `lipei down`, then `lipei up`."
            )
        time.sleep(0.02)


def _died(part: Part, program: str, settings: Settings) -> str:
    why = processes.last_words(settings.home, program)
    log = processes.log_file(settings.home, program)
    if "No space left on device" in why:
        return (
            f"{part.title} stopped because the disk is full: free some space, then `lipei up` (log: {log})."
        )
    return f"{part.title} stopped while starting. It said: {why or 'nothing'} (log: {log})."


def _refuse_taken_port(port: int, part: Part, settings: Settings) -> None:
    # The threads of a program that was just killed hold its ports a moment longer than the program.
    ends_at = time.monotonic() + LINGERING_SECONDS
    while _is_taken(port) and _owner(port) is None and time.monotonic() < ends_at:
        time.sleep(0.02)
    if not _is_taken(port):
        return
    free = settings.port_base + 1000 if settings.port_base < 60000 else 8700
    owner = _owner(port) or "another program"
    raise StackError(
        f"Port {port}, which {part.title} needs, is used by {owner}: stop that, or move all ports by"
        f" setting LIPEI_PORT_BASE (now {settings.port_base}), for example to {free}."
    )


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def _owner(port: int) -> str | None:
    """Name the living program that listens on a port, where the system lets us see it."""
    with suppress(psutil.Error):
        for found in psutil.net_connections("tcp"):
            listening = found.status == psutil.CONN_LISTEN and found.laddr and found.laddr.port == port
            if listening and found.pid:
                program = psutil.Process(found.pid)
                if program.status() != psutil.STATUS_ZOMBIE:
                    return f"{program.name()} (process {found.pid})"
    return None
