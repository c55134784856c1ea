"""The insurer pays at most what is left of the limit, and only its payment uses it (R-031, A-46)."""

from rules.adjudication.buckets import OVER_LIMIT, share_out
from rules.adjudication.visit import Visit
from rules.reasons import ReasonCode


def remaining_limit(visit: Visit) -> None:
    """Cuts the payment at the remaining limit, which all parts of a benefit share."""
    limit, account = visit.benefit.limit, visit.benefit.limit_account
    if limit.value is None:
        visit.missing("remaining_limit", "limit", limit.source)
        return
    left = visit.standing.remaining.get(account, limit.value)
    over = visit.balance - left if visit.balance > left else 0
    if over:
        visit.findings.reasons[ReasonCode.LIMIT] = None
        share_out(visit.buckets, over, OVER_LIMIT)
    visit.take("remaining_limit", limit.source, over, (("account", account), ("left before", left)))
    visit.payable = visit.balance
    visit.standing.remaining = {**visit.standing.remaining, account: left - visit.payable}
