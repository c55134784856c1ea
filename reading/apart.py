"""Reads a paper in a process of its own: whatever a stranger's file does to a parser stays in there."""

import subprocess
from collections.abc import Callable

from pydantic import TypeAdapter

from intake.alone import run_alone
from rules.findings.reading import Reading

SECONDS = 90
"""For a whole file of up to twenty pages; a page of pictures takes about a second."""
_READINGS = TypeAdapter(Reading)
_MOST_SAID = 4 * 2**20
UNREADABLE = 3
"""How the child ends where nothing can be read; the reason is what it says then."""


class NotReadError(Exception):
    """Nothing was read off the file. It says why, and nothing of the file's content."""


def read_apart(
    content: bytes, media_type: str, seconds: float = SECONDS, beat: Callable[[], object] = lambda: None
) -> Reading:
    """What a paper says; NotReadError where the file is broken, of no kind that is read, or too costly.

    ``beat`` is called every few seconds meanwhile.
    """
    try:
        ended = run_alone("reading.child", media_type, given=content, seconds=seconds, beat=beat)
    except subprocess.TimeoutExpired:
        raise NotReadError(f"reading it took more than {seconds:g} seconds") from None
    if ended.returncode == UNREADABLE:
        raise NotReadError(ended.stdout[:200].decode(errors="replace"))
    if ended.returncode or len(ended.stdout) > _MOST_SAID:
        raise NotReadError(f"the reader ended with {ended.returncode}")
    return _READINGS.validate_json(ended.stdout)


def told(reading: Reading) -> bytes:
    """A reading as the child says it."""
    return _READINGS.dump_json(reading)
