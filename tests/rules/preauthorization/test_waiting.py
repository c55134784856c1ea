"""Waiting periods on the planned day (R-021 to R-024, A-03, A-47)."""

from datetime import date, timedelta
from typing import Any

import pytest

from rules.preauthorization.values import TreatmentRequest, Weight
from rules.vocabulary import AuthorizationType, Purchase
from tests.rules.preauthorization.requests import (
    a_policy,
    a_request,
    an_outpatient_request,
    coded,
    codes,
    found,
    item,
    judged,
    schedule,
)

EFFECTIVE_ON = date(2026, 3, 1)


def on_day(number: int) -> date:
    """The day of the policy with this number; the effective day is day 1."""
    return EFFECTIVE_ON + timedelta(days=number - 1)


def an_operation(**changes: Any) -> TreatmentRequest:
    """A tonsillectomy on day 120."""
    usual: dict[str, Any] = {
        "kind": AuthorizationType.SURGERY,
        "diagnoses": coded("J35.0"),
        "procedures": coded("28.2"),
        "planned_on": on_day(120),
        "items": (item("SURGERY", 11000), item("BED", 4500)),
    }
    return a_request(**usual | changes)


@pytest.mark.parametrize(("day", "weights"), [(120, [Weight.BLOCKS]), (121, [])])
def test_tonsil_surgery_waits_through_day_120(day: int, weights: list[Weight]) -> None:
    assessment = judged(request=an_operation(planned_on=on_day(day)))

    assert [finding.weight for finding in assessment.findings] == weights


def test_the_finding_says_from_which_day_the_surgery_is_covered() -> None:
    finding = found(judged(request=an_operation()), "WAIT-120")

    assert finding.detail == "2026-06-29"
    assert "R-024" in finding.clause


@pytest.mark.parametrize(
    ("diagnosis", "procedure"),
    [("J35.2", "28.6"), ("J03.9", "28.3"), ("H66.9", "20.01"), ("K40.9", "53.00"), ("K46.9", "53.9")],
)
def test_each_listed_condition_waits(diagnosis: str, procedure: str) -> None:
    request = an_operation(diagnoses=coded(diagnosis), procedures=coded(procedure))

    assert codes(judged(request=request), Weight.BLOCKS) == ["WAIT-120"]


def test_a_listed_procedure_waits_whatever_the_diagnosis() -> None:
    assert codes(judged(request=an_operation(diagnoses=coded("G47.3"))), Weight.BLOCKS) == ["WAIT-120"]


def test_surgery_without_a_code_waits_where_only_listed_conditions_are_named() -> None:
    uncoded = an_operation(procedures=())
    mixed = an_operation(procedures=(), diagnoses=coded("J35.0", "J32.0"))

    assert found(judged(request=uncoded), "WAIT-120").weight is Weight.BLOCKS
    assert found(judged(request=mixed), "WAIT-120").weight is Weight.REFERS


def test_other_surgery_of_a_listed_condition_goes_to_a_person() -> None:
    request = an_operation(diagnoses=coded("H66.9"), procedures=coded("19.4"))

    assert found(judged(request=request), "WAIT-120").weight is Weight.REFERS


def test_a_listed_condition_without_surgery_does_not_wait() -> None:
    otitis = a_request(diagnoses=coded("H66.9"), planned_on=on_day(60))

    assert judged(request=otitis).findings == ()


def test_other_surgery_does_not_wait() -> None:
    assert judged(request=an_operation(diagnoses=coded("K35.8"), procedures=coded("47.0"))).findings == ()


def test_surgery_after_an_accident_goes_to_a_person() -> None:
    torn = an_operation(diagnoses=coded("S31.1", "K40.9"), procedures=coded("53.0"))

    assert found(judged(request=torn), "WAIT-120").weight is Weight.REFERS


@pytest.mark.parametrize(
    ("purchase", "waits"),
    [(Purchase.FIRST, True), (Purchase.NON_CONTINUOUS, True), (Purchase.CONTINUOUS_RENEWAL, False)],
)
def test_only_a_renewal_without_a_gap_is_exempt(purchase: Purchase, waits: bool) -> None:
    assessment = judged(request=an_operation(planned_on=on_day(20)), policy=a_policy(purchase=purchase))

    assert set(codes(assessment)) == ({"WAIT-120", "AMBIG_WAIT30"} if waits else set())


@pytest.mark.parametrize(("day", "flagged"), [(30, True), (31, False)])
def test_a_disease_admission_in_the_first_30_days_is_judged_by_a_person(day: int, flagged: bool) -> None:
    assessment = judged(request=a_request(planned_on=on_day(day)))

    assert assessment.accepted
    assert codes(assessment, Weight.REFERS) == (["AMBIG_WAIT30"] if flagged else [])
    assert codes(assessment, Weight.BLOCKS) == []


def test_an_injury_or_an_outpatient_visit_in_the_first_30_days_is_not_flagged() -> None:
    injury = a_request(planned_on=on_day(5), diagnoses=coded("S52.5"))
    visit = an_outpatient_request(planned_on=on_day(5))

    assert judged(request=injury).findings == ()
    assert judged(request=visit).findings == ()


@pytest.mark.parametrize(("day", "waits"), [(30, True), (31, False)])
def test_waiting_days_of_the_schedule_hold_for_the_2025_plans(day: int, waits: bool) -> None:
    policy = a_policy(schedule=schedule(waiting_days=30))

    assessment = judged("GYX-2025-STD", request=a_request(planned_on=on_day(day)), policy=policy)

    assert codes(assessment, Weight.BLOCKS) == (["WAIT-SCHEDULE"] if waits else [])


def test_waiting_that_nobody_states_refers() -> None:
    unstated = a_policy(schedule=schedule(waiting_days=None))

    assessment = judged("GYX-2025-STD", policy=unstated)

    finding = found(assessment, "NEEDS_PLAN")
    assert (finding.weight, finding.detail) == (Weight.REFERS, "waiting_days")
