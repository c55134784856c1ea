"""A fixed amount that the member pays each visit, at most the cost that is left (A-08, A-09)."""

from rules.adjudication.buckets import COPAY, share_out
from rules.adjudication.visit import Visit
from rules.catalogue.effective import MemberShare
from rules.reasons import ReasonCode


def flat_copay(visit: Visit, terms: MemberShare) -> None:
    """Takes the flat copay once a visit, however many bills it has."""
    copay = terms.copay_of(visit.type)
    if not copay:
        return
    joined = visit.joined
    taken = min(max(0, copay - joined.copay_taken) if joined else copay, visit.balance)
    if taken:
        visit.findings.reasons[ReasonCode.COPAY] = None
        share_out(visit.buckets, taken, COPAY)
    visit.copay = taken
    visit.take("flat_copay", terms.source, taken, (("copay", copay), ("visit number", visit.number or 0)))
