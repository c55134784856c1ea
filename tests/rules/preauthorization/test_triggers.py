"""Which care needs written approval, on both sides of every threshold (R-082 to R-084, A-14 to A-16)."""

from typing import Any

import pytest

from rules.preauthorization.values import SpecialTreatment, Weight
from rules.vocabulary import AuthorizationType, EncounterType, RoomClass
from tests.rules.preauthorization.requests import (
    a_policy,
    a_request,
    an_outpatient_request,
    coded,
    codes,
    item,
    judged,
    schedule,
)

STD = "GYX-2025-STD"


def outpatient(*items: Any, **changes: Any) -> Any:
    """The assessment of an outpatient request under the 2025 plan."""
    return judged(STD, request=an_outpatient_request(*items, **changes))


@pytest.mark.parametrize("code", ["GYX-2021-CZ", "GYX-2021-YX", "GYX-2021-XHX", STD, "GYX-2025-PLUS"])
def test_every_stay_needs_approval(code: str) -> None:
    assessment = judged(code)

    assert assessment.required is True
    assert assessment.triggers == ("T1",)


def test_an_observation_ward_needs_approval_under_the_2025_plan_only() -> None:
    kept = an_outpatient_request(kind=AuthorizationType.OBSERVATION_WARD, encounter=EncounterType.EMERGENCY)
    in_the_room = an_outpatient_request(room_class=RoomClass.OBSERVATION)

    assert judged(STD, request=kept).triggers == ("T1",)
    assert judged(STD, request=in_the_room).triggers == ("T1",)
    assert judged("GYX-2021-CZ", request=kept).required is False


def test_outpatient_surgery_needs_approval_under_the_2025_plan_only() -> None:
    request = an_outpatient_request(item("SURGERY", 2000), kind=AuthorizationType.OUTPATIENT_SURGERY)

    assert judged(STD, request=request).triggers == ("T1", "T8")
    assert judged("GYX-2021-CZ", request=request).required is False


@pytest.mark.parametrize("treatment", SpecialTreatment)
def test_each_special_treatment_needs_approval_by_what_it_is(treatment: SpecialTreatment) -> None:
    assessment = outpatient(special_treatments=(treatment,))

    assert assessment.triggers == ("T2",)
    assert "PA-WARN" not in codes(assessment)


@pytest.mark.parametrize("procedure", ["99.25", "92.29", "99.28", "39.95", "54.98"])
def test_a_special_treatment_is_known_by_its_procedure_code(procedure: str) -> None:
    assert outpatient(procedures=coded(procedure)).triggers == ("T2",)


def test_dialysis_said_by_the_kind_needs_approval() -> None:
    assert outpatient(kind=AuthorizationType.DIALYSIS).triggers == ("T2",)


def test_general_anaesthesia_inside_a_stay_adds_no_trigger() -> None:
    request = a_request(special_treatments=(SpecialTreatment.GENERAL_ANAESTHESIA,))

    assert judged(STD, request=request).triggers == ("T1",)


@pytest.mark.parametrize(
    ("price", "triggers", "warned"),
    [("4999.99", (), False), ("5000.00", ("T3",), True), ("5000.01", ("T3",), False)],
)
def test_an_examination_needs_approval_from_5000_and_is_penalized_above(
    price: str, triggers: tuple[str, ...], warned: bool
) -> None:
    assessment = outpatient(item("EXAMINATION", price))

    assert assessment.triggers == triggers
    assert assessment.required is bool(triggers)
    assert ("PA-WARN" in codes(assessment, Weight.INFORMS)) is warned


def test_the_unit_price_counts_not_the_sum_of_several_examinations() -> None:
    assert outpatient(item("LAB", 9000, quantity=3)).required is False
    assert outpatient(item("LAB", 15000, quantity=3)).triggers == ("T3",)
    assert outpatient(item("LAB", 9000, quantity=3, unit_price=5000_00)).triggers == ("T3",)


def test_an_average_of_no_whole_fen_means_that_one_examination_costs_more() -> None:
    assert outpatient(item("LAB", "14999.99", quantity=3)).triggers == ("T3",)
    assert outpatient(item("LAB", "14999.97", quantity=3)).required is False


