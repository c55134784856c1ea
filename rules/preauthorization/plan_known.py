"""Whether plan and benefit are known; nothing weighs more than a referral before the plan is (A-01, A-02)."""

from collections.abc import Iterator

from rules.catalogue.effective import EffectiveBenefit
from rules.preauthorization.diagnoses import falls_under
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import blocks, refers
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType


def plan_not_known(facts: RequestFacts) -> Iterator[Finding]:
    """A card name that fits several plans, or a plan without terms that a machine may apply."""
    automatic = facts.terms.automatic
    if not automatic.value:
        yield refers(ReasonCode.NEEDS_PLAN, automatic.source, facts.plan.code)


def benefit_not_known(facts: RequestFacts) -> Iterator[Finding]:
    """Care that the plan says nothing about."""
    if facts.benefit is None:
        source = [f"{facts.plan.code} {facts.plan.version}"]
        yield refers(ReasonCode.NEEDS_PLAN, source, facts.request.encounter)


def benefit_left_out(benefit: EffectiveBenefit) -> Iterator[Finding]:
    """Care under an option that was not bought, or that the plan excludes by name (R-170, R-175)."""
    if benefit.not_covered:
        yield blocks(benefit.not_covered.reason, benefit.not_covered.source, benefit.name)


def illness_not_listed(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    """Special outpatient care is insured for the critical illnesses that the schedule lists (R-033)."""
    if facts.request.encounter is not EncounterType.SPECIAL_OUTPATIENT:
        return
    listed, source = benefit.illnesses
    if not any(falls_under(diagnosis.code, listed or ()) for diagnosis in facts.request.diagnoses):
        yield refers(ReasonCode.NEEDS_PLAN, source, "critical_illnesses")
