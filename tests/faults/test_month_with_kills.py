"""A month of 300 mixed cases in virtual time, with ten worker kills in between."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.conftest import Mortal
from tests.workflows.clinic import Clinic
from tests.workflows.month import assert_each_milestone_fired_once_at_its_instant, live_through

CASES = 300
KILLS = 10
SECONDS_BETWEEN = 20


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_month_of_cases_with_ten_kills_fires_every_milestone_once(ward: Clinic, mortal: Mortal) -> None:
    with killing(mortal) as killed:
        lived = live_through(ward, count=CASES, threads=8)

    assert len(killed) == KILLS
    for each in lived:
        assert_each_milestone_fired_once_at_its_instant(ward, each)


@contextmanager
def killing(mortal: Mortal) -> Iterator[list[int]]:
    """A worker that is killed ten times while the block runs, and started anew each time."""
    killed: list[int] = []
    over = threading.Event()
    workers: list[subprocess.Popen[bytes]] = [mortal("none", "never")]

    def kill() -> None:
        while len(killed) < KILLS and not over.wait(SECONDS_BETWEEN):
            workers[-1].send_signal(signal.SIGKILL)
            killed.append(workers[-1].wait(timeout=10))
            workers.append(mortal("none", "never"))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    try:
        yield killed
    finally:
        over.set()
        killer.join(timeout=60)
