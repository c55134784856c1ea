"""Cases in a namespace of their own, so that no other worker takes up what a killed one leaves."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from commands.lived.loops import LoopThread
from embedded.temporal_namespace import ensure_namespace
from settings import CHECKOUT, Settings
from tests.workflows.clinic import Clinic
from tests.workflows.publishing import set_others_aside
from workflows.client import connect

NAMESPACE = "lipei-faults"

Mortal = Callable[[str, str], subprocess.Popen[bytes]]


@pytest.fixture(scope="session")
def ward(sampled: Settings, loop: LoopThread, reader: Engine) -> Clinic:
    """The stack without a worker."""
    ensure_namespace(sampled.temporal_address, NAMESPACE)
    here = sampled.model_copy(update={"temporal_namespace": NAMESPACE})
    client = loop.run(connect(here))
    return Clinic(here, loop, client, reader)


@pytest.fixture
def alone(ward: Clinic) -> None:
    """Only the cases of one test are open: a stay is shared with open ones, a publication waits for all."""
    set_others_aside(ward)


@pytest.fixture
def mortal(ward: Clinic, tmp_path: Path) -> Iterator[Mortal]:
    """Start workers that die at a point; whatever still lives is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(activity: str, when: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "LIPEI_TEMPORAL_NAMESPACE": NAMESPACE, "PYTHONPATH": str(CHECKOUT)}
        command = [
            sys.executable,
            "-m",
            "tests.faults.mortal_worker",
            activity,
            when,
            str(tmp_path / "grave"),
        ]
        with (tmp_path / "worker.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=log, stderr=log)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
