"""Network and channel of the hospital on the planned day (domain 2.3, 3.3 G2, A-11, A-20, A-21, A-52)."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.effective import EffectiveBenefit, Override, Term
from rules.preauthorization.facts import HospitalFacts, RequestFacts
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import blocks, refers
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, NetworkKind, Ownership

_EMERGENCY_EXCEPTION = "L-14"
_REDIRECT = ("R-085", "A-12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the hospital is to the benefit on the planned day, and which channels that opens."""

    in_network: bool
    channel: str
    channels: Term[tuple[ClaimChannel, ...]]
    direct_billing: bool


def standing(facts: RequestFacts, benefit: EffectiveBenefit) -> Standing:
    """The standing of the requested hospital."""
    kinds = _kinds(facts, benefit.limit_account)
    listed = NetworkKind.DIRECT_BILLING in kinds
    in_network = listed or NetworkKind.NETWORK in kinds
    if facts.hospital.ownership is Ownership.PRIVATE:
        channel = "private_network" if in_network else "private_non_network"
    else:
        channel = "public_direct_list" if listed else "public_other"
    channels = benefit.channels[channel]
    direct = listed and ClaimChannel.DIRECT_BILLING in (channels.value or ())
    return Standing(in_network=in_network, channel=channel, channels=channels, direct_billing=direct)


def network_findings(facts: RequestFacts, benefit: EffectiveBenefit, place: Standing) -> Iterator[Finding]:
    """Whether care at this hospital, in this department, is covered."""
    yield from _channel(facts, place)
    if facts.hospital.ownership is Ownership.PUBLIC and place.channels.value:
        yield from _grade(facts, benefit)
        yield from _department(facts, benefit)
    if redirect_ignored(facts, place) and place.channels.value != ():
        yield refers(ReasonCode.NETWORK_REDIRECT_IGNORED, _REDIRECT, facts.hospital.code)
    override = hospital_override(facts.hospital, benefit)
    if override and override.refer and place.in_network:
        yield refers(override.refer, override.source, facts.hospital.code)


def redirect_ignored(facts: RequestFacts, place: Standing) -> bool:
    """Whether a network hospital had been required and another kind was named (R-085)."""
    return facts.redirected and not place.in_network


def hospital_override(hospital: HospitalFacts, benefit: EffectiveBenefit) -> Override | None:
    """The first override whose word is in the hospital's group, or in its name without one (A-08, A-11)."""
    group = hospital.group or hospital.name
    return next((override for override in benefit.overrides if override.matches in group), None)


def _channel(facts: RequestFacts, place: Standing) -> Iterator[Finding]:
    channels, source = place.channels.value, place.channels.source
    if channels:
        return
    if facts.emergency:
        yield refers(
            ReasonCode.OUT_OF_NETWORK_EMERGENCY, [*source, _EMERGENCY_EXCEPTION], facts.hospital.code
        )
    elif channels is None and redirect_ignored(facts, place):
        return
    elif channels is None:
        yield refers(ReasonCode.OUT_OF_NETWORK, source, facts.hospital.code)
    else:
        yield blocks(ReasonCode.OUT_OF_NETWORK, source, facts.hospital.code)


def _grade(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    lowest, grade = benefit.min_grade, facts.hospital.grade
    if lowest.value is None or (grade is not None and grade >= lowest.value):
        return
    if facts.emergency:
        source = [*lowest.source, _EMERGENCY_EXCEPTION]
        yield refers(ReasonCode.OUT_OF_NETWORK_EMERGENCY, source, facts.hospital.code)
    elif grade is None:
        yield refers(ReasonCode.HOSPITAL_LEVEL, lowest.source, facts.hospital.code)
    else:
        yield blocks(ReasonCode.HOSPITAL_LEVEL, lowest.source, f"{grade} < {lowest.value}")


def _department(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    covered, department = benefit.departments, facts.request.department
    if covered.value is None or department in covered.value:
        return
    if benefit.other_departments == "NOT_COVERED":
        yield blocks(ReasonCode.OUT_OF_NETWORK, covered.source, department)
    else:
        yield refers(ReasonCode.NEEDS_PLAN, covered.source, department)


def _kinds(facts: RequestFacts, account: Benefit) -> frozenset[NetworkKind]:
    lists = network_lists(facts, account)
    return frozenset(
        membership.kind
        for membership in facts.hospital.memberships
        if membership.network_list in lists and membership.benefit in (None, account)
    )


def network_lists(facts: RequestFacts, account: Benefit) -> tuple[str, ...]:
    """Lists whose hospitals serve the benefit on the planned day."""
    return facts.plan.network_lists(account, facts.request.planned_on)
