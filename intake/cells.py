"""Reading processes, kept warm: the app hands them files and gets verdicts and pictures back."""

import os
import select
import subprocess
import time
from contextlib import suppress
from queue import LifoQueue
from typing import IO

from intake import wire
from intake.alone import ENVIRONMENT, HOUSE, command
from intake.verdict import Inspected, Refusal, RefusedFileError

PATIENCE_SECONDS = 20.0
"""For one file, its way there and back included; the reading process itself gives up much sooner."""
AT_ONCE = 2


class Cells:
    """Up to so many files are read at once; further ones wait. Safe to share between threads."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Start nothing yet."""
        self._free: LifoQueue[_Cell] = LifoQueue()
        self._all = [_Cell() for _ in range(at_once)]
        for cell in self._all:
            self._free.put(cell)

    def inspect(self, data: bytes) -> Inspected:
        """What the file is and says, and its first page; RefusedFileError where it is not taken."""
        return wire.read_inspected(self._ask(wire.question(data)))

    def draw(self, data: bytes, number: int) -> bytes | None:
        """A page, from 1, as PNG; None where the kind of file has no look; RefusedFileError: no such page."""
        return wire.read_picture(self._ask(wire.question(data, number)))

    def close(self) -> None:
        """End the processes."""
        for cell in self._all:
            cell.end()

    def _ask(self, question: bytes) -> bytes:
        cell = self._free.get()
        try:
            return cell.ask(question)
        finally:
            self._free.put(cell)


class _Cell:
    """One process, started when it is first asked and again when it is gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: bytes) -> bytes:
        """Its answer. A file that takes the process down twice is too costly to read."""
        for _ in range(2):
            try:
                return self._exchange(self._running(), question)
            except (OSError, EOFError):
                self.end()
        raise RefusedFileError(Refusal.TOO_COSTLY, "the reading process ended twice")

    def end(self) -> None:
        """Kill it where it runs."""
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(
                command("intake.cell"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=HOUSE,
                env=ENVIRONMENT,
                bufsize=0,
            )
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], question: bytes) -> bytes:
        assert process.stdin
        assert process.stdout
        deadline = time.monotonic() + PATIENCE_SECONDS
        _write(process.stdin, wire.framed(question), deadline)
        (length,) = wire.LENGTH.unpack(_read(process.stdout, wire.LENGTH.size, deadline))
        if length > 2 * wire.MOST_ANSWERED:
            raise EOFError
        return _read(process.stdout, length, deadline)


def _write(pipe: IO[bytes], data: bytes, deadline: float) -> None:
    os.set_blocking(pipe.fileno(), False)
    rest = memoryview(data)
    while rest:
        _, ready, _ = select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise EOFError
        rest = rest[os.write(pipe.fileno(), rest) :]


def _read(pipe: IO[bytes], length: int, deadline: float) -> bytes:
    """So many bytes; EOFError where they do not come."""
    got = bytearray()
    while len(got) < length:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(pipe.fileno(), min(2**20, length - len(got))) if ready else b""
        if not chunk:
            raise EOFError
        got += chunk
    return bytes(got)
