"""Whether the requested care is covered: network, waiting, exclusions, and what the family bears."""

from dataclasses import dataclass, replace

from rules.catalogue.effective import EffectiveBenefit
from rules.preauthorization.acceptance import policy_awaits_its_start
from rules.preauthorization.exclusions import exclusion_findings
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.family_share import FamilyShare, family_share
from rules.preauthorization.network import Standing, network_findings, redirect_ignored, standing
from rules.preauthorization.plan_known import (
    benefit_left_out,
    benefit_not_known,
    illness_not_listed,
    plan_not_known,
)
from rules.preauthorization.values import Finding, Weight
from rules.preauthorization.waiting import waiting_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the plan says about the care. ``penalty`` is the additional share for a person to confirm."""

    findings: tuple[Finding, ...]
    share: FamilyShare
    direct_billing: bool = False
    penalty: str = "0"


def cover(facts: RequestFacts) -> Cover:
    """Judge the care by the plan; where the plan is not known, nothing weighs more than a referral."""
    benefit = facts.benefit
    begun = (*policy_awaits_its_start(facts), *plan_not_known(facts))
    if benefit is None:
        return Cover(findings=(*begun, *benefit_not_known(facts)), share=FamilyShare())
    if benefit.not_covered:
        return Cover(findings=_softened(facts, (*begun, *benefit_left_out(benefit))), share=FamilyShare())
    place = standing(facts, benefit)
    share = family_share(facts, benefit)
    found = (
        *begun,
        *network_findings(facts, benefit, place),
        *illness_not_listed(facts, benefit),
        *waiting_findings(facts, benefit),
        *exclusion_findings(facts, benefit),
        *share.findings,
    )
    return Cover(
        findings=_softened(facts, found),
        share=share,
        direct_billing=place.direct_billing,
        penalty=_penalty(facts, benefit, place),
    )


def _penalty(facts: RequestFacts, benefit: EffectiveBenefit, place: Standing) -> str:
    """The additional share where a network hospital had been required and was not taken (R-085)."""
    terms = benefit.preauthorization
    ignored = redirect_ignored(facts, place) and place.channels.value != ()
    rate = terms.extra_member_share.value if terms and ignored else None
    return str(rate) if rate is not None else "0"


def _softened(facts: RequestFacts, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if facts.terms.automatic.value:
        return found
    return tuple(
        replace(finding, weight=Weight.REFERS) if finding.weight is Weight.BLOCKS else finding
        for finding in found
    )
