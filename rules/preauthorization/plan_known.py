"""Whether plan and benefit are known; nothing weighs more than a referral before they are (A-01, A-02)."""

from collections.abc import Iterator

from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import blocks, refers
from rules.reasons import ReasonCode


def plan_not_known(facts: RequestFacts) -> Iterator[Finding]:
    """A card name that fits several plans, or a plan without terms that a machine may apply."""
    if not facts.terms.automatic:
        stated = facts.plan.automatic.on(facts.request.planned_on)
        yield refers(ReasonCode.NEEDS_PLAN, stated.source if stated else (), facts.plan.code)


def benefit_not_known(facts: RequestFacts) -> Iterator[Finding]:
    """Care that no benefit of the policy is about; an option that was not bought is a plain fact (3.3 G5)."""
    if facts.benefit is not None:
        return
    option = facts.terms.optional.get(facts.request.encounter)
    if option:
        yield blocks(ReasonCode.EXCLUDED_UNLISTED, ["policy schedule"], option)
    else:
        yield refers(
            ReasonCode.NEEDS_PLAN, [f"{facts.plan.code} {facts.plan.version}"], facts.request.encounter
        )
