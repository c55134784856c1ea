"""What the plan excludes, item by item (R-025 to R-029, A-18, A-48)."""

import pytest

from rules.preauthorization.values import Weight
from rules.vocabulary import AuthorizationType, Benefit, EncounterType
from tests.rules.preauthorization.requests import (
    a_hospital,
    a_policy,
    a_public_hospital,
    a_request,
    an_outpatient_request,
    coded,
    codes,
    found,
    item,
    judged,
    schedule,
)

CZ, STD = "GYX-2021-CZ", "GYX-2025-STD"


@pytest.mark.parametrize(
    ("excluded", "code"),
    [
        ("TCM", "EXC-TCM"),
        ("VACCINE", "EXC-VACCINE"),
        ("FILLING", "EXC-DENTAL"),
        ("VISION_CHECK", "EXC-VISION"),
        ("PSYCHOLOGY", "EXC-MENTAL"),
        ("ALLERGEN_TEST", "EXC-ALLERGEN"),
        ("GROWTH_HORMONE", "EXC-GH"),
        ("CHECKUP", "EXC-WELLCHILD"),
        ("OUTPATIENT_SURGERY", "EXC-OPSURG"),
    ],
)
def test_an_excluded_item_is_found_with_its_place_in_the_estimate(excluded: str, code: str) -> None:
    request = an_outpatient_request(item("CONSULTATION", 500), item(excluded, 300))

    finding = found(judged(CZ, request=request), code)

    assert finding.weight is Weight.BLOCKS
    assert finding.detail == f"items.1 {excluded}"
    assert "R-025" in finding.clause


def test_surgery_outside_an_admission_is_excluded_in_2021_and_not_in_2025() -> None:
    request = an_outpatient_request(item("SURGERY", 2000), kind=AuthorizationType.SURGERY)

    assert codes(judged(CZ, request=request), Weight.BLOCKS) == ["EXC-OPSURG"]
    assert codes(judged(STD, request=request), Weight.BLOCKS) == []


def test_outpatient_surgery_said_by_the_kind_alone_is_excluded_once() -> None:
    request = an_outpatient_request(item("TREATMENT", 2000), kind=AuthorizationType.OUTPATIENT_SURGERY)

    finding = found(judged(CZ, request=request), "EXC-OPSURG")

    assert finding.detail == "OUTPATIENT_SURGERY"


@pytest.mark.parametrize("surgery", ["SURGERY", "OUTPATIENT_SURGERY"])
def test_surgery_inside_an_admission_is_not_excluded(surgery: str) -> None:
    request = a_request(items=(item(surgery, 9000),), kind=AuthorizationType.SURGERY)

    assert judged(CZ, request=request).findings == ()


def test_surgery_of_special_outpatient_care_is_of_the_inpatient_benefit() -> None:
    request = an_outpatient_request(
        item("SURGERY", 2000),
        encounter=EncounterType.SPECIAL_OUTPATIENT,
        kind=AuthorizationType.SPECIAL_OUTPATIENT,
    )

    assert "EXC-OPSURG" not in codes(judged(CZ, request=request))


def test_an_excluded_diagnosis_takes_the_whole_care() -> None:
    finding = found(judged(CZ, request=a_request(diagnoses=coded("K02.1", "K04.0"))), "EXC-DENTAL")

    assert (finding.weight, finding.detail) == (Weight.BLOCKS, "K02.1 K04.0")


def test_one_excluded_diagnosis_of_two_only_informs() -> None:
    assessment = judged(CZ, request=a_request(diagnoses=coded("J18.9", "F84.0")))

    assert codes(assessment) == ["EXC-MENTAL"]
    assert found(assessment, "EXC-MENTAL").weight is Weight.INFORMS


def test_a_neighbouring_diagnosis_is_not_excluded() -> None:
    assert judged(CZ, request=a_request(diagnoses=coded("K09.0"))).findings == ()
    assert judged(CZ, request=a_request(diagnoses=coded("Z01.1"))).findings == ()


