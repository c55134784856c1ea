"""What public insurance or another payer has paid is not paid again (R-105, A-41, A-42, L-18)."""

from rules.adjudication.buckets import CAPPED, OFFSET, share_out
from rules.adjudication.visit import Visit

CLAUSE = ("R-105", "L-18")


def public_insurance_offset(visit: Visit) -> None:
    """Takes the public payment off the eligible amount before the deductible (NET_FIRST)."""
    if not visit.buckets:
        return
    taken = min(visit.offset, visit.eligible)
    share_out(visit.buckets, taken, OFFSET)
    visit.take("public_insurance_offset", (*CLAUSE, *visit.terms.offset_source), taken)


def net_bill_cap(visit: Visit) -> None:
    """Caps the payment at what public insurance left of the eligible amount (CAP_ONLY)."""
    if not visit.buckets:
        return
    net = max(0, visit.eligible - visit.offset)
    taken = max(0, visit.balance - net)
    share_out(visit.buckets, taken, CAPPED)
    facts = (("public insurance", visit.offset), ("net bill", net))
    visit.take("net_bill_cap", (*CLAUSE, *visit.terms.offset_source), taken, facts)
