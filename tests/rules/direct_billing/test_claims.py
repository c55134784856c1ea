"""The claim that a hospital's bill makes, and its price in short."""

from datetime import date
from typing import Any

import pytest

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Accumulators, Approval, Claim, ClaimLine, Encounter, Invoice
from rules.catalogue.benefits import ClaimChannel
from rules.direct_billing.claims import claim_of, price_of
from rules.direct_billing.values import BillInvoice, LineRuling
from rules.items import ItemCode
from rules.preauthorization.values import Coded
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType
from tests.rules.adjudication.builders import plan, policy
from tests.rules.direct_billing.desk import CLINIC, STATED, TODAY, bill, line, visit

STATES: dict[str, Any] = {**STATED}
POLICY = policy(**STATES)


def claim(*, authorized: bool = False) -> Claim:
    """A visit with two charges, one of which a person excluded."""
    sent = bill(
        line("1", 500_00, ItemCode.CONSULTATION, doctor_level="CHIEF_PHYSICIAN"),
        line("2", 90_00, quantity=3, unit_price=30_00, invoice="0312345678"),
        invoices=(BillInvoice(code="31060126", number="0312345678", total=90_00),),
        procedures=(Coded(code="99.2", name="注射"),),
        surgery_on=date(2026, 6, 9),
    )
    rulings = (
        LineRuling(line_id="2", digest="", ruled_by="staff:ma", finding=ReasonCode.EXCLUDED_TCM),
        LineRuling(line_id="9", digest="", ruled_by="staff:ma", finding=ReasonCode.DUPLICATE_BILL),
    )
    return claim_of(sent, visit(appointment=True), CLINIC, rulings, authorized=authorized)


def test_a_bill_becomes_a_claim_with_what_people_ruled_on_its_charges() -> None:
    assert claim() == Claim(
        channel=ClaimChannel.DIRECT_BILLING,
        provider=CLINIC,
        encounter=Encounter(
            type=EncounterType.OUTPATIENT,
            on=TODAY,
            surgery_on=date(2026, 6, 9),
            diagnoses=("J18.9",),
            procedures=("99.2",),
            emergency=False,
        ),
        lines=(
            ClaimLine(item=ItemCode.CONSULTATION, amount=500_00, doctor_level="CHIEF_PHYSICIAN"),
            ClaimLine(
                item=ItemCode.DRUG,
                amount=90_00,
                invoice="0312345678",
                quantity=3,
                unit_price=30_00,
                finding=ReasonCode.EXCLUDED_TCM,
            ),
        ),
        invoices=(Invoice(code="31060126", number="0312345678"),),
        approval=Approval.NONE,
        appointment_booked=True,
        allowed=(ReasonCode.CARD_SUSPENDED,),
    )


@pytest.mark.parametrize(("authorized", "approval"), [(True, Approval.APPROVED), (False, Approval.NONE)])
def test_a_letter_behind_the_visit_is_an_approval(authorized: bool, approval: Approval) -> None:
    assert claim(authorized=authorized).approval is approval


@pytest.mark.parametrize("encounter", [EncounterType.EMERGENCY, EncounterType.INPATIENT])
def test_an_emergency_is_told_as_one(encounter: EncounterType) -> None:
    made = claim_of(bill(line("1", 1_00)), visit(encounter=encounter), CLINIC, (), authorized=True)

    assert made.encounter.type is encounter
    assert made.encounter.emergency is (encounter is EncounterType.EMERGENCY)
    assert made.lines[0].invoice is None and made.lines[0].doctor_level is None


def test_a_price_is_the_result_in_short() -> None:
    sent = bill(line("1", 1_000_00), line("2", 100_00, ItemCode.TCM))
    priced = claim_of(sent, visit(), CLINIC, (), authorized=False)
    before = Accumulators(counted_visits=8)
    result = adjudicate(plan("GYX-2025-STD"), POLICY, before, priced)

    price = price_of(result, 7)

    assert (price.figures.billed, price.figures.excluded, price.figures.payable) == (1_100_00, 100_00, 800_00)
    assert (price.figures.copay, price.figures.member) == (200_00, 300_00)
    assert (price.outcome, price.reasons, price.to_confirm) == (
        result.outcome,
        result.reasons,
        result.to_confirm,
    )
    assert set(price.reasons) == {ReasonCode.COPAY, ReasonCode.EXCLUDED_TCM}
    assert price.to_confirm
    assert (price.visit_number, price.year_version) == (9, 7)


def test_a_stay_has_no_number_among_the_visits() -> None:
    stay = visit(encounter=EncounterType.INPATIENT)
    priced = claim_of(bill(line("1", 1_000_00, ItemCode.BED)), stay, CLINIC, (), authorized=True)
    before = Accumulators(counted_visits=3)

    assert price_of(adjudicate(plan("GYX-2025-STD"), POLICY, before, priced), 0).visit_number is None
