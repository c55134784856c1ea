"""What leads cases to a calendar runs beside the worker: it comes back, and ends with the worker."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from settings import CHECKOUT
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic

PARENT = "import asyncio, calendar_worker; asyncio.run(calendar_worker.keep_beside(asyncio.Event()))"


@pytest.fixture
def parent(ward: Clinic) -> Iterator[psutil.Process]:
    """A process that keeps one beside it, as the worker does."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen([sys.executable, "-c", PARENT], cwd=CHECKOUT, env=environment)
    yield psutil.Process(process.pid)
    process.kill()
    process.wait(timeout=PATIENCE_SECONDS)


def beside(parent: psutil.Process) -> list[psutil.Process]:
    """Those that serve beside it, once they are more than a copy of it."""
    return [each for each in parent.children() if each.cmdline()[1:] == ["-m", "calendar_worker"]]


@pytest.mark.long
def test_one_that_dies_is_started_again_and_none_outlives_its_worker(
    ward: Clinic, parent: psutil.Process
) -> None:
    ward.wait_until(lambda: bool(beside(parent)), "the first one")
    (first,) = beside(parent)
    first.kill()
    ward.wait_until(lambda: beside(parent) not in ([], [first]), "the second one")
    (second,) = beside(parent)
    ward.wait_until(lambda: len(second.net_connections()) > 0, "its connection to the server")

    parent.kill()

    second.wait(timeout=PATIENCE_SECONDS)
    assert not second.is_running()
