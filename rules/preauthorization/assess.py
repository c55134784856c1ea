"""The judgement of a request before a person decides: pure, and the same for the same facts."""

from collections.abc import Iterator
from dataclasses import replace

from rules.money import format_yuan
from rules.preauthorization.acceptance import grounds_not_to_accept
from rules.preauthorization.checklist import required_documents
from rules.preauthorization.cover import cover
from rules.preauthorization.decisions import guarantee_ceiling
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.timing import is_late, last_day_to_ask, timing_findings
from rules.preauthorization.triggers import triggered
from rules.preauthorization.values import Assessment, Finding
from rules.preauthorization.weighing import informs, refers
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, EncounterType

_USUAL_BENEFIT = {
    EncounterType.INPATIENT: Benefit.INPATIENT,
    EncounterType.SPECIAL_OUTPATIENT: Benefit.INPATIENT,
    EncounterType.DENTAL: Benefit.DENTAL,
    EncounterType.VACCINATION: Benefit.VACCINE,
}
"""Where a plan has no terms for an encounter, the account that such care would draw on."""


def assess(facts: RequestFacts) -> Assessment:
    """What the rules say. Only a hard fact does not accept; whatever is ambiguous refers (L-12).

    A request that is not accepted learns nothing of the policy's balances: it may name another child's.
    """
    benefit = account(facts)
    plan_version = f"{facts.plan.code} {facts.plan.version}"
    hard = tuple(grounds_not_to_accept(facts))
    if hard:
        return Assessment(
            accepted=False, required=None, findings=hard, benefit=benefit, plan_version=plan_version
        )
    approval, judged = triggered(facts), cover(facts)
    begun = timing_findings(facts) if approval.required is not False else ()
    assessment = Assessment(
        accepted=True,
        required=approval.required,
        triggers=approval.triggers,
        findings=(*judged.findings, *approval.findings(), *begun),
        benefit=benefit,
        direct_billing=judged.direct_billing,
        required_documents=required_documents(facts, approval),
        remaining=facts.balances.remaining,
        deductible_left=judged.share.deductible_left,
        copay=judged.share.copay,
        coinsurance=str(judged.share.coinsurance),
        penalty=judged.penalty,
        latest_request_on=last_day_to_ask(facts),
        late=is_late(facts),
        accumulator_version=facts.balances.version,
        plan_version=plan_version,
        covered_until=facts.policy.last_on,
    )
    limits = (*_limit(facts, assessment), *_promised(facts))
    return replace(assessment, findings=(*assessment.findings, *limits))


def account(facts: RequestFacts) -> Benefit:
    """The account of cover that the care draws on."""
    benefit = facts.benefit
    if benefit is None or benefit.not_covered:
        return _USUAL_BENEFIT.get(facts.request.encounter, Benefit.OUTPATIENT_EMERGENCY)
    return benefit.limit_account


def _promised(facts: RequestFacts) -> Iterator[Finding]:
    """Letters of one stay share the larger reserve, yet each promises in full: a person weighs it (A-29)."""
    benefit = facts.benefit
    if benefit is None or not facts.promises:
        return
    letters = (f"{promise.case_number} {format_yuan(promise.amount)}" for promise in facts.promises)
    yield refers(ReasonCode.LIMIT, (*benefit.limit.source, "A-29"), ", ".join(letters))


def _limit(facts: RequestFacts, assessment: Assessment) -> Iterator[Finding]:
    """What is left against what the insurer would pay of the estimate; a limit that nobody states refers."""
    benefit, left = facts.benefit, facts.balances.remaining
    if benefit is None or benefit.not_covered:
        return
    if left is None:
        yield refers(ReasonCode.NEEDS_PLAN, benefit.limit.source, "limit")
    elif guarantee_ceiling(facts.request.estimate, assessment) > left:
        yield informs(ReasonCode.LIMIT, benefit.limit.source, format_yuan(left))
