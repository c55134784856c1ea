"""Damaged files, some hundred to one confined process: to begin a process is what takes the time.

Run as a program it says what `python -m tests.intake.damaged COUNT` found, a line of JSON for each file.
"""

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass

from intake.alone import HOUSE
from intake.confinement import confine
from intake.inspect import inspect
from intake.verdict import RefusedFileError
from tests.intake.files import a_pdf
from tests.intake.hostile import SEEDS

AT_ONCE = 250
CPU_SECONDS = 30
DRAW = 20261122
SMALL = "0 0 60 40"
"""A page that costs little to draw: what is tried is the reading of the file."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a damaged file: its kind or why it is refused, CRASHED where its reader ended."""

    said: str
    seconds: float


def judged(count: int) -> list[Judged]:
    """So many damaged files, each kind in turn, each file read once."""
    program = [sys.executable, "-m", "tests.intake.damaged", str(count)]
    ran = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True)
    return [Judged(**json.loads(line)) for line in ran.stdout.splitlines()]


def _damaged(count: int) -> list[bytes]:
    chance = random.Random(DRAW)
    pages = {"pdf": a_pdf(box=SMALL), "pdf of three": a_pdf("one", "two", "three", box=SMALL)}
    sound = [pages.get(name) or make() for name, make in SEEDS.items()]
    files = []
    for number in range(count):
        damaged = bytearray(sound[number % len(sound)])
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        files.append(bytes(damaged))
    return files


def _main(count: int) -> None:
    """A process that ends early has said all but the file that ended it; the next goes on behind that one."""
    rest = _damaged(count)
    while rest:
        lines = _in_a_child(rest[:AT_ONCE])
        if len(lines) < min(AT_ONCE, len(rest)):
            lines.append(json.dumps({"said": "CRASHED", "seconds": 0.0}))
        print("\n".join(lines), flush=True)
        rest = rest[len(lines) :]


def _in_a_child(files: list[bytes]) -> list[str]:
    mine, its = os.pipe()
    if not (child := os.fork()):
        os.close(mine)
        confine(cpu_seconds=CPU_SECONDS)
        for file in files:
            os.write(its, _line(file))
        os._exit(0)
    os.close(its)
    with os.fdopen(mine) as pipe:
        lines = pipe.read().splitlines()
    os.waitpid(child, 0)
    return lines


def _line(file: bytes) -> bytes:
    began = time.process_time()
    try:
        said = inspect(file).file_type.name
    except RefusedFileError as refused:
        said = refused.refusal.value
    except (MemoryError, RecursionError):
        said = "TOO_COSTLY"
    except Exception as strange:  # noqa: BLE001  (as in intake.cell: whatever a parser trips over)
        said = f"BROKEN by {type(strange).__name__}"
    return json.dumps({"said": said, "seconds": time.process_time() - began}).encode() + b"\n"


if __name__ == "__main__":
    _main(int(sys.argv[1]))
