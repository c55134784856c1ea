"""Starts a program of ours that reads a stranger's file: in a process of its own that inherits no secret."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}

BEAT_SECONDS = 3.0


def command(module: str, *words: str) -> list[str]:
    """How a module is started; it sees nothing of our environment."""
    return [sys.executable, "-E", "-s", "-m", module, *words]


def run_alone(
    module: str, *words: str, given: bytes, seconds: float, beat: Callable[[], object] = lambda: None
) -> subprocess.CompletedProcess[bytes]:
    """How it ended that was given bytes on its input; subprocess.TimeoutExpired where it was killed.

    ``beat`` is called every few seconds meanwhile; what it raises ends the process and passes through.
    """
    ends, untold = time.monotonic() + seconds, given or None
    child = subprocess.Popen(
        command(module, *words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=HOUSE,
        env=ENVIRONMENT,
    )
    try:
        while True:
            left = ends - time.monotonic()
            try:
                said, wrong = child.communicate(untold, timeout=max(0.0, min(BEAT_SECONDS, left)))
            except subprocess.TimeoutExpired:
                if left <= BEAT_SECONDS:
                    raise
                untold = None
                beat()
            else:
                return subprocess.CompletedProcess(child.args, child.returncode, said, wrong)
    except BaseException:
        child.kill()
        child.communicate()
        raise
