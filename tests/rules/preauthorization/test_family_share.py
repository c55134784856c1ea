"""Deductible, copay, coinsurance and the remaining limit as shown to whoever decides (3.3, A-04 to A-10)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rules.preauthorization.facts import Balances
from rules.preauthorization.values import Assessment, Weight
from rules.vocabulary import EncounterType
from tests.rules.preauthorization.requests import (
    a_hospital,
    a_policy,
    a_public_hospital,
    an_outpatient_request,
    coded,
    codes,
    found,
    item,
    judged,
    schedule,
)

CZ, YX, STD = "GYX-2021-CZ", "GYX-2021-YX", "GYX-2025-STD"
FULL = Balances(remaining=100_000_00, deductible_left=0, version=7)
BY_THE_PLAN = a_policy(schedule=schedule(outpatient_tiers=None))
"""A policy whose schedule leaves the tiers to the plan."""


def a_visit(code: str, visits: int) -> Assessment:
    """An outpatient visit after so many counted ones."""
    balances = replace(FULL, visits=visits)
    return judged(code, request=an_outpatient_request(), balances=balances, policy=BY_THE_PLAN)


@pytest.mark.parametrize(("visits", "coinsurance"), [(4, "0.00"), (5, "0.50")])
def test_the_next_visit_decides_the_tier(visits: int, coinsurance: str) -> None:
    assert a_visit(CZ, visits).coinsurance == coinsurance


@pytest.mark.parametrize(("visits", "copay"), [(9, 0), (10, 200_00)])
def test_the_select_plan_takes_a_copay_from_the_eleventh_visit(visits: int, copay: int) -> None:
    assessment = a_visit(YX, visits)

    assert (assessment.copay, assessment.coinsurance) == (copay, "0.00")


@pytest.mark.parametrize(
    ("encounter", "copay"), [(EncounterType.OUTPATIENT, 300_00), (EncounterType.EMERGENCY, 800_00)]
)
def test_a_hospital_group_has_a_copay_of_its_own(encounter: EncounterType, copay: int) -> None:
    site = a_hospital(name="广州和睦家医院", brand="和睦家", group="广州和睦家")

    assessment = judged(CZ, request=an_outpatient_request(encounter=encounter), hospital=site)

    assert assessment.copay == copay


def test_a_public_visit_has_a_rate_and_no_copay() -> None:
    assessment = judged(
        YX,
        request=an_outpatient_request(),
        hospital=a_public_hospital(),
        balances=replace(FULL, visits=20),
    )

    assert (assessment.copay, assessment.coinsurance) == (0, "0.00")


@pytest.mark.parametrize(("code", "left"), [(CZ, 4_000_00), (YX, 0)])
def test_the_deductible_is_what_the_account_has_left(code: str, left: int) -> None:
    policy = a_policy(schedule=schedule(inpatient_deductible=None))

    assessment = judged(code, policy=policy, balances=replace(FULL, deductible_left=left))

    assert assessment.deductible_left == left


def test_a_deductible_without_an_account_is_whole() -> None:
    policy = a_policy(schedule=schedule(inpatient_deductible=None))

    assessment = judged(CZ, policy=policy, balances=replace(FULL, deductible_left=None))

    assert assessment.deductible_left == 10_000_00


def test_a_visit_bears_no_inpatient_deductible() -> None:
    assessment = judged(
        CZ, request=an_outpatient_request(), balances=replace(FULL, deductible_left=10_000_00)
    )

    assert assessment.deductible_left == 0


@pytest.mark.parametrize(
    ("left_out", "detail"),
    [
        ({"inpatient_coinsurance": None}, "member_share"),
        ({"inpatient_deductible": None}, "deductible"),
    ],
)
def test_a_share_that_nobody_states_refers(left_out: dict[str, Any], detail: str) -> None:
    policy = a_policy(schedule=schedule(**left_out))

    assessment = judged(STD, policy=policy, balances=replace(FULL, deductible_left=None))

    finding = found(assessment, "NEEDS_PLAN")
    assert (finding.weight, finding.detail) == (Weight.REFERS, detail)
    assert (assessment.deductible_left, assessment.copay) == (0, 0)
    assert Decimal(assessment.coinsurance) == 0


def test_a_limit_that_nobody_states_refers() -> None:
    policy = a_policy(schedule=schedule(inpatient_limit=None))

    assessment = judged(YX, policy=policy, balances=Balances(deductible_left=0))

    finding = found(assessment, "NEEDS_PLAN")
    assert (finding.weight, finding.clause, finding.detail) == (Weight.REFERS, "R-032", "limit")
    assert assessment.remaining is None


@pytest.mark.parametrize(("remaining", "told"), [(18_000_00, False), (17_999_99, True)])
def test_an_estimate_above_what_is_left_informs(remaining: int, told: bool) -> None:
    assessment = judged(YX, balances=replace(FULL, remaining=remaining))

    assert codes(assessment, Weight.INFORMS) == (["LIMIT"] if told else [])
    assert assessment.remaining == remaining


def test_the_limit_is_compared_with_what_the_insurer_would_pay() -> None:
    left = Balances(remaining=8_000_00, deductible_left=10_000_00)

    assert judged(CZ, balances=left).findings == ()
    assert found(judged(CZ, balances=replace(left, remaining=7_999_99)), "LIMIT").detail == "7999.99"


def test_dental_care_is_shared_by_its_category_and_orthodontics_refer() -> None:
    filling = an_outpatient_request(item("FILLING", 800), encounter=EncounterType.DENTAL)
    braces = an_outpatient_request(item("ORTHODONTICS", 800), encounter=EncounterType.DENTAL)

    assert judged("DENT-2021", request=filling).coinsurance == "0.50"
    finding = found(judged("DENT-2021", request=braces), "ORTHO-NS")
    assert (finding.weight, finding.detail) == (Weight.REFERS, "items.0 ORTHODONTICS")


@pytest.mark.parametrize(("stated", "copay", "told"), [("20.00", 20_00, []), (None, 0, ["member_share"])])
def test_the_copay_of_a_vaccine_visit_comes_from_the_schedule(
    stated: str | None, copay: int, told: list[str]
) -> None:
    bought = a_policy(options=("VAC-2025",), schedule=schedule(vaccine_limit="2000.00", vaccine_copay=stated))
    shot = an_outpatient_request(item("VACCINE", 300), encounter=EncounterType.VACCINATION)

    assessment = judged(STD, request=shot, policy=bought, hospital=a_public_hospital())

    assert assessment.copay == copay
    assert [finding.detail for finding in assessment.findings] == told


def test_special_outpatient_care_shares_the_inpatient_deductible_if_the_illness_is_listed() -> None:
    care = an_outpatient_request(encounter=EncounterType.SPECIAL_OUTPATIENT, diagnoses=coded("C91.0"))
    left = replace(FULL, deductible_left=3_500_00)

    assessment = judged(CZ, request=care, balances=left)

    assert assessment.deductible_left == 3_500_00
    assert assessment.findings == ()
    other = judged(CZ, request=replace(care, diagnoses=coded("J18.9")), balances=left)
    assert found(other, "NEEDS_PLAN").detail == "critical_illnesses"
