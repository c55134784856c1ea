"""How well papers are read: kind and fields, of printed PDFs and of photographs, on a set that is made up.

    .venv/bin/python -m bench.reading --seed 7 --of-each 10 --workers 2 --kept /tmp/read.jsonl

What was read is kept as it comes: the same command again goes on where it broke off. The seed of a report is
never one that the rules of the room ``reading`` were tried on (1 to 3). How long a page takes is told by
one worker on an idle machine.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bench.reading_tally import TARGETS, Tally
from reading.read import read
from rules.findings.reading import PaperKind, Reading
from tests.reading.made.papers import MAKERS, a_paper
from tests.reading.made.photographs import photograph
from tests.reading.made.sheet import Made

_READING = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class Task:
    """One paper of the set, by its number."""

    way: str
    seed: int
    number: int

    @property
    def paper(self) -> Made:
        """The paper: kinds come by turns."""
        kinds = list(MAKERS)
        return a_paper(kinds[self.number % len(kinds)], self.seed * 1000 + self.number // len(kinds))


@dataclass(frozen=True, slots=True)
class Read:
    """What came of it; ``seconds`` by the clock and of processors."""

    task: Task
    reading: dict[str, Any]
    seconds: float
    cpu: float


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--of-each", type=int, default=5)
    asked.add_argument("--only", choices=sorted(TARGETS))
    asked.add_argument("--kind", choices=[kind.value for kind in PaperKind])
    asked.add_argument("--seconds", type=float, default=math.inf, help="stop after that many, and report")
    asked.add_argument("--workers", type=int, default=1, help="papers that are read at once")
    asked.add_argument("--kept", type=Path, help="a file for what was read, to go on from")
    asked.add_argument("--faults", action="store_true", help="print each value that was read wrong")
    given = asked.parse_args()
    tasks = [
        Task(way, given.seed, number)
        for number in range(given.of_each * len(MAKERS))
        for way in ([given.only] if given.only else TARGETS)
    ]
    done = _done(given.kept)
    waiting = [task for task in tasks if task not in done and given.kind in (None, task.paper.kind)]
    for each in _measured(waiting, given.workers, time.monotonic() + given.seconds):
        done[each.task] = each
        _keep(given.kept, each)
    _report([done[task] for task in tasks if task in done], faults=given.faults)


def _measured(waiting: list[Task], workers: int, until: float) -> Iterator[Read]:
    """One after another, or several at once; no new one after that instant."""
    if workers < 2:
        for task in waiting:
            if time.monotonic() < until:
                yield _measure(task)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        # A handful at a time: what was not begun when time is up is left for the next run.
        for start in range(0, len(waiting), 4 * workers):
            if time.monotonic() < until:
                yield from pool.map(_measure, waiting[start : start + 4 * workers])


def _measure(task: Task) -> Read:
    pdf = task.paper.pdf
    content, media_type = (
        (pdf, "application/pdf")
        if task.way == "printed"
        else (photograph(pdf, task.seed * 10_000 + task.number), "image/jpeg")
    )
    began, cpu = time.perf_counter(), time.process_time()
    seen = read(content, media_type)
    took, cost = time.perf_counter() - began, time.process_time() - cpu
    return Read(task, _READING.dump_python(seen, mode="json"), took, cost)


def _done(kept: Path | None) -> dict[Task, Read]:
    if kept is None or not kept.exists():
        return {}
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    found = [Read(**line | {"task": Task(**line["task"])}) for line in lines]
    return {each.task: each for each in found}


def _keep(kept: Path | None, each: Read) -> None:
    if kept:
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(each), ensure_ascii=False) + "\n")


def _report(done: list[Read], *, faults: bool) -> None:
    for way in TARGETS:
        tally = Tally()
        for each in done:
            if each.task.way != way:
                continue
            tally.seconds.append(each.seconds)
            tally.cpu.append(each.cpu)
            for fault in tally.add(each.task.paper, _READING.validate_python(each.reading)):
                if faults:
                    print(f"  {each.task.number}: {fault}")
        if tally.kinds:
            tally.report(way)


if __name__ == "__main__":
    main()
