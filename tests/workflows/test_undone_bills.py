"""On the running stack: a decision on a hospital's bill is taken back before anything of it leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from temporalio.client import WorkflowUpdateFailedError

from models import LedgerEntry, Payment, Receivable
from rules.deadlines import ClockKind
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import Stage
from rules.items import ItemCode
from rules.preauthorization.values import Stage as LetterStage
from rules.roles import Actor, Role
from rules.vocabulary import DocumentKind, LedgerEntryKind, LetterStatus
from tests.workflows.clinic import Clinic
from tests.workflows.desks import Visits, line, staff
from tests.workflows.owing import opened_at_a_public_hospital, opened_without_herbs
from tests.workflows.stays import (
    ADJUSTER,
    ADMITTED_ON,
    BED,
    DRUGS,
    PNEUMONIA,
    SUPERVISOR,
    admitted,
    decide,
)
from tests.workflows.test_direct_billing_visits import PAY, REFUSE
from tests.workflows.test_reimbursement_paths import refused_with
from workflows.case_engine import Refusal
from workflows.messages import CoSign, TakeBackDecision
from workflows.messages_direct_billing import AuthorizeDischarge

WINDOW = 3600
"""Longer than any machine is slow; a test that needs it over lets the time of the case pass."""
BILLED = 600_00
UNDO = TakeBackDecision()


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    return Visits(clinic)


def at_a_person(visits: Visits) -> str:
    """A bill of 600 yuan, of which the family owes 200; its record is missing, so a person decides."""
    number = opened_at_a_public_hospital(visits, undo_seconds=WINDOW)
    visits.send(number, line("1", BILLED), documents=(DocumentKind.SIGNED_BILL,))
    assert visits.look(number).stage is Stage.BILLED
    return number


def taken(visits: Visits, number: str) -> int:
    """Fen that the case has of the limits."""
    undone = aliased(LedgerEntry)
    with Session(visits.clinic.engine) as session:
        query = (
            select(func.coalesce(func.sum(LedgerEntry.amount), 0))
            .where(LedgerEntry.case_number == number, LedgerEntry.kind == LedgerEntryKind.CONSUME)
            .where(col(LedgerEntry.account_id).is_not(None))
            .where(~exists().where(col(undone.reverses_id) == LedgerEntry.id))
        )
        return int(session.scalar(query) or 0)


def booked(visits: Visits, number: str) -> tuple[list[int], list[int]]:
    """Amounts of the payments and of the receivables of a case."""
    with Session(visits.clinic.engine) as session:
        payments = session.exec(select(Payment.amount).where(Payment.case_number == number)).all()
        debts = session.exec(select(Receivable.amount).where(Receivable.case_number == number)).all()
        return list(payments), list(debts)


def codes(visits: Visits, number: str, status: LetterStatus) -> list[str]:
    return sorted(each.code for each in visits.clinic.letters(number) if each.status is status)


def let_window_pass(visits: Visits, number: str) -> None:
    visits.clinic.skip(number, timedelta(seconds=WINDOW))


def assert_open_again(case: DirectBillingCase, before: DirectBillingCase) -> None:
    assert (case.stage, case.decision, case.payment, case.copay) == (before.stage, None, None, None)
    assert case.judged and before.judged and not case.judged.posted
    assert case.judged.payable == before.judged.payable
    assert (case.concerns, case.reserved) == (before.concerns, before.reserved)
    assert {each.kind for each in case.clocks if each.open} == {
        each.kind for each in before.clocks if each.open
    }
    law, was = (each.clock(ClockKind.STATUTORY_DETERMINATION) for each in (case, before))
    assert law and was and law.due_at == was.due_at


def test_nothing_of_a_bill_leaves_before_its_window_is_over_and_then_all_of_it_once(visits: Visits) -> None:
    number = at_a_person(visits)
    before, reserved = visits.look(number), visits.clinic.held_for(number)
    visits.act(number, ADJUSTER, PAY)
    decided = visits.look(number)
    assert (decided.stage, decided.payment, decided.copay) == (Stage.ADJUDICATED, None, None)
    assert (booked(visits, number), taken(visits, number)) == (([], []), 400_00)

    visits.act(number, ADJUSTER, UNDO)

    assert_open_again(visits.look(number), before)
    assert (visits.clinic.held_for(number), taken(visits, number)) == (reserved, 0)
    visits.act(number, ADJUSTER, PAY)
    let_window_pass(visits, number)
    visits.sign_payment(number)
    assert booked(visits, number) == ([BILLED], [200_00])
    assert taken(visits, number) == 400_00
    case = visits.until(number, Stage.HOSPITAL_PAID)
    assert (case.paid, case.decisions[-1].ordinal, case.reserved) == (BILLED, 2, 0)
    with pytest.raises(WorkflowUpdateFailedError) as late:
        visits.act(number, ADJUSTER, UNDO)
    assert refused_with(late) == Refusal.NOT_NOW


def test_a_refusal_of_a_bill_is_taken_back_and_only_the_last_letter_leaves(visits: Visits) -> None:
    number = at_a_person(visits)
    before, reserved = visits.look(number), visits.clinic.held_for(number)
    visits.act(number, ADJUSTER, REFUSE)
    visits.act(number, SUPERVISOR, CoSign())
    assert visits.look(number).stage is Stage.REFUSED

    visits.act(number, SUPERVISOR, UNDO)

    case = visits.look(number)
    assert_open_again(case, before)
    assert case.proposal and not case.proposal.co_signed_by
    assert visits.clinic.held_for(number) == reserved
    visits.act(number, SUPERVISOR, CoSign())
    let_window_pass(visits, number)
    visits.clinic.wait_until(lambda: visits.look(number).stands_at is None, "the refusal to stand")
    assert visits.look(number).reserved == 0
    assert [each.code for each in visits.clinic.letters(number)] == ["LT-REF", "LT-REF"]
    visits.clinic.skip(visits.look(number).letters[-1].number, timedelta(seconds=WINDOW))
    visits.until(number, Stage.CLOSED)
    assert codes(visits, number, LetterStatus.SENT) == ["LT-REF"]
    assert codes(visits, number, LetterStatus.CANCELLED) == ["LT-REF"]
    first, second = visits.look(number).letters
    assert first.number != second.number


def test_somebody_else_does_not_take_a_decision_on_a_bill_back(visits: Visits) -> None:
    number = at_a_person(visits)
    visits.act(number, ADJUSTER, PAY)

    def refusal(who: Actor) -> str:
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            visits.act(number, who, UNDO)
        return refused_with(refused)

    assert refusal(staff(Role.ADJUSTER, "another")) == Refusal.FORBIDDEN
    visits.act(number, staff(Role.SUPERVISOR, "leading"), UNDO)
    assert visits.look(number).stage is Stage.BILLED


def test_a_letter_that_has_left_keeps_the_decision_on_a_bill(visits: Visits) -> None:
    """The case thinks that the window is open; the letter knows better."""
    number = opened_without_herbs(visits, undo_seconds=WINDOW)
    herbs = line("2", 120_00, ItemCode.TCM)
    visits.send(number, line("1", BILLED), herbs, documents=(DocumentKind.SIGNED_BILL,))
    decide(visits, number)
    (letter,) = visits.clinic.letters(number)
    visits.clinic.skip(letter.number, timedelta(seconds=WINDOW))
    visits.clinic.wait_until(lambda: codes(visits, number, LetterStatus.SENT) == ["LT-EOB"], "the letter")

    with pytest.raises(WorkflowUpdateFailedError) as late:
        visits.act(number, ADJUSTER, UNDO)

    assert refused_with(late) == Refusal.NOT_NOW
    assert (visits.look(number).stage, booked(visits, number)) == (Stage.ADJUDICATED, ([], []))
    let_window_pass(visits, number)
    visits.sign_payment(number)
    assert len(booked(visits, number)[0]) == 1


def test_the_letter_of_a_stay_ends_with_the_decision_that_stands(visits: Visits) -> None:
    letter, number = admitted(visits, undo_seconds=WINDOW)
    left_on = ADMITTED_ON + timedelta(days=5)
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=left_on)
    if visits.look(number).stage is Stage.DISCHARGE_BILLED:
        visits.act(number, ADJUSTER, AuthorizeDischarge(reason="与担保函相符"))
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=left_on, final=True)
    stay = visits.look(number)
    assert stay.stage is Stage.FINAL_BILLED
    reserved = visits.clinic.held_for(number)
    decide(visits, number)
    assert visits.look(number).stage is Stage.ADJUDICATED
    assert visits.clinic.look(letter).stage is LetterStage.GUARANTEED

    visits.act(number, ADJUSTER, UNDO)

    assert visits.look(number).stage is Stage.FINAL_BILLED
    assert (visits.clinic.held_for(number), visits.look(number).reserved) == (reserved, stay.reserved)
    decide(visits, number)
    assert visits.clinic.look(letter).stage is LetterStage.GUARANTEED
    let_window_pass(visits, number)
    visits.clinic.wait_until(
        lambda: visits.clinic.row(letter).stage == LetterStage.CORRECTABLE, "the letter to be settled"
    )
    visits.sign_payment(number)
    assert booked(visits, number)[0] == [14_000_00]
    finals = [each.number for each in visits.clinic.look(letter).letters if each.code == "LT-GOP-FIN"]
    assert len(finals) == 1
