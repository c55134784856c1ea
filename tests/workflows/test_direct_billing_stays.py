"""Stays on the running stack: guarantee, admission, interim bills, discharge lane, final bill, correction."""

from datetime import timedelta

import pytest

from rules.deadlines import ClockKind
from rules.direct_billing.values import BillKind, Mismatch, Stage
from rules.items import ItemCode
from rules.preauthorization.values import Stage as LetterStage
from rules.roles import Role
from rules.vocabulary import EncounterType, LetterStatus
from tests.money.treasury import Treasury
from tests.workflows.clinic import DIRECT, Clinic
from tests.workflows.desks import Visits, desk_of, line, staff
from tests.workflows.length import assert_short
from tests.workflows.stays import (
    ADJUSTER,
    ADMITTED_ON,
    BED,
    CHILD,
    DRUGS,
    LEFT_ON,
    PNEUMONIA,
    SUPERVISOR,
    admitted,
    decide,
    paid,
)
from workflows.messages import CoSign, Withdraw
from workflows.messages_direct_billing import AuthorizeDischarge, LineEntry, RuleLines


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    return Visits(clinic)


def test_a_stay_goes_from_the_letter_to_the_end_of_its_correction_window(visits: Visits) -> None:
    letter, number = admitted(visits)
    assert visits.look(number).reserved == visits.clinic.held_for(number) == 18_000_00
    visits.clinic.wait_until(
        lambda: visits.clinic.look(letter).clock(ClockKind.BILL_WAIT) is not None, "the letter to hear of it"
    )

    visits.send(number, BED, DRUGS, line("3", 900_00, ItemCode.LAB), diagnoses=PNEUMONIA)
    first = visits.look(number)
    assert first.stage is Stage.INTERIM_BILLED
    assert first.unruled == ("3",)
    visits.act(number, ADJUSTER, RuleLines(lines=(LineEntry(line_id="3"),), reason="与授权的手术有关"))
    assert visits.look(number).unruled == ()

    more = line("2", 6_500_00, ItemCode.DRUG)
    visits.send(number, BED, more, line("3", 900_00, ItemCode.LAB), diagnoses=PNEUMONIA)
    second = visits.look(number)
    assert second.bill is not None
    assert (second.bill.changed, second.bill.unchanged) == (("2",), 2)
    assert second.unruled == ()

    lines = (BED, more, line("3", 950_00, ItemCode.LAB))
    left_on = ADMITTED_ON + timedelta(days=5)
    visits.send(number, *lines, diagnoses=PNEUMONIA, discharged_on=left_on)
    waiting = visits.look(number)
    assert waiting.stage is Stage.DISCHARGE_BILLED
    assert waiting.unruled == ("3",)
    assert waiting.clock(ClockKind.DISCHARGE_AUTHORIZATION) is not None
    visits.act(number, ADJUSTER, RuleLines(lines=(LineEntry(line_id="3"),), reason="同前"))
    visits.act(number, ADJUSTER, AuthorizeDischarge(reason="与担保函相符"))
    given = visits.look(number)
    assert given.stage is Stage.DISCHARGE_AUTHORIZED
    assert given.discharge is not None
    assert (given.discharge.payable, given.discharge.family) == (15_450_00, 0)

    visits.send(number, *lines, diagnoses=PNEUMONIA, discharged_on=left_on, final=True)
    final = visits.look(number)
    assert (final.stage, final.bills[-1].kind) == (Stage.FINAL_BILLED, BillKind.FINAL)
    decide(visits, number)
    visits.sign_payment(number)
    paid = visits.until(number, Stage.HOSPITAL_PAID)
    assert paid.paid == 15_450_00
    visits.clinic.wait_until(
        lambda: visits.clinic.row(letter).stage == LetterStage.CORRECTABLE, "the letter to be settled"
    )
    visits.clinic.wait_until(lambda: visits.clinic.all_sent(letter, "LT-GOP-FIN"), "its final version")
    promise = visits.clinic.look(letter).guarantee
    assert promise
    assert (promise.current.change, promise.current.ceiling) == ("FINAL", 15_450_00)
    assert promise.current.approved_days == 5
    visits.clinic.wait_until(lambda: visits.clinic.held_for(number) == 0, "the reserve to be free")

    corrected = (BED, line("2", 6_900_00, ItemCode.DRUG), line("3", 950_00, ItemCode.LAB))
    visits.send(number, *corrected, diagnoses=PNEUMONIA, discharged_on=left_on)
    assert visits.look(number).bills[-1].kind is BillKind.CORRECTION
    decide(visits, number, who=staff(Role.ADJUSTER, "second"))
    visits.sign_payment(number)
    again = visits.until(number, Stage.HOSPITAL_PAID)
    assert again.paid == 15_850_00
    visits.clinic.wait_until(lambda: _final_versions(visits, letter) == 2, "its corrected final version")
    corrected_promise = visits.clinic.look(letter).guarantee
    assert corrected_promise
    assert (corrected_promise.number[-2:], corrected_promise.current.ceiling) == ("V3", 15_850_00)

    window = again.clock(ClockKind.CORRECTION_WINDOW)
    assert window is not None
    visits.clinic.skip_to(number, window.due_at)
    visits.until(number, Stage.CLOSED)
    visits.clinic.wait_until(
        lambda: visits.clinic.row(letter).stage == LetterStage.CONSUMED, "the letter to be used"
    )
    assert_short(visits.clinic, number, runs=2)


