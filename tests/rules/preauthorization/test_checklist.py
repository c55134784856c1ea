"""Documents that a request needs in its situation (domain 7.4, A-13, A-40)."""

from datetime import date, timedelta

import pytest

from rules.preauthorization.values import TreatmentRequest
from rules.vocabulary import AuthorizationType, DocumentKind, EncounterType, Process
from tests.rules.preauthorization.requests import (
    PLANNED_ON,
    a_policy,
    a_request,
    an_outpatient_request,
    item,
    judged,
    moment,
    plan,
)

STD = "GYX-2025-STD"
ALWAYS = (
    DocumentKind.PREAUTH_FORM,
    DocumentKind.MEDICAL_RECORD,
    DocumentKind.EXAMINATION_REPORT,
    DocumentKind.COST_ESTIMATE,
    DocumentKind.CHILD_IDENTITY,
    DocumentKind.E_CARD,
    DocumentKind.GUARDIAN_IDENTITY,
    DocumentKind.CONSENT,
)


def asked(request: TreatmentRequest) -> set[DocumentKind]:
    """What is asked for beyond what every request needs."""
    return set(judged(STD, request=request).required_documents) - set(ALWAYS)


@pytest.mark.parametrize("code", [STD, "GYX-2021-CZ"])
def test_every_request_needs_the_papers_of_the_checklist_once(code: str) -> None:
    documents = judged(code).required_documents

    assert set(ALWAYS) <= set(documents)
    assert len(documents) == len(set(documents))
    assert documents[0] is DocumentKind.PREAUTH_FORM


def test_a_stay_needs_an_admission_notice_and_a_visit_a_treatment_plan() -> None:
    assert asked(a_request()) == {DocumentKind.ADMISSION_NOTICE}
    assert asked(an_outpatient_request(item("LAB", 6000))) == {DocumentKind.TREATMENT_PLAN}


def test_a_treatment_plan_at_hand_does_for_the_admission_notice() -> None:
    documents = judged(STD, documents=(DocumentKind.TREATMENT_PLAN,)).required_documents

    assert DocumentKind.TREATMENT_PLAN in documents
    assert DocumentKind.ADMISSION_NOTICE not in documents


def test_a_dear_drug_needs_a_prescription_and_one_of_a_stay_does_not() -> None:
    dear, cheap = an_outpatient_request(item("DRUG", "3000.01")), an_outpatient_request(item("DRUG", 3000))

    assert DocumentKind.PRESCRIPTION in asked(dear)
    assert DocumentKind.PRESCRIPTION not in asked(cheap)
    assert DocumentKind.PRESCRIPTION not in asked(a_request(items=(item("DRUG", 9000),)))
    assert DocumentKind.PRESCRIPTION in asked(an_outpatient_request(kind=AuthorizationType.DRUG))


def test_equipment_needs_prescription_and_quotation() -> None:
    nebuliser = an_outpatient_request(item("DURABLE_EQUIPMENT", 900))

    assert asked(nebuliser) == {
        DocumentKind.PRESCRIPTION,
        DocumentKind.QUOTATION,
        DocumentKind.TREATMENT_PLAN,
    }


def test_an_emergency_told_in_time_brings_the_triage_record_instead_of_an_admission_notice() -> None:
    assert asked(a_request(emergency=True)) == {DocumentKind.TRIAGE_RECORD}


def test_an_emergency_told_too_late_needs_both() -> None:
    admitted_at = moment("2026-06-15", "02:00")
    request = a_request(emergency=True, admitted_at=admitted_at)

    late = judged(STD, request=request, received_at=admitted_at + timedelta(hours=49))

    assert {DocumentKind.TRIAGE_RECORD, DocumentKind.ADMISSION_NOTICE} <= set(late.required_documents)


@pytest.mark.parametrize(
    ("born_on", "adult"), [(date(2008, 6, 15), True), (date(2008, 6, 16), False), (date(2007, 7, 1), True)]
)
def test_a_guardian_stands_for_the_child_until_the_eighteenth_birthday(born_on: date, adult: bool) -> None:
    documents = judged(STD, policy=a_policy(member_born_on=born_on)).required_documents

    assert date(2026, 6, 15) == PLANNED_ON
    assert (DocumentKind.GUARDIAN_IDENTITY not in documents) is adult


@pytest.mark.parametrize("code", ["DENT-2021", "DENTAL-OPT-2025"])
def test_a_dentist_is_asked_for_record_film_plan_and_estimate(code: str) -> None:
    request = an_outpatient_request(item("FILLING", 600), encounter=EncounterType.DENTAL)

    documents = plan(code).checklist(Process.PREAUTHORIZATION)

    assert {requirement.kind for requirement in documents} == {*ALWAYS, DocumentKind.TREATMENT_PLAN}
    assert DocumentKind.ADMISSION_NOTICE not in judged(code, request=request).required_documents
