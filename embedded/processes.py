"""Programs that go on after the command that started them: start, find again, stop."""

import json
import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from embedded.credentials import write_private

LOG_LIMIT = 20 * 2**20
"""Bytes after which a log is set aside at the next start; one older log is kept."""

SAME_START_SECONDS = 2.0
"""The kernel tells the time of its boot in whole seconds."""
BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Program:
    """A running program, told apart from a later one with the same process id by its start.

    That is counted from the boot, in seconds: a machine that was paused, or whose clock is set, moves what a
    wall clock says of it.
    """

    pid: int
    after_boot: float
    boot: str

    def is_alive(self) -> bool:
        """Say whether this very program still runs (a zombie does not)."""
        try:
            process = psutil.Process(self.pid)
            same = abs(_after_boot(process) - self.after_boot) < SAME_START_SECONDS
            return same and self.boot == _boot() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def stop(self, *, stop_signal: signal.Signals, grace_seconds: float) -> None:
        """Ask the program to end, wait, then kill it and what it started."""
        if not self.is_alive():
            return
        os.kill(self.pid, stop_signal)
        if not self._ended_within(grace_seconds):
            os.killpg(self.pid, signal.SIGKILL)
            self._ended_within(10)

    def _ended_within(self, seconds: float) -> bool:
        ends_at = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > ends_at:
                return False
            time.sleep(0.01)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)  # where this very process started it: leave no zombie
        return True


def start(name: str, command: Sequence[str], *, home: Path, environment: Mapping[str, str]) -> Program:
    """Start a program in a session of its own, in the home folder, its output added to `logs/<name>.log`."""
    log = log_file(home, name)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    there = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', str(home), *command]
    pid = os.posix_spawn(there[0], there, environment, file_actions=files, setsid=True)
    return remember(home, name, pid)


def remember(home: Path, name: str, pid: int) -> Program:
    """Write the pid file of a program."""
    program = Program(pid, _after_boot(psutil.Process(pid)), _boot())
    write_private(_pid_file(home, name), json.dumps(asdict(program)).encode())
    return program


def _after_boot(process: psutil.Process) -> float:
    return process.create_time() - psutil.boot_time()


def _boot() -> str:
    """Which boot this is; nothing where the system does not say."""
    return BOOT.read_text().strip() if BOOT.exists() else ""


def find(home: Path, name: str) -> Program | None:
    """Return the program that the pid file names, if it is alive."""
    try:
        facts = json.loads(_pid_file(home, name).read_bytes())
        program = Program(int(facts["pid"]), float(facts["after_boot"]), str(facts["boot"]))
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    return program if program.is_alive() else None


def forget(home: Path, name: str) -> None:
    """Remove the pid file of a program that has ended."""
    _pid_file(home, name).unlink(missing_ok=True)


def log_file(home: Path, name: str) -> Path:
    """Return where a program's output goes."""
    return home / "logs" / f"{name}.log"


def last_words(home: Path, name: str) -> str:
    """Return the last line that a program wrote, to say why it ended."""
    try:
        lines = log_file(home, name).read_bytes()[-4000:].decode("utf-8", "replace").split("\n")
    except FileNotFoundError:
        return ""
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")


def working_in(folder: Path) -> list[psutil.Process]:
    """Return the processes whose working folder is this one."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(folder) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def wait_until_gone(folder: Path, *, seconds: float) -> list[psutil.Process]:
    """Wait for those who work in a folder to end, as a killed parent's children do; return who stays."""
    ends_at = time.monotonic() + seconds
    while (there := working_in(folder)) and time.monotonic() < ends_at:
        time.sleep(0.05)
    return there


def _pid_file(home: Path, name: str) -> Path:
    return home / "run" / f"{name}.json"
