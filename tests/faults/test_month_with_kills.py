"""A month of 300 mixed cases in virtual time, with ten worker kills in between."""

import signal
from collections.abc import Iterator

import pytest

from tests.faults.conftest import Mortal
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic
from tests.workflows.month import Lived, assert_each_milestone_fired_once_at_its_instant, live_through

CASES = 300
KILLS = 10


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_month_of_cases_with_ten_kills_fires_every_milestone_once(
    paperless_ward: Clinic, paperless: Mortal
) -> None:
    killed: list[int] = []

    lived = list(killing(paperless, killed, live_through(paperless_ward, count=CASES, threads=10)))

    assert (len(lived), killed) == (CASES, [-signal.SIGKILL] * KILLS)
    for each in lived:
        assert_each_milestone_fired_once_at_its_instant(paperless_ward, each)


def killing(mortal: Mortal, killed: list[int], lives: Iterator[Lived]) -> Iterator[Lived]:
    """A worker that is killed ten times, evenly spread over the cases, and started anew each time."""
    worker = mortal("none", "never")
    for place, each in enumerate(lives, start=1):
        yield each
        if place % (CASES // (KILLS + 1)) == 0 and len(killed) < KILLS:
            worker.kill()
            killed.append(worker.wait(timeout=PATIENCE_SECONDS))
            worker = mortal("none", "never")
