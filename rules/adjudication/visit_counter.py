"""Moves the counters when a visit is settled (A-05, A-06, A-38, A-50)."""

from rules.adjudication.claim import SettledVisit
from rules.adjudication.result import COUNT
from rules.adjudication.visit import Visit
from rules.adjudication.visit_tier import counter_group

CLAUSE = ("A-05", "A-06")
COUNTS = ("R-170", "A-38")


def visit_counter(visit: Visit) -> None:
    """Counts a visit with eligible cost, and a part with a yearly count once a date where it is paid."""
    if visit.number is not None:
        _count_visit(visit, visit.number)
    if visit.benefit.parts:
        _count_parts(visit)


def _count_visit(visit: Visit, number: int) -> None:
    standing, joined = visit.standing, visit.joined
    if joined is None:
        standing.counted_visits += 1
        if standing.by_group is not None:
            group = counter_group(visit)
            standing.by_group = {**standing.by_group, group: standing.by_group.get(group, 0) + 1}
    before = standing.settled_visits
    if joined is not None:
        before = tuple(settled for settled in before if settled is not joined)
    copay = visit.copay + (joined.copay_taken if joined else 0)
    settled = SettledVisit(visit.claim.provider.name, visit.on, visit.type, number, copay)
    standing.settled_visits = (*before, settled)
    _record(visit, "visit_counter", CLAUSE, (("visit number", number),))


def _count_parts(visit: Visit) -> None:
    for bucket in visit.buckets:
        part = bucket.part
        if part and part.max_count.value is not None and bucket.balance > 0:
            _count_part(visit, part.name)


def _count_part(visit: Visit, part: str) -> None:
    """Once a date, whichever claim of that date comes first."""
    standing = visit.standing
    used = standing.counts_used.get(part, 0)
    days = standing.counted_on.get(part, ())
    if visit.on not in days:
        used += 1
        standing.counts_used = {**standing.counts_used, part: used}
        standing.counted_on = {**standing.counted_on, part: (*days, visit.on)}
    _record(visit, "count_cap", COUNTS, ((part, used),))


def _record(
    visit: Visit, rule: str, clause: tuple[str, ...], facts: tuple[tuple[str, str | int], ...]
) -> None:
    payable = visit.payable
    step = (visit.ordinal, rule, COUNT, clause, payable, 0, payable, facts)
    visit.findings.trace.append(step)
