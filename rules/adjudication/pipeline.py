"""The normative order of adjudication (domain 3.3), readable from top to bottom."""

from rules.adjudication.annual_deductible import annual_deductible
from rules.adjudication.brand_lock import brand_lock, lock_brand
from rules.adjudication.card_status import card_status
from rules.adjudication.channel import channel
from rules.adjudication.coinsurance import coinsurance
from rules.adjudication.duplicate_bill import duplicate_bill, evidence, same_amount_settled
from rules.adjudication.exclusions import exclusions
from rules.adjudication.flat_copay import flat_copay
from rules.adjudication.grouping import form_buckets
from rules.adjudication.missing_preauthorization_penalty import (
    find_penalty,
    missing_preauthorization_penalty,
)
from rules.adjudication.optional_benefit import listed_illness, optional_benefit
from rules.adjudication.policy_in_force import plan_resolved, policy_in_force
from rules.adjudication.public_hospital import public_hospital
from rules.adjudication.public_insurance_offset import net_bill_cap, public_insurance_offset
from rules.adjudication.remaining_limit import remaining_limit
from rules.adjudication.result import REFUSE
from rules.adjudication.visit import Visit
from rules.adjudication.visit_counter import visit_counter
from rules.adjudication.visit_tier import member_share, other_hospital_group, visit_number
from rules.adjudication.waiting_period import waiting_period
from rules.vocabulary import EncounterType, Ownership

PUBLIC, SPECIAL_OUTPATIENT = Ownership.PUBLIC, EncounterType.SPECIAL_OUTPATIENT


def judge(visit: Visit) -> None:
    """Runs every rule over one visit, in order."""
    gates(visit)
    if visit.stopped is not REFUSE:
        exclusions(visit)
        nothing_left(visit)
    if visit.stopped is not REFUSE:
        amounts(visit)


def gates(visit: Visit) -> None:
    """G0 to G6: the first one that stops the visit decides, all that stop it are recorded."""
    benefit, claim = visit.benefit, visit.claim
    card_status(visit)  # G0
    policy_in_force(visit)  # G1
    plan_resolved(visit)
    if benefit.not_covered:  # G5, before the gates that need the benefit's terms
        optional_benefit(visit, benefit.not_covered)
        return
    channel(visit)  # G2
    if visit.override:
        other_hospital_group(visit, visit.override)
    if claim.provider.ownership is PUBLIC:
        public_hospital(visit)
    if benefit.brand_lock:
        brand_lock(visit, benefit.brand_lock)  # G3
    if benefit.waiting:
        waiting_period(visit, benefit.waiting)  # G4
    if visit.type is SPECIAL_OUTPATIENT:
        listed_illness(visit)  # G5
    if claim.invoices:
        duplicate_bill(visit)  # G6
    if visit.standing.settled_bills:
        same_amount_settled(visit)
    evidence(visit)


def nothing_left(visit: Visit) -> None:
    """A bill whose every line is excluded is refused for the reasons of its lines."""
    if visit.billed > 0 and visit.eligible == 0 and visit.stopped is None:
        visit.stopped = REFUSE


def amounts(visit: Visit) -> None:
    """From the eligible cost to what is payable."""
    if visit.benefit.exclusions.value is None:
        visit.missing("exclusions", "exclusions", visit.benefit.exclusions.source)
    visit_number(visit)
    penalty = find_penalty(visit)
    if visit.stopped is REFUSE:
        return
    form_buckets(visit, penalty)
    if visit.offset and not visit.terms.offset_caps_only:
        public_insurance_offset(visit)
    annual_deductible(visit)
    share = member_share(visit)
    if share is not None:
        flat_copay(visit, share)
        coinsurance(visit, share)
    if penalty:
        missing_preauthorization_penalty(visit, penalty)
    if visit.offset and visit.terms.offset_caps_only:
        net_bill_cap(visit)
    remaining_limit(visit)
    visit_counter(visit)
    if visit.benefit.brand_lock:
        lock_brand(visit, visit.benefit.brand_lock)
