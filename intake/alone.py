"""Starts a program of ours that reads a stranger's file: in a process of its own that inherits no secret."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}


def command(module: str, *words: str) -> list[str]:
    """How a module is started; it sees nothing of our environment."""
    return [sys.executable, "-E", "-s", "-m", module, *words]


def run_alone(module: str, *words: str, given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """How it ended that was given bytes on its input; subprocess.TimeoutExpired where it was killed."""
    return subprocess.run(
        command(module, *words),
        input=given,
        capture_output=True,
        timeout=seconds,
        cwd=HOUSE,
        env=ENVIRONMENT,
        check=False,
    )
