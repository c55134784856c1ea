"""A hospital as a claim needs it: what it is to the plan on the service date."""

from datetime import date

from rules.adjudication.claim import Provider
from rules.catalogue.plan import PlanVersion
from rules.preauthorization.facts import HospitalFacts
from rules.vocabulary import Benefit, Department, NetworkKind


def provider_of(
    hospital: HospitalFacts, plan: PlanVersion, account: Benefit, on: date, department: Department
) -> Provider:
    """The hospital with its standing for one account of the plan (R-041, R-042, A-20)."""
    lists = plan.network_lists(account, on)
    kinds = {
        membership.kind
        for membership in hospital.memberships
        if membership.network_list in lists and membership.benefit in (None, account)
    }
    listed = NetworkKind.DIRECT_BILLING in kinds
    return Provider(
        name=hospital.name,
        ownership=hospital.ownership,
        group=hospital.group,
        in_network=listed or NetworkKind.NETWORK in kinds,
        grade=hospital.grade,
        department=department,
        brand=hospital.brand,
        direct_billing=listed,
    )
