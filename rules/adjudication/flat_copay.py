"""A fixed amount that the member pays each visit, at most the cost that is left (A-08, A-09)."""

from rules.adjudication.buckets import share_out
from rules.adjudication.visit import Visit
from rules.adjudication.visit_tier import MemberShare, joined_visit
from rules.reasons import ReasonCode


def flat_copay(visit: Visit, terms: MemberShare) -> None:
    """Takes the flat copay once a visit, however many bills it has."""
    if not terms.copay:
        return
    joined = joined_visit(visit)
    taken = min(max(0, terms.copay - joined.copay_taken) if joined else terms.copay, visit.balance)
    if taken:
        visit.reasons[ReasonCode.COPAY] = None
        share_out(visit, taken, "copay")
    visit.copay = taken
    visit.take(
        "flat_copay", terms.source, taken, (("copay", terms.copay), ("visit number", visit.number or 0))
    )
