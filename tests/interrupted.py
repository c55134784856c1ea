"""Threads of workflows that Temporal interrupted: the task is tried again, and no test fails for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_INTERRUPTION = "_InterruptDeadlockError"
"""What the SDK raises in a thread that stood still for two seconds, as it may on a busy machine."""


@contextmanager
def interruptions_forgiven() -> Iterator[None]:
    """Say nothing of an interruption that met a callback of the interpreter, where nobody can catch it."""
    told = sys.unraisablehook

    def tell(fault: "sys.UnraisableHookArgs") -> None:
        if fault.exc_type.__name__ != _INTERRUPTION:
            told(fault)

    sys.unraisablehook = tell
    yield
    sys.unraisablehook = told
