"""How well papers are read: kind and fields, of printed PDFs and of photographs, on a set that is made up.

    .venv/bin/python -m bench.reading --seed 7 --of-each 6

The seed of a report is never one that the rules of the room ``reading`` were tried on (1 to 3).
"""

import argparse
import math
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from reading.read import read
from rules.findings.reading import FieldName, PaperKind, Reading
from tests.reading.made.papers import labelled
from tests.reading.made.photographs import photograph
from tests.reading.made.sheet import Made

TARGETS = {"printed": (0.97, 0.95), "photographed": (0.90, 0.85)}
WRONG_AND_SURE = 0.005


@dataclass
class Tally:
    """What came of one half of the set."""

    kinds: list[bool] = field(default_factory=list)
    right: Counter[FieldName] = field(default_factory=Counter)
    asked: Counter[FieldName] = field(default_factory=Counter)
    sure: int = 0
    sure_and_wrong: list[str] = field(default_factory=list)
    lines: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, paper: Made, seen: Reading) -> Iterator[str]:
        """Count a paper; yields what was read wrong."""
        self.kinds.append(seen.kind is paper.kind)
        if seen.kind is not paper.kind:
            yield f"kind {paper.kind} read as {seen.kind} ({seen.kind_confidence})"
        for name, value in paper.fields.items():
            self.asked[name] += 1
            found = seen.field(name)
            right = found is not None and found.value == value
            self.right[name] += right
            self.sure += bool(found and found.sure)
            if found and found.sure and not right:
                self.sure_and_wrong.append(f"{name} {value!r} read as {found.value!r} ({found.confidence})")
            if not right:
                got = (found.value, found.confidence) if found else None
                yield f"{paper.kind} {name} {value!r} read as {got}"
        if paper.lines:
            lines = tuple((line.item, line.amount) for line in seen.lines)
            self.lines.append(lines == paper.lines)
            if lines != paper.lines:
                yield f"lines {paper.lines} read as {lines}"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--of-each", type=int, default=5)
    asked.add_argument("--only", choices=sorted(TARGETS))
    asked.add_argument("--kind", choices=[kind.value for kind in PaperKind])
    asked.add_argument("--seconds", type=float, default=math.inf, help="stop after that many, and report")
    asked.add_argument("--faults", action="store_true", help="print each value that was read wrong")
    given = asked.parse_args()
    for way in [given.only] if given.only else TARGETS:
        tally, until = Tally(), time.monotonic() + given.seconds
        for number, paper in enumerate(labelled(given.seed, given.of_each)):
            if given.kind in (None, paper.kind) and time.monotonic() < until:
                _measure(tally, paper, way, given.seed * 10_000 + number, given.faults)
        _report(way, tally)


def _measure(tally: Tally, paper: Made, way: str, seed: int, faults: bool) -> None:
    pdf = paper.pdf
    content, media_type = (
        (pdf, "application/pdf") if way == "printed" else (photograph(pdf, seed), "image/jpeg")
    )
    began, cpu = time.perf_counter(), time.process_time()
    seen = read(content, media_type)
    tally.seconds.append(time.perf_counter() - began)
    tally.cpu.append(time.process_time() - cpu)
    for fault in tally.add(paper, seen):
        if faults:
            print(f"  {seed}: {fault}")


def _report(way: str, tally: Tally) -> None:
    asked, right = sum(tally.asked.values()), sum(tally.right.values())
    wrong = len(tally.sure_and_wrong)
    print(f"{way}: {len(tally.kinds)} papers, {asked} fields")
    print(f"  kind right   {_share(sum(tally.kinds), len(tally.kinds))}  (target {TARGETS[way][0]:.0%})")
    print(f"  fields right {_share(right, asked)}  (target {TARGETS[way][1]:.0%})")
    print(f"  sure, and yet wrong {_share(wrong, tally.sure)}  (at most {WRONG_AND_SURE:.1%})")
    print(f"  sure         {_share(tally.sure, asked)}")
    print(f"  all lines of the table right {_share(sum(tally.lines), len(tally.lines))}")
    pace, cpu = statistics.median(tally.seconds), statistics.median(tally.cpu)
    print(f"  a page: p50 {pace:.2f} s, of processors {cpu:.2f} s")
    for name in sorted(tally.asked):
        print(f"    {name:20} {_share(tally.right[name], tally.asked[name])}")
    for each in tally.sure_and_wrong:
        print(f"  wrong: {each}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%} ({part}/{whole})" if whole else "-"


if __name__ == "__main__":
    main()
