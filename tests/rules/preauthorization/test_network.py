"""Network and channel of the hospital on the planned day (domain 2.3, A-11, A-20, A-21, A-52)."""

import pytest

from rules.preauthorization.facts import Membership
from rules.preauthorization.values import Weight
from rules.vocabulary import Benefit, Department, EncounterType, NetworkKind
from tests.rules.preauthorization.requests import (
    DIRECT_2021,
    DIRECT_2025,
    PLANNED_ON,
    a_hospital,
    a_policy,
    a_public_hospital,
    a_request,
    an_outpatient_request,
    codes,
    found,
    item,
    judged,
    plan,
    schedule,
)

STD, PLUS, YX = "GYX-2025-STD", "GYX-2025-PLUS", "GYX-2021-YX"


def test_a_network_hospital_that_bills_directly_raises_nothing() -> None:
    assessment = judged()

    assert assessment.findings == ()
    assert assessment.direct_billing


def test_a_network_hospital_without_direct_billing_is_covered_but_not_billed_directly() -> None:
    listed = a_hospital(memberships=(Membership(network_list="2021-NATIONAL", kind=NetworkKind.NETWORK),))

    assessment = judged(hospital=listed)

    assert assessment.findings == ()
    assert not assessment.direct_billing


def test_a_private_hospital_outside_the_2021_network_is_not_covered() -> None:
    finding = found(judged(hospital=a_hospital(memberships=())), "OON")

    assert (finding.weight, finding.clause) == (Weight.BLOCKS, "R-043")


def test_the_advance_providers_list_is_no_network() -> None:
    provider = Membership(network_list="2021-NATIONAL", kind=NetworkKind.ADVANCE_PROVIDER)

    assert codes(judged(hospital=a_hospital(memberships=(provider,))), Weight.BLOCKS) == ["OON"]


def test_an_emergency_outside_the_network_goes_to_a_person() -> None:
    assessment = judged(request=a_request(emergency=True), hospital=a_hospital(memberships=()))

    assert codes(assessment) == ["OON-EMERG"]
    assert found(assessment, "OON-EMERG").weight is Weight.REFERS
    assert found(assessment, "OON-EMERG").clause == "R-043, L-14"


def test_a_private_hospital_outside_the_2025_network_refers_because_no_clause_says() -> None:
    assessment = judged(STD, hospital=a_hospital(memberships=()))

    assert found(assessment, "OON").weight is Weight.REFERS
    assert "A-52" in found(assessment, "OON").clause
    assert codes(assessment, Weight.BLOCKS) == []


def test_after_a_redirect_a_hospital_outside_the_network_costs_the_additional_share() -> None:
    assessment = judged(STD, hospital=a_hospital(memberships=()), redirected=True)

    assert codes(assessment) == ["PA-NETREDIRECT-40"]
    assert found(assessment, "PA-NETREDIRECT-40").weight is Weight.REFERS
    assert assessment.penalty == "0.40"


def test_after_a_redirect_a_network_hospital_costs_nothing_more() -> None:
    assessment = judged(STD, redirected=True)

    assert assessment.findings == ()
    assert assessment.penalty == "0"


def test_the_lists_of_two_plans_are_kept_apart() -> None:
    standard_only = a_hospital(memberships=(DIRECT_2025,))

    assert judged(STD, hospital=standard_only).direct_billing
    assert not judged(PLUS, hospital=standard_only).direct_billing


@pytest.mark.parametrize(
    ("benefit", "direct"), [(None, True), (Benefit.INPATIENT, True), (Benefit.OUTPATIENT_EMERGENCY, False)]
)
def test_a_membership_of_one_benefit_does_not_serve_another(benefit: Benefit | None, direct: bool) -> None:
    listed = Membership(network_list="2021-NATIONAL", kind=NetworkKind.DIRECT_BILLING, benefit=benefit)

    assert judged(hospital=a_hospital(memberships=(listed,))).direct_billing is direct


