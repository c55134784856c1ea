"""`lipei worker`: the worker in the foreground, for a machine that runs nothing else."""

import os
import sys

from commands.outcome import Home, errors_as_sentences


def worker(home: Home = None) -> None:
    """Run the worker here until it is told to stop (Ctrl-C or SIGTERM), as a service manager does."""
    with errors_as_sentences():
        from settings import CHECKOUT, environment_for, load

        settings = load(home)
    environment = environment_for(settings) | {"PYTHONPATH": str(CHECKOUT)}
    os.execve(sys.executable, [sys.executable, "-m", "worker"], environment)  # noqa: S606  (no shell wanted)
