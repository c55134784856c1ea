"""A process that reads strangers' files computes and begins threads; it reaches nobody, starts nothing."""

import subprocess
import sys

import pytest

from intake.alone import HOUSE
from tests.patience import PATIENCE_SECONDS

CONFINED = """
import ctypes, threading
from intake.confinement import confine
confine(memory_bytes=2**31, cpu_seconds=7)
libc = ctypes.CDLL(None, use_errno=True)
{act}
"""


def said(act: str) -> str:
    """What a confined process prints that does this."""
    program = [sys.executable, "-c", CONFINED.format(act=act)]
    return subprocess.run(
        program, cwd=HOUSE, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    ).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part of it is Linux's")
def test_the_kernel_refuses_what_parsers_written_in_c_might_do() -> None:
    assert said("print(libc.socket(2, 1, 0), libc.fork(), ctypes.get_errno())").split() == ["-1", "-1", "1"]


def test_python_itself_cannot_reach_out_either() -> None:
    reached = "import socket\ntry: socket.socket()\nexcept PermissionError as no: print(no)"

    assert "is not for the reader" in said(reached)


def test_threads_may_begin_and_limits_are_those_that_were_asked_for() -> None:
    begun = (
        "one = threading.Thread(target=print, args=('begun',)); one.start(); one.join()\nimport resource\n"
    )
    limits = "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"

    assert said(begun + limits).split() == ["begun", str(2**31), "7"]