def test_a_consultation_of_5000_is_no_examination_or_treatment() -> None:
    assert outpatient(item("CONSULTATION", 5000)).required is False


@pytest.mark.parametrize(
    "name",
    ["头颅CT平扫", "mri 增强", "PET-CT", "核磁共振平扫", "脑血管造影术", "冠状动脉CTA", "无痛胃镜检查",
     "多导睡眠监测", "遗传病基因检测", "家系全外显子测序"],
)  # fmt: skip
def test_an_examination_on_the_list_is_large_by_its_name(name: str) -> None:
    assert outpatient(item("IMAGING", 900, description=name)).triggers == ("T3",)


def test_a_word_that_only_holds_a_listed_name_is_no_large_examination() -> None:
    assert outpatient(item("IMAGING", 900, description="OCT检查")).required is False


def test_a_large_examination_by_item_or_kind_needs_approval() -> None:
    assert outpatient(item("LARGE_EXAM", 800)).triggers == ("T3",)
    assert outpatient(kind=AuthorizationType.LARGE_EXAMINATION).triggers == ("T3",)


@pytest.mark.parametrize("code", ["DRUG", "INJECTION"])
@pytest.mark.parametrize(("price", "required"), [("3000.00", False), ("3000.01", True)])
def test_a_drug_or_injection_needs_approval_above_3000(code: str, price: str, required: bool) -> None:
    assessment = outpatient(item(code, price))

    assert assessment.required is required
    assert assessment.triggers == (("T4",) if required else ())


def test_a_drug_inside_a_stay_needs_no_approval_of_its_own() -> None:
    assert judged(STD, request=a_request(items=(item("DRUG", 9000),))).triggers == ("T1",)


def test_a_course_above_3000_of_doses_below_goes_to_a_person() -> None:
    assessment = outpatient(item("INJECTION", 4000, quantity=4))

    assert assessment.required is None
    assert assessment.triggers == ()


def test_durable_equipment_needs_approval_at_any_price() -> None:
    assert outpatient(item("DURABLE_EQUIPMENT", 90)).triggers == ("T5",)
    assert outpatient(kind=AuthorizationType.EQUIPMENT).triggers == ("T5",)


@pytest.mark.parametrize(("spent", "required"), [(29_500_00, False), (29_500_01, True)])
def test_cost_of_the_same_diagnosis_above_30000_needs_approval(spent: int, required: bool) -> None:
    assessment = judged(STD, request=an_outpatient_request(), spent_on_group=spent)

    assert assessment.required is required
    assert assessment.triggers == (("T6",) if required else ())


def test_a_listed_critical_illness_needs_approval_under_the_2025_plan() -> None:
    assert outpatient(diagnoses=coded("C91.0")).triggers == ("T7",)
    assert outpatient(diagnoses=coded("C92.0")).required is False


def test_without_a_list_of_critical_illnesses_a_person_says_whether_it_is_one() -> None:
    unlisted = a_policy(schedule=schedule(critical_illnesses=None))
    special = an_outpatient_request(kind=AuthorizationType.CRITICAL_ILLNESS)

    assert judged(STD, request=special, policy=unlisted).required is None
    assert judged(STD, request=an_outpatient_request(), policy=unlisted).required is False


def test_a_procedure_that_may_be_an_operation_goes_to_a_person() -> None:
    assert outpatient(procedures=coded("45.13")).required is None
    assert outpatient(procedures=coded("88.38")).required is False
    assert outpatient(procedures=coded("V9")).required is False


def test_tumour_treatment_of_an_unnamed_kind_goes_to_a_person() -> None:
    assert outpatient(kind=AuthorizationType.TUMOR_TREATMENT).required is None


@pytest.mark.parametrize("code", ["DENT-2021", "GYX-BJ-CZ"])
def test_a_plan_that_states_no_triggers_leaves_them_to_a_person(code: str) -> None:
    assessment = judged(code)

    assert assessment.required is None
    assert assessment.triggers == ()
