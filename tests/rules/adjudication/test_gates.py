"""Gates: the first one decides, all are recorded, and what is ambiguous is referred (domain 3.3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.adjudication.claim import Accumulators, Approval
from rules.adjudication.result import Outcome, Verdict
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import CardStatus, Department, EncounterType, Ownership, Purchase
from tests.rules.adjudication.builders import (
    A_DAY,
    CLINIC,
    FIRST_DAY,
    LAST_DAY,
    NETWORK,
    OUTSIDE,
    PUBLIC,
    claim,
    codes,
    line,
    open_2025,
    plan,
    policy,
    price,
    reimbursement,
    stay,
)


def test_every_gate_that_stops_a_claim_is_recorded_and_the_first_one_decides() -> None:
    result = price(
        claim(500_00, provider=OUTSIDE, on=date(2026, 2, 1)),
        before=Accumulators(card=CardStatus.SUSPENDED),
    )

    assert [reason.value for reason in result.reasons] == ["CARD-SUSP", "NOT-INFORCE", "OON"]
    assert result.outcome is Outcome.REFUSE
    assert [step.rule for step in result.trace if step.verdict is Verdict.REFUSE] == [
        "card_status",
        "policy_in_force",
        "channel",
    ]


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2026, 2, 28), Outcome.REFUSE),
        (FIRST_DAY, Outcome.PAY),
        (LAST_DAY, Outcome.PAY),
        (date(2027, 3, 1), Outcome.REFUSE),
    ],
)
def test_both_days_of_the_period_are_covered(on: date, outcome: Outcome) -> None:
    assert price(claim(500_00, on=on)).outcome is outcome


@pytest.mark.parametrize(("grade", "outcome"), [(1, "REFUSE"), (2, "PAY"), (3, "PAY"), (None, "REFER")])
def test_a_public_hospital_must_be_of_level_two_and_is_referred_when_that_is_unknown(
    grade: int | None, outcome: str
) -> None:
    assert price(reimbursement(500_00, provider=replace(PUBLIC, grade=grade))).outcome == outcome


@pytest.mark.parametrize(
    ("day", "surgery_on", "outcome"),
    [
        (date(2026, 6, 28), None, "REFUSE"),
        (date(2026, 6, 29), None, "PAY"),
        (date(2026, 6, 20), date(2026, 6, 28), "REFUSE"),
        (date(2026, 6, 20), date(2026, 6, 29), "PAY"),
    ],
)
def test_surgery_waits_for_120_days_by_the_date_of_surgery(
    day: date, surgery_on: date | None, outcome: str
) -> None:
    hernia = stay(line(20_000_00, ItemCode.SURGERY), on=day, surgery_on=surgery_on, diagnoses=("K40.9",))

    assert price(hernia, under=plan("GYX-2021-YX")).outcome == outcome


@pytest.mark.parametrize(
    ("purchase", "outcome"),
    [("FIRST", "REFUSE"), ("NON_CONTINUOUS", "REFUSE"), ("CONTINUOUS_RENEWAL", "PAY")],
)
def test_only_a_renewal_without_a_gap_does_not_wait(purchase: str, outcome: str) -> None:
    tonsils = stay(line(20_000_00, ItemCode.SURGERY), on=date(2026, 4, 15), diagnoses=("J35.0",))
    held = policy(Purchase(purchase), inpatient_limit="100000.00")

    assert price(tonsils, held=held, under=plan("GYX-2021-YX")).outcome == outcome


def test_other_surgery_of_a_child_with_a_listed_condition_goes_to_a_person() -> None:
    appendix = stay(
        line(20_000_00, ItemCode.SURGERY),
        on=date(2026, 4, 15),
        diagnoses=("K35.8", "J35.0"),
        procedures=("47.0",),
    )

    result = price(appendix, under=plan("GYX-2021-YX"))

    assert (result.outcome, codes(result)) == (Outcome.REFER, {"WAIT-120"})


@pytest.mark.parametrize(("day", "outcome"), [(30, "REFER"), (31, "PAY")])
def test_a_disease_admission_in_the_first_thirty_days_is_referred_and_never_refused(
    day: int, outcome: str
) -> None:
    result = price(stay(20_000_00, on=date(2026, 3, day)))

    assert result.outcome == outcome


def test_the_30_days_do_not_touch_special_outpatient_care() -> None:
    held = policy(inpatient_limit="100000.00", critical_illnesses=["C91"])
    leukemia = claim(
        20_000_00, kind=EncounterType.SPECIAL_OUTPATIENT, on=date(2026, 3, 5), diagnoses=("C91.0",)
    )

    assert price(leukemia, held=held).outcome is Outcome.PAY


def test_public_vip_outpatient_care_is_referred_and_vip_stays_are_covered() -> None:
    vip = replace(PUBLIC, department=Department.VIP)

    assert price(reimbursement(500_00, provider=vip)).outcome is Outcome.REFER
    in_vip = reimbursement(20_000_00, provider=vip, kind=EncounterType.INPATIENT, approval=Approval.APPROVED)
    assert price(in_vip).outcome is Outcome.PAY


def test_a_suspended_card_stops_direct_billing_but_neither_reimbursement_nor_an_approved_stay() -> None:
    before = Accumulators(card=CardStatus.SUSPENDED)

    assert codes(price(claim(500_00), before=before)) == {"CARD-SUSP"}
    assert price(reimbursement(500_00), before=before).outcome is Outcome.PAY
    assert price(stay(20_000_00), before=before).outcome is Outcome.PAY
    assert codes(price(stay(20_000_00, approval=Approval.NONE), before=before)) == {"CARD-SUSP"}


def test_an_emergency_outside_the_network_is_referred_with_the_number_it_would_get() -> None:
    febrile = claim(2_400_00, kind=EncounterType.EMERGENCY, provider=OUTSIDE, emergency=True)

    result = price(febrile, before=Accumulators(counted_visits=3))

    assert (result.outcome, codes(result)) == (Outcome.REFER, {"OON-EMERG"})
    assert (result.insurer, result.visits[0].number) == (2_400_00, 4)
    assert result.after.counted_visits == 3


@pytest.mark.parametrize("code", ["GYX-2021-XHX", "GYX-BJ-CZ", "DENTAL-OPT-2025", "VISION-OPT-2025"])
def test_a_product_without_terms_is_never_priced_by_rules(code: str) -> None:
    result = price(claim(500_00), under=plan(code))

    assert (result.outcome, codes(result), result.priced) == (Outcome.REFER, {"NEEDS_PLAN"}, False)
    assert result.amounts.payable == 0


def test_an_encounter_that_the_plan_says_nothing_about_goes_to_a_person() -> None:
    result = price(claim(500_00, provider=CLINIC), under=plan("DENT-2021"))

    assert (result.outcome, codes(result)) == (Outcome.REFER, {"NEEDS_PLAN"})


def test_dental_care_under_a_2021_medical_plan_is_excluded() -> None:
    filling = claim(line(500_00, ItemCode.FILLING), kind=EncounterType.DENTAL, provider=CLINIC)

    assert codes(price(filling)) == {"EXC-DENTAL"}


def test_dental_care_under_a_2025_plan_without_the_option_goes_to_a_person() -> None:
    filling = claim(line(500_00, ItemCode.FILLING), kind=EncounterType.DENTAL, provider=CLINIC)

    result = price(filling, under=plan("GYX-2025-STD"), held=open_2025())

    assert (result.outcome, codes(result)) == (Outcome.REFER, {"NEEDS_PLAN"})


def test_a_vaccine_in_an_outpatient_visit_of_a_2025_plan_goes_to_a_person() -> None:
    visit = claim(line(500_00, ItemCode.VACCINE), 100_00)

    result = price(visit, under=plan("GYX-2025-STD"), held=open_2025())

    assert (result.outcome, codes(result)) == (Outcome.REFER, {"NEEDS_PLAN"})


def test_the_wording_of_a_network_hospital_group_is_found_in_its_name_when_no_group_is_given() -> None:
    by_name = replace(NETWORK, name="广州和睦家医院")

    assert price(claim(1_000_00, provider=by_name)).amounts.copay == 300_00


def test_a_public_dental_clinic_is_outside_the_network_of_the_dental_plan() -> None:
    public = replace(CLINIC, ownership=Ownership.PUBLIC)
    held = policy(waiting_days=0)
    cleaning = claim(line(60_00, ItemCode.CLEANING), kind=EncounterType.DENTAL, provider=public, on=A_DAY)

    assert codes(price(cleaning, under=plan("DENT-2021"), held=held)) == {"OON"}


@pytest.mark.parametrize("grade", [1, None])
def test_an_emergency_at_a_lower_or_unknown_grade_goes_to_a_person(grade: int | None) -> None:
    result = price(reimbursement(500_00, provider=replace(PUBLIC, grade=grade), emergency=True))

    assert (result.outcome, codes(result)) == (Outcome.REFER, {"OON-EMERG"})
    (step,) = [step for step in result.trace if step.rule == "hospital_level"]
    assert step.clause[-1] == "L-14"
    assert price(reimbursement(500_00, emergency=True)).outcome is Outcome.PAY


@pytest.mark.parametrize(("procedure", "outcome"), [("99.92", "REFER"), ("99.91", "PAY")])
def test_a_procedure_that_an_exclusion_may_mean_goes_to_a_person(procedure: str, outcome: str) -> None:
    assert price(claim(500_00, procedures=(procedure,))).outcome == outcome


def test_a_procedure_is_settled_by_lines_excluded_for_the_same_reason_alone() -> None:
    needles = line(300_00, ItemCode.TCM)

    assert price(claim(needles, 500_00, procedures=("99.92",))).outcome is Outcome.PAY
    assert codes(price(claim(needles, 500_00, procedures=("94.39",)))) == {"EXC-TCM", "EXC-MENTAL"}


def test_the_first_day_of_cover_is_the_first_day_of_waiting() -> None:
    held = open_2025(waiting_days=1)

    refused = price(claim(500_00, on=FIRST_DAY), under=plan("GYX-2025-STD"), held=held)
    assert (refused.outcome, codes(refused)) == (Outcome.REFUSE, {"WAIT-SCHEDULE"})
    after = claim(500_00, on=FIRST_DAY + timedelta(days=1))
    assert price(after, under=plan("GYX-2025-STD"), held=held).outcome is Outcome.PAY


@pytest.mark.parametrize(("settled", "outcome"), [(800_00, Outcome.REFER), (800_01, Outcome.PAY)])
def test_a_total_that_the_other_channel_settled_that_day_is_compared_by_a_person(
    settled: int, outcome: Outcome
) -> None:
    before = Accumulators(settled_bills=frozenset({settled}))

    result = price(reimbursement(500_00, 300_00), before=before)

    assert result.outcome is outcome
    assert ("DUP" in codes(result)) is (outcome is Outcome.REFER)


def test_a_person_may_find_that_two_bills_are_alike_by_chance() -> None:
    alike = reimbursement(800_00, allowed=(ReasonCode.DUPLICATE_BILL,))

    assert price(alike, before=Accumulators(settled_bills=frozenset({800_00}))).outcome is Outcome.PAY