def test_a_list_of_exclusions_that_nobody_states_refers() -> None:
    unstated = a_policy(schedule=schedule(inpatient_exclusions=None))

    finding = found(judged(STD, policy=unstated), "NEEDS_PLAN")

    assert (finding.weight, finding.clause, finding.detail) == (Weight.REFERS, "R-027", "exclusions")


def test_exclusions_of_the_schedule_are_cited_as_such() -> None:
    stated = a_policy(schedule=schedule(inpatient_exclusions=["tcm"]))
    request = a_request(items=(item("TCM", 300),))

    assert found(judged(STD, request=request, policy=stated), "EXC-TCM").weight is Weight.BLOCKS


def test_a_vaccine_asked_for_as_medical_care_refers_because_an_option_is_about_it() -> None:
    finding = found(judged(STD, request=an_outpatient_request(item("VACCINE", 300))), "NEEDS_PLAN")

    assert (finding.weight, finding.detail) == (Weight.REFERS, "items.0 VACCINE")


def test_vaccination_without_the_option_is_not_covered() -> None:
    shot = an_outpatient_request(item("VACCINE", 300), encounter=EncounterType.VACCINATION)

    assessment = judged(STD, request=shot)

    assert codes(assessment, Weight.BLOCKS) == ["EXC-VACCINE"]
    assert assessment.benefit is Benefit.VACCINE


def test_an_experimental_vaccine_is_excluded_under_the_option() -> None:
    bought = a_policy(options=("VAC-2025",), schedule=schedule(vaccine_limit="2000.00", vaccine_copay="0.00"))
    shot = an_outpatient_request(item("VACCINE_EXPERIMENTAL", 300), encounter=EncounterType.VACCINATION)

    assessment = judged(STD, request=shot, policy=bought, hospital=a_public_hospital())

    assert codes(assessment, Weight.BLOCKS) == ["EXC-EXPERIMENTAL"]


def test_dental_care_outside_the_list_is_not_covered() -> None:
    implant = an_outpatient_request(item("SURGERY", 3000), encounter=EncounterType.DENTAL)

    assert "EXC-UNLISTED" in codes(judged("DENT-2021", request=implant), Weight.BLOCKS)


def test_an_item_that_no_catalogue_knows_is_not_excluded() -> None:
    assert judged(CZ, request=a_request(items=(item("NURSING", 900),))).findings == ()


@pytest.mark.parametrize(("name", "told"), [("上海浦滨儿童医院", True), ("美华妇儿医院", False)])
def test_a_hospital_whose_chief_physicians_are_not_insured_is_pointed_out(name: str, told: bool) -> None:
    request = an_outpatient_request(item("CONSULTATION", 800))

    assessment = judged(CZ, request=request, hospital=a_hospital(name=name))

    assert codes(assessment, Weight.INFORMS) == (["EXC-CHIEF"] if told else [])


@pytest.mark.parametrize(
    ("procedure", "code"),
    [("99.92", "EXC-TCM"), ("99.52", "EXC-VACCINE"), ("23.01", "EXC-DENTAL"), ("95.02", "EXC-VISION"),
     ("94.39", "EXC-MENTAL")],
)  # fmt: skip
def test_a_procedure_that_an_exclusion_may_mean_is_for_a_person(procedure: str, code: str) -> None:
    request = an_outpatient_request(procedures=coded(procedure))

    finding = found(judged(CZ, request=request), code)

    assert (finding.weight, finding.detail) == (Weight.REFERS, procedure)
    assert finding.clause.endswith("A-45")


@pytest.mark.parametrize("procedure", ["99.91", "99.29", "22.9", "95.1", "93.9"])
def test_a_procedure_beside_them_is_not(procedure: str) -> None:
    request = an_outpatient_request(procedures=coded(procedure))

    assert not [code for code in codes(judged(CZ, request=request)) if code.startswith("EXC")]
