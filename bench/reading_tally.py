"""What came of reading a set of papers, counted and printed."""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rules.findings.reading import FieldName, Reading
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

    def report(self, way: str) -> None:
        """Print it beside the targets."""
        asked, right = sum(self.asked.values()), sum(self.right.values())
        wrong = len(self.sure_and_wrong)
        print(f"{way}: {len(self.kinds)} papers, {asked} fields")
        print(f"  kind right   {_share(sum(self.kinds), len(self.kinds))}  (target {TARGETS[way][0]:.0%})")
        print(f"  fields right {_share(right, asked)}  (target {TARGETS[way][1]:.0%})")
        print(f"  sure, and yet wrong {_share(wrong, self.sure)}  (at most {WRONG_AND_SURE:.1%})")
        print(f"  sure         {_share(self.sure, asked)}")
        print(f"  all lines of the table right {_share(sum(self.lines), len(self.lines))}")
        pace, cpu = statistics.median(self.seconds), statistics.median(self.cpu)
        print(f"  a page: p50 {pace:.2f} s, of processors {cpu:.2f} s")
        for name in sorted(self.asked):
            print(f"    {name:20} {_share(self.right[name], self.asked[name])}")
        for each in self.sure_and_wrong:
            print(f"  wrong: {each}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%} ({part}/{whole})" if whole else "-"
