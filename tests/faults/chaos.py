"""Kills worker, Postgres, Temporal and demonstration bank at random, as many times as a test wants."""

import os
import random
import signal
import threading
import time
from collections.abc import Mapping

from embedded import processes, stack
from embedded.stack import quietly
from settings import Settings
from tests.faults.conftest import Mortal
from tests.faults.mortal_worker import MortalWorker
from tests.patience import PATIENCE_SECONDS

KILLS = {"worker": 10, "postgres": 5, "temporal": 5, "bank": 5}


class Chaos:
    """A shuffled list of deaths, spread over the cases of a run; ``seed`` makes the same list again."""

    def __init__(self, settings: Settings, mortal: Mortal, seed: int, kills: Mapping[str, int]) -> None:
        self.settings, self.mortal = settings, mortal
        self.killed: list[str] = []
        self._random = random.Random(seed)
        self._coming = [name for name, times in kills.items() for _ in range(times)]
        self._random.shuffle(self._coming)
        self._worker: MortalWorker = mortal("none", "never")
        self._lock = threading.Lock()

    def spread_over(self, cases: int) -> list[int]:
        """The cases at whose beginning somebody dies."""
        return sorted(self._random.sample(range(1, cases), len(self._coming)))

    def strike(self) -> None:
        """The next death, and the next life."""
        with self._lock:
            name = self._coming.pop()
            self.killed.append(name)
            if name == "worker":
                self._kill_worker()
            else:
                self._kill(name)

    def _kill_worker(self) -> None:
        self._worker.kill()
        self._worker.wait(timeout=PATIENCE_SECONDS)
        self._worker = self.mortal("none", "never")

    def _kill(self, name: str) -> None:
        program = processes.find(self.settings.home, name)
        assert program is not None, f"{name} does not run"
        os.kill(program.pid, signal.SIGKILL)
        while program.is_alive():
            time.sleep(0.02)
        stack.bring_up(self.settings, [name], quietly)
