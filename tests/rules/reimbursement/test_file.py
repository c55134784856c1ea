"""What a claim's file needs, what a bill tells by itself, and what paying late costs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.adjudication.claim import Claim, InvoiceState
from rules.catalogue.benefits import ClaimChannel
from rules.items import ItemCode
from rules.reimbursement.bills import bill_state
from rules.reimbursement.checklist import (
    ClaimSituation,
    is_small,
    originals_required,
    required_documents,
)
from rules.reimbursement.lateness import owed_for_lateness
from rules.vocabulary import DocumentKind, EncounterType, Ownership
from tests.stores.claims import a_claim, a_provider, catalogue

PLAN = next(plan for plan in catalogue().versions if plan.code == "GYX-2025-STD")
CHILD = ClaimSituation(age=6)


def paid_by_the_family(*amounts: int, **changes: object) -> Claim:
    """A visit to a public hospital."""
    return a_claim(
        *amounts,
        channel=ClaimChannel.REIMBURSEMENT,
        provider=a_provider(ownership=Ownership.PUBLIC, in_network=False, grade=3),
        **changes,
    )


def test_a_minor_shows_birth_certificate_and_guardian_an_adult_does_not() -> None:
    claim = paid_by_the_family(100_00)
    minors = {DocumentKind.BIRTH_CERTIFICATE, DocumentKind.GUARDIAN_IDENTITY}

    assert minors <= set(required_documents(PLAN, claim, replace(CHILD, age=17)))
    assert minors.isdisjoint(required_documents(PLAN, claim, replace(CHILD, age=18)))


def test_what_an_earlier_case_holds_for_good_is_not_asked_for_again() -> None:
    known = replace(CHILD, held_before=frozenset({DocumentKind.BIRTH_CERTIFICATE, DocumentKind.CLAIM_FORM}))
    asked = required_documents(PLAN, paid_by_the_family(100_00), known)

    assert DocumentKind.BIRTH_CERTIFICATE not in asked
    assert DocumentKind.CLAIM_FORM in asked


@pytest.mark.parametrize(
    ("kind", "claim", "situation"),
    [
        (DocumentKind.SURGERY_RECORD, {"item": ItemCode.SURGERY}, CHILD),
        (DocumentKind.SETTLEMENT_STATEMENT, {"public_insurance_paid": 1}, CHILD),
        (DocumentKind.ACCIDENT_STATEMENT, {"diagnoses": ("S52.5",)}, CHILD),
        (DocumentKind.ACCIDENT_STATEMENT, {}, replace(CHILD, accident=True)),
        (DocumentKind.GUARDIANSHIP_PROOF, {}, replace(CHILD, guardian_is_parent=False)),
        (
            DocumentKind.DISCHARGE_SUMMARY,
            {"type": EncounterType.INPATIENT},
            replace(CHILD, discharged=True),
        ),
    ],
)
def test_a_paper_is_asked_for_only_where_it_tells_something(
    kind: DocumentKind, claim: dict[str, object], situation: ClaimSituation
) -> None:
    assert kind in required_documents(PLAN, paid_by_the_family(100_00, **claim), situation)
    assert kind not in required_documents(PLAN, paid_by_the_family(100_00), CHILD)


def test_only_paper_of_a_public_stay_comes_by_courier() -> None:
    stay = paid_by_the_family(100_00, type=EncounterType.INPATIENT)
    private = replace(stay, provider=a_provider())

    assert originals_required(PLAN, stay, on_paper=True)
    assert not originals_required(PLAN, stay, on_paper=False)
    assert not originals_required(PLAN, private, on_paper=True)
    assert not originals_required(PLAN, paid_by_the_family(100_00), on_paper=True)


def test_a_claim_is_small_up_to_three_thousand_yuan() -> None:
    assert is_small(paid_by_the_family(1_000_00, 2_000_00))
    assert not is_small(paid_by_the_family(1_000_00, 2_000_01))


@pytest.mark.parametrize(
    ("code", "number", "check_code", "total", "state"),
    [
        ("31060126", "0000350001", "a1b2c3", 100, InvoiceState.VERIFIED),
        ("31060126", "0000350001", "", 100, InvoiceState.UNVERIFIED),
        ("31060126", "0000350001", "a1b2c3", 99, InvoiceState.UNVERIFIED),
        ("", "26312000000000003600", "", 100, InvoiceState.VERIFIED),
        ("", "2631200000000000360", "", 100, InvoiceState.UNVERIFIED),
    ],
)
def test_a_bill_has_the_form_of_its_kind_and_adds_up(
    code: str, number: str, check_code: str, total: int, state: InvoiceState
) -> None:
    assert bill_state(code=code, number=number, check_code=check_code, total=total, charged=100) is state


def test_interest_begins_with_the_first_day_after_the_laws_last_one() -> None:
    line = datetime(2026, 10, 5, 16, 0, tzinfo=UTC)
    """Midnight in Shanghai: the fifth of October was the last day."""

    assert owed_for_lateness(20_000_00, line, line - timedelta(minutes=1)) is None
    late = owed_for_lateness(20_000_00, line, line + timedelta(hours=1))
    assert late is not None
    assert (late.days, late.amount) == (1, 164)
    assert owed_for_lateness(20_000_00, None, line) is None


@pytest.mark.parametrize(
    ("diagnosis", "asked"),
    [("C91.0", True), ("D18.0", True), ("D48.9", True), ("D50.9", False), ("J18.9", False)],
)
def test_pathology_is_asked_for_where_the_diagnosis_is_a_tumour(diagnosis: str, asked: bool) -> None:
    claim = paid_by_the_family(100_00, diagnoses=(diagnosis,), type=EncounterType.INPATIENT)

    assert (DocumentKind.PATHOLOGY_REPORT in required_documents(PLAN, claim, CHILD)) is asked
