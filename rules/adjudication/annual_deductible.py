"""The part of the year's cost that the member bears first (R-121, R-122, A-04)."""

from rules.adjudication.buckets import DEDUCTIBLE, share_out
from rules.adjudication.visit import Visit
from rules.reasons import ReasonCode


def annual_deductible(visit: Visit) -> None:
    """Takes what is left of the annual deductible, at most the net cost."""
    account, deductible = visit.benefit.deductible_account, visit.benefit.deductible
    if account is None or deductible.value == 0:
        return
    left = deductible_left(visit)
    if left is None:
        visit.missing("annual_deductible", "deductible", deductible.source)
        return
    taken = min(left, visit.balance)
    if taken:
        visit.findings.reasons[ReasonCode.DEDUCTIBLE] = None
        share_out(visit.buckets, taken, DEDUCTIBLE)
    visit.standing.deductible_left = {**visit.standing.deductible_left, account: left - taken}
    visit.take(
        "annual_deductible", deductible.source, taken, (("left before", left), ("left after", left - taken))
    )


def deductible_left(visit: Visit) -> int | None:
    """Fen still to bear this year; untouched where the accumulators say nothing."""
    account, stated = visit.benefit.deductible_account, visit.benefit.deductible.value
    return visit.standing.deductible_left.get(account, stated) if account else 0
