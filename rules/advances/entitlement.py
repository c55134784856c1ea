"""Whether an advance may be reviewed at all; the same for the same facts (domain 5.4, R-150 to R-165)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rules.advances.values import Circumstances, Entitlement
from rules.catalogue.providers import AdvanceProvider
from rules.catalogue.services import DocumentCondition, DocumentRequirement
from rules.preauthorization.acceptance import grounds_not_to_accept
from rules.preauthorization.assess import account
from rules.preauthorization.cover import cover
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.network import network_lists
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import blocks, refers
from rules.reasons import ReasonCode
from rules.settlement import AdvanceObstacle, answer_advance_request
from rules.vocabulary import Benefit, DocumentKind, EncounterType, NetworkKind, Process

COLLECTED_AT_DISCHARGE = frozenset({DocumentKind.DIAGNOSIS_CERTIFICATE, DocumentKind.MEDICAL_RECORD})
"""Papers of the review that the claim file holds too (R-156)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceFacts:
    """A request with its surroundings; ``provider`` is None where nobody advances for the plan."""

    care: RequestFacts
    circumstances: Circumstances
    provider: AdvanceProvider | None


def entitlement(facts: AdvanceFacts) -> Entitlement:
    """What stands against an advance, and what it may be reckoned from.

    A request for a policy that does not stand learns nothing of its balances: it may name another child's.
    """
    care, plan_version = facts.care, f"{facts.care.plan.code} {facts.care.plan.version}"
    hard = tuple(grounds_not_to_accept(care))
    if hard:
        return Entitlement(findings=hard, plan_version=plan_version)
    judged, answer = cover(care), answer_advance_request(frozenset(_obstacles(facts)))
    return Entitlement(
        obstacles=answer.refused_with,
        findings=(*judged.findings, *_not_stated(facts)),
        benefit=account(care),
        provider=facts.provider.code if facts.provider else "",
        provider_cap=_cap(facts),
        ratio=str(_ratio(care) or 0),
        remaining=care.balances.remaining,
        deductible_left=judged.share.deductible_left,
        documents=_documents(care),
        discharge_documents=_discharge_documents(care),
        accumulator_version=care.balances.version,
        plan_version=plan_version,
    )


def _obstacles(facts: AdvanceFacts) -> Iterator[AdvanceObstacle]:
    request, said = facts.care.request, facts.circumstances
    holds = {
        AdvanceObstacle.OUTPATIENT: request.encounter
        not in (EncounterType.INPATIENT, EncounterType.EMERGENCY),
        AdvanceObstacle.EMERGENCY: request.encounter is EncounterType.EMERGENCY,
        AdvanceObstacle.DEPOSIT: said.deposit,
        AdvanceObstacle.DIRECT_LIST: _listed(facts, NetworkKind.DIRECT_BILLING),
        AdvanceObstacle.OUTSIDE_PROVIDER_NETWORK: facts.provider is not None
        and not _listed(facts, NetworkKind.ADVANCE_PROVIDER),
        AdvanceObstacle.THIRD_PARTY: said.third_party,
        AdvanceObstacle.LITIGATION: said.litigation,
        AdvanceObstacle.REMOTE_PUBLIC_INSURANCE: not (said.real_time_settlement or said.file_at_discharge),
    }
    yield from (obstacle for obstacle, met in holds.items() if met)


def _listed(facts: AdvanceFacts, kind: NetworkKind) -> bool:
    """What the hospital is on the day, to the lists of the inpatient benefit (R-165, A-30)."""
    lists = network_lists(facts.care, Benefit.INPATIENT)
    return any(
        held.kind is kind and held.network_list in lists and held.benefit in (None, Benefit.INPATIENT)
        for held in facts.care.hospital.memberships
    )


def _ratio(care: RequestFacts) -> Decimal | None:
    """The share of the estimate that may be advanced; None where the plan does not say (A-29)."""
    stated = care.plan.advance.ratio.on(care.request.planned_on) if care.plan.advance else None
    return stated.value if stated else None


def _cap(facts: AdvanceFacts) -> int | None:
    """The most for one stay: what the plan agreed with the company, else the company's own (A-29)."""
    agreed = facts.care.plan.advance.provider_cap if facts.care.plan.advance else None
    if agreed is not None and (stated := agreed.on(facts.care.request.planned_on)) is not None:
        return stated.value
    return facts.provider.cap if facts.provider else None


def _not_stated(facts: AdvanceFacts) -> Iterator[Finding]:
    """What no advance can be reckoned without: NS refers, it is never guessed."""
    if facts.care.plan.advance is None:
        yield blocks(ReasonCode.NEEDS_PLAN, ["R-150"], "advance")
    elif _ratio(facts.care) is None:
        yield refers(ReasonCode.NEEDS_PLAN, ["A-29"], "advance_ratio")
    if facts.care.balances.remaining is None:
        yield refers(ReasonCode.NEEDS_PLAN, ["A-29"], "limit")
    if facts.provider is None:
        yield refers(ReasonCode.ADVANCE_OUTSIDE_PROVIDER_NETWORK, ["R-165"], "provider")


def _documents(care: RequestFacts) -> tuple[tuple[DocumentKind, ...], ...]:
    """The checklist of the review, in its order (domain 7.5)."""
    adult = {DocumentCondition.ADULT} if care.adult else set()
    return tuple(
        _accepted(wanted)
        for wanted in care.plan.checklist(Process.HOSPITAL_ADVANCE)
        if not wanted.when and adult.isdisjoint(wanted.unless)
    )


def _discharge_documents(care: RequestFacts) -> tuple[tuple[DocumentKind, ...], ...]:
    """The claim file that is collected on the day of discharge (R-156)."""
    return tuple(
        _accepted(wanted)
        for wanted in care.plan.checklist(Process.HOSPITAL_ADVANCE)
        if DocumentCondition.AT_DISCHARGE in wanted.when or wanted.kind in COLLECTED_AT_DISCHARGE
    )


def _accepted(wanted: DocumentRequirement) -> tuple[DocumentKind, ...]:
    return tuple(dict.fromkeys((wanted.kind, *wanted.one_of)))