def test_a_benefit_without_a_list_of_its_own_is_served_by_those_of_its_plan() -> None:
    terms = plan(STD)

    assert terms.network_lists(Benefit.INPATIENT, PLANNED_ON) == ("2025-STD",)
    assert terms.network_lists(Benefit.DENTAL, PLANNED_ON) == (STD, "2025-STD")
    assert plan("GYX-BJ-CZ").network_lists(Benefit.INPATIENT, PLANNED_ON) == ("GYX-BJ-CZ",)


def test_a_hospital_on_the_list_of_vaccines_takes_no_stay() -> None:
    vaccines = Membership(network_list="2025-STD-VAC", kind=NetworkKind.DIRECT_BILLING)

    assert judged(STD).direct_billing
    assert not judged(STD, hospital=a_hospital(memberships=(vaccines,))).direct_billing


def test_a_public_hospital_bills_directly_only_under_the_2025_plans_and_only_when_listed() -> None:
    listed = a_public_hospital(memberships=(DIRECT_2021, DIRECT_2025))

    assert judged(STD, hospital=listed).direct_billing
    assert not judged(YX, hospital=listed).direct_billing
    assert not judged(STD, hospital=a_public_hospital()).direct_billing
    assert judged(STD, hospital=a_public_hospital()).findings == ()


@pytest.mark.parametrize(("grade", "weight"), [(1, Weight.BLOCKS), (2, None), (None, Weight.REFERS)])
def test_a_public_hospital_needs_level_2_and_an_unknown_level_refers(
    grade: int | None, weight: Weight | None
) -> None:
    assessment = judged(hospital=a_public_hospital(grade=grade))

    assert [finding.weight for finding in assessment.findings] == ([weight] if weight else [])
    assert codes(assessment) == (["LEVEL"] if weight else [])


def test_an_emergency_below_level_2_goes_to_a_person() -> None:
    assessment = judged(request=a_request(emergency=True), hospital=a_public_hospital(grade=1))

    assert codes(assessment) == ["OON-EMERG"]


@pytest.mark.parametrize("department", [Department.VIP, Department.INTERNATIONAL])
def test_a_stay_in_a_vip_department_is_covered_and_an_outpatient_visit_there_refers(
    department: Department,
) -> None:
    stay, visit = a_request(department=department), an_outpatient_request(department=department)

    assert judged(request=stay, hospital=a_public_hospital()).findings == ()
    outpatient = judged(request=visit, hospital=a_public_hospital())
    assert found(outpatient, "NEEDS_PLAN").weight is Weight.REFERS
    assert found(outpatient, "NEEDS_PLAN").detail == department


def test_vaccines_in_a_vip_department_are_not_covered() -> None:
    bought = a_policy(options=("VAC-2025",), schedule=schedule(vaccine_limit="2000.00", vaccine_copay="0.00"))
    shot = an_outpatient_request(
        item("VACCINE", 300), encounter=EncounterType.VACCINATION, department=Department.VIP
    )

    assessment = judged(STD, request=shot, policy=bought, hospital=a_public_hospital())

    assert codes(assessment, Weight.BLOCKS) == ["OON"]
    assert assessment.benefit is Benefit.VACCINE


@pytest.mark.parametrize(("listed", "code"), [(True, "REFER_UFH_OTHER"), (False, "OON")])
def test_another_united_family_site_goes_to_a_person_if_it_is_listed(listed: bool, code: str) -> None:
    site = a_hospital(name="北京和睦家医院", brand="和睦家", memberships=(DIRECT_2021,) if listed else ())

    assert codes(judged(request=an_outpatient_request(), hospital=site)) == [code]


def test_a_united_family_site_with_a_rule_of_its_own_is_not_referred() -> None:
    site = a_hospital(name="上海和睦家医院", brand="和睦家", group="上海和睦家")

    assert judged(request=an_outpatient_request(), hospital=site).findings == ()


def test_a_dental_clinic_outside_the_network_is_not_covered_even_if_public() -> None:
    filling = an_outpatient_request(item("FILLING", 300), encounter=EncounterType.DENTAL)

    assessment = judged("DENT-2021", request=filling, hospital=a_public_hospital())

    assert found(assessment, "OON").weight is Weight.BLOCKS
