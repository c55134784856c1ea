"""The program that reads strangers' files: a child for each, confined, given a moment, then gone.

It loads the parsers once and forks for each file, so that nothing of one file is there when the next is read.
On its pipes: a length of 8 bytes, then that many bytes.
"""

import contextlib
import os
import select
import signal
import sys
import time
from typing import BinaryIO

from intake import wire
from intake.confinement import confine
from intake.inspect import draw, inspect
from intake.verdict import Refusal, RefusedFileError

WALL_SECONDS = 6.0
_CHUNK = 2**20


def main() -> None:
    """Answer until nobody asks any more."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while (question := _next(asked)) is not None:
        told.write(wire.framed(_in_a_child(question)))
        told.flush()


def _next(asked: BinaryIO) -> bytes | None:
    head = asked.read(wire.LENGTH.size)
    return asked.read(wire.LENGTH.unpack(head)[0]) if len(head) == wire.LENGTH.size else None


def _in_a_child(question: bytes) -> bytes:
    mine, its = os.pipe()
    child = os.fork()
    if not child:
        os.close(mine)
        _answer(question, its)
    os.close(its)
    try:
        answer = _read_until(mine, time.monotonic() + WALL_SECONDS)
    finally:
        os.close(mine)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return wire.refused(Refusal.TOO_COSTLY)
    # What a crash left behind is half an answer at best: it says nothing of the file.
    return answer if answer and wire.is_whole(answer) else wire.refused(Refusal.BROKEN, "crashed")


def _read_until(pipe: int, deadline: float) -> bytes | None:
    """All that the child says, None where it takes too long or talks too much."""
    said = bytearray()
    while len(said) <= wire.MOST_ANSWERED:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return bytes(said)
        said += chunk
    return None


def _answer(question: bytes, pipe: int) -> None:
    """The life of the child: it never returns."""
    try:
        confine()
        answer = _verdict(question)
        with os.fdopen(pipe, "wb", closefd=False) as told:
            told.write(wire.whole(answer))
    finally:
        os._exit(0)


def _verdict(question: bytes) -> bytes:
    page, data = wire.asked(question)
    try:
        return wire.picture(draw(data, page)) if page else wire.inspected(inspect(data))
    except RefusedFileError as refused:
        return wire.refused(refused.refusal)
    except (MemoryError, RecursionError):
        return wire.refused(Refusal.TOO_COSTLY)
    except Exception as strange:  # noqa: BLE001  (whatever a parser trips over, the file is not taken)
        return wire.refused(Refusal.BROKEN, type(strange).__name__)


if __name__ == "__main__":
    main()