def _final_versions(visits: Visits, letter: str) -> int:
    """How many final versions of the letter have left."""
    finals = [each for each in visits.clinic.letters(letter) if each.code == "LT-GOP-FIN"]
    return sum(1 for each in finals if each.status == LetterStatus.SENT)


def test_an_admission_without_a_valid_letter_is_turned_away(visits: Visits) -> None:
    number = visits.open(child=CHILD, encounter=EncounterType.INPATIENT)

    assert visits.look(number).stage is Stage.NOT_ELIGIBLE


def test_a_discharge_above_authority_waits_for_a_second_person(visits: Visits) -> None:
    letter, number = admitted(visits)
    above = line("2", 22_000_00, ItemCode.DRUG)
    visits.send(number, BED, above, diagnoses=PNEUMONIA, discharged_on=ADMITTED_ON + timedelta(days=6))
    case = visits.look(number)
    assert {finding.code for finding in case.findings} >= {
        Mismatch.ABOVE_CEILING,
        Mismatch.ABOVE_ITEM,
        Mismatch.TOO_MANY_DAYS,
    }

    visits.act(number, ADJUSTER, AuthorizeDischarge(reason="病情加重，已核实"))
    assert visits.look(number).stage is Stage.DISCHARGE_BILLED
    visits.act(number, SUPERVISOR, CoSign())
    assert visits.look(number).stage is Stage.DISCHARGE_AUTHORIZED

    assert visits.clinic.look(letter).clock(ClockKind.GUARANTEE_EXPIRY) is None
    visits.act(number, desk_of(DIRECT), Withdraw(reason="家长改为自费"))
    visits.clinic.wait_until(
        lambda: visits.clinic.look(letter).clock(ClockKind.GUARANTEE_EXPIRY) is not None,
        "the letter to hear that its stay was taken back",
    )
    visits.clinic.act(letter, desk_of(DIRECT), Withdraw(reason="家长改为自费"))


@pytest.mark.long
def test_a_hospital_that_was_paid_too_much_pays_back_before_the_stay_ends(visits: Visits) -> None:
    before = paid(visits)
    number = before.case_number

    less = line("2", 3_000_00, ItemCode.DRUG)
    visits.send(number, BED, less, diagnoses=PNEUMONIA, discharged_on=LEFT_ON)
    decide(visits, number, who=staff(Role.ADJUSTER, "second"))
    case = visits.until(number, Stage.HOSPITAL_PAID)
    assert case.overpayment is not None
    assert (case.overpayment.paid, case.overpayment.open) == (before.paid, True)

    visits.act(number, SUPERVISOR, CoSign())
    visits.clinic.wait_until(lambda: "LT-OVP" in visits.codes(number), "the hospital to be told")
    told = visits.look(number).overpayment
    assert told is not None
    treasury = Treasury(
        visits.clinic.settings, visits.clinic.loop, visits.clinic.client, visits.clinic.engine
    )
    treasury.pay_in(told.amount, told.reference)
    treasury.look()
    visits.clinic.wait_until(lambda: not visits.look(number).overpayment_open, "the money to be heard of")

    window = visits.look(number).clock(ClockKind.CORRECTION_WINDOW)
    assert window is not None
    visits.clinic.skip_to(number, window.due_at)
    visits.until(number, Stage.CLOSED)
    visits.clinic.wait_until(lambda: visits.written(number), "all letters")
