"""How many of the duties that are due will be breached, going by how often their kind was before."""

from collections.abc import Mapping
from dataclasses import dataclass

ENOUGH = 20
"""A kind with fewer duties behind it goes by the rate of all kinds together."""


@dataclass(frozen=True, slots=True)
class Record:
    """Duties of one kind that were judged in a period, and how many of them were breached."""

    judged: int
    breached: int


def expected_breaches(due: Mapping[str, int], record: Mapping[str, Record]) -> float | None:
    """Breaches to expect among the duties due by kind; None where nothing was ever judged."""
    judged = sum(each.judged for each in record.values())
    if not judged:
        return None
    usual = sum(each.breached for each in record.values()) / judged
    return sum(count * _rate(record.get(kind), usual) for kind, count in due.items())


def _rate(known: Record | None, usual: float) -> float:
    if known is None or known.judged < ENOUGH:
        return usual
    return known.breached / known.judged
