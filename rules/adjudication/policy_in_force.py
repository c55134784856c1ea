"""Care must fall into the policy period and under a plan whose terms are known (R-020, A-39)."""

from rules.adjudication.visit import Visit
from rules.reasons import ReasonCode

CLAUSE = ("R-020", "A-39")


def policy_in_force(visit: Visit) -> None:
    """Refuses care outside the period, both days of which are covered; for a stay admission counts."""
    policy, on = visit.policy, visit.on
    if policy.effective_on <= on <= policy.expires_on:
        visit.keep("policy_in_force", CLAUSE)
    else:
        days = (("from", policy.effective_on.isoformat()), ("to", policy.expires_on.isoformat()))
        visit.refuse("policy_in_force", ReasonCode.NOT_IN_FORCE, CLAUSE, (("on", on.isoformat()), *days))


def plan_resolved(visit: Visit) -> None:
    """Refers claims of products that no rule may price: card names and plans without terms."""
    automatic = visit.terms.automatic
    if not automatic.value:
        visit.priced = False
        visit.refer("plan_resolved", ReasonCode.NEEDS_PLAN, automatic.source)
