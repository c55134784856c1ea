"""A claim is priced outside any case, and a hospital is what it is to the plan on that day."""

from datetime import date
from typing import Any

import pytest

from rules.adjudication.provider import provider_of
from rules.adjudication.quote import QuoteForm, quote
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.loader import shipped_catalogue
from rules.preauthorization.facts import HospitalFacts, Membership
from rules.vocabulary import Benefit, Department, NetworkKind, Ownership
from tests.rules.adjudication.builders import plan
from tests.rules.preauthorization.requests import a_hospital

A_DAY = date(2026, 6, 10)
LINES = [{"item": "CONSULTATION", "amount": "500.00"}]


def priced(code: str = "GYX-2021-CZ", on: str = "2026-06-10", **written: Any) -> AdjudicationResult:
    form = {
        "plan": code,
        "policy": {"effective_on": "2026-03-01", "expires_on": "2027-02-28", "purchase": "FIRST"},
        "claim": {
            "channel": "DIRECT_BILLING",
            "provider": {"name": "美华妇儿医院", "ownership": "PRIVATE", "in_network": True},
            "encounter": {"type": "OUTPATIENT", "on": on, "diagnoses": ["J06.9"]},
            "lines": LINES,
        },
    }
    return quote(QuoteForm.model_validate(form | written), shipped_catalogue())


def test_a_quote_says_who_would_pay_what() -> None:
    result = priced()

    assert (result.outcome, result.amounts.payable, result.amounts.member) == ("PAY", 500_00, 0)
    assert result.plan_code == "GYX-2021-CZ"


def test_what_was_used_before_counts() -> None:
    result = priced(before={"counted_visits": 5})

    assert (result.amounts.payable, result.amounts.member) == (250_00, 250_00)


def test_another_reading_of_the_plan_is_taken() -> None:
    before = {"counted_visits": 5, "counted_visits_by_group": {"ORDINARY": 0, "上海和睦家": 5}}

    assert priced(before=before).amounts.payable == 250_00
    other = priced(before=before, config={"visit_counter_scope": "PER_GROUP"})
    assert other.amounts.payable == 500_00


def test_a_product_that_nobody_knows_goes_to_a_person() -> None:
    result = priced("GYX-2099")

    assert (result.outcome, list(result.reasons)) == ("REFER", ["NEEDS_PLAN"])


@pytest.mark.parametrize(("on", "outcome"), [("2026-02-28", "REFUSE"), ("2027-03-01", "REFUSE")])
def test_a_day_outside_the_policy_is_judged_by_its_nearest_terms(on: str, outcome: str) -> None:
    result = priced(on=on)

    assert (result.outcome, result.plan_code, list(result.reasons)) == (
        outcome,
        "GYX-2021-CZ",
        ["NOT-INFORCE"],
    )


def test_a_reading_that_makes_no_sense_is_said() -> None:
    with pytest.raises(ValueError, match="si_offset"):
        priced(config={"si_offset": "MAYBE"})


def standing(*memberships: Membership, **changes: Any) -> tuple[bool, bool]:
    hospital: HospitalFacts = a_hospital(memberships=memberships, **changes)
    provider = provider_of(hospital, plan(), Benefit.OUTPATIENT_EMERGENCY, A_DAY, Department.GENERAL)
    return provider.in_network, provider.direct_billing


def on_list(kind: NetworkKind, benefit: Benefit | None = None, of: str = "2021-NATIONAL") -> Membership:
    return Membership(network_list=of, kind=kind, benefit=benefit)


def test_a_hospital_on_the_list_of_direct_billing_is_in_the_network_as_well() -> None:
    assert standing(on_list(NetworkKind.DIRECT_BILLING)) == (True, True)
    assert standing(on_list(NetworkKind.NETWORK)) == (True, False)
    assert standing() == (False, False)


def test_only_lists_of_the_plan_and_of_the_benefit_count() -> None:
    assert standing(on_list(NetworkKind.NETWORK, of="2025-STD")) == (False, False)
    assert standing(on_list(NetworkKind.NETWORK, Benefit.INPATIENT)) == (False, False)
    assert standing(on_list(NetworkKind.NETWORK, Benefit.OUTPATIENT_EMERGENCY)) == (True, False)


def test_the_hospital_keeps_its_name_owner_grade_group_and_brand() -> None:
    hospital = a_hospital(ownership=Ownership.PUBLIC, grade=3, group="上海和睦家")
    provider = provider_of(hospital, plan(), Benefit.OUTPATIENT_EMERGENCY, A_DAY, Department.VIP)

    assert (provider.name, provider.ownership, provider.grade) == ("美华妇儿医院", Ownership.PUBLIC, 3)
    assert (provider.group, provider.brand) == ("上海和睦家", "美华医疗集团")
    assert provider.department is Department.VIP
