"""On the running stack: a decision is taken back before a letter of it leaves, and another one goes out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import TimeSkipper

from commands.lived.insured import Insured
from models import ClockInterval, Decision, Guarantee, GuaranteeVersion, LetterDelivery
from rules.cases import LetterState
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import Benefit, DeliveryState, GuaranteeStatus, GuaranteeVersionState, LetterStatus
from tests.workflows.cases import PLANNED_ON, actor
from tests.workflows.children import new_child
from tests.workflows.clinic import Clinic
from workflows.case_engine import Refusal
from workflows.messages import CoSign, Decide, TakeBackDecision

MAKER, SIGNER = actor(Role.ADJUSTER), actor(Role.SUPERVISOR)
CHILD = "M2025000001"
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)
REDIRECT = Decide(decision=DecisionInput(outcome=Outcome.REDIRECT, network_hospitals=("MEIHUA-FUER",)))
WINDOW = 3600
"""Longer than any machine is slow; a test that needs it over lets the time of the letters pass."""


def held(clinic: Clinic, child: Insured) -> int:
    return clinic.accounts_of(child.policy_id, PLANNED_ON).accounts[Benefit.INPATIENT].reserved


def let_window_pass(clinic: Clinic, number: str) -> None:
    """The letters that wait leave."""
    skipper = TimeSkipper(clinic.client)
    for letter in clinic.look(number).letters:
        if letter.state is not LetterState.CANCELLED:
            handle = clinic.client.get_workflow_handle(letter.number)
            clinic.loop.run(skipper.fast_forward(handle, timedelta(seconds=WINDOW)))


def refused(error: WorkflowUpdateFailedError) -> str:
    assert isinstance(error.cause, ApplicationError)
    return str(error.cause.type)


def test_a_decision_taken_back_leaves_nothing_behind_and_the_next_one_goes_out(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    number = clinic.open(member_id=child.member_id, policy_id=child.policy_id, undo_seconds=WINDOW)
    review = clinic.look(number)
    clinic.act(number, MAKER, APPROVE)
    promised = clinic.look(number)
    assert promised.stage is Stage.GUARANTEED
    assert held(clinic, child) > 0

    undo = uuid4().hex
    first = clinic.act(number, MAKER, TakeBackDecision(), act_id=undo)
    again = clinic.act(number, MAKER, TakeBackDecision(), version=first.version, act_id=undo)

    case, clock = clinic.look(number), clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert first == again
    assert (case.stage, case.decision, case.guarantee) == (Stage.IN_REVIEW, None, None)
    assert held(clinic, child) == 0
    assert clock and clock.due_at == first.due_at == review.clocks[-1].due_at
    assert_clock_adds_up(clinic, number)
    clinic.wait_until(lambda: cancelled(clinic, number) == 2, "the letters to be cancelled")
    assert [event.kind for event in clinic.events(number)].count("DECISION_TAKEN_BACK") == 1
    assert clinic.mails(number) == []

    clinic.act(number, MAKER, APPROVE)
    let_window_pass(clinic, number)
    clinic.wait_until(lambda: sent(clinic, number) == 2, "the letters of the next decision")
    assert_one_promise(clinic, number)
    assert cancelled(clinic, number) == 2
    assert held(clinic, child) > 0


def assert_clock_adds_up(clinic: Clinic, number: str) -> None:
    clock = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert clock
    with Session(clinic.engine) as session:
        query = select(ClockInterval).where(
            ClockInterval.case_number == number, ClockInterval.kind == ClockKind.PREAUTH_DECISION
        )
        stretches = session.exec(query.order_by(col(ClockInterval.sequence))).all()
    assert [each.began for each in stretches] == ["STARTED", "TAKEN_BACK"]
    assert stretches[0].to_at == stretches[1].from_at
    assert stretches[1].to_at is None


def letters(clinic: Clinic, number: str, status: LetterStatus) -> list[str]:
    return [each.number for each in clinic.letters(number) if each.status is status]


def cancelled(clinic: Clinic, number: str) -> int:
    return len(letters(clinic, number, LetterStatus.CANCELLED))


def sent(clinic: Clinic, number: str) -> int:
    acknowledged = [each for each in letters(clinic, number, LetterStatus.SENT) if "LT-ACK" in each]
    return len(letters(clinic, number, LetterStatus.SENT)) - len(acknowledged)


def assert_one_promise(clinic: Clinic, number: str) -> None:
    with Session(clinic.engine) as session:
        promise = session.exec(select(Guarantee).where(Guarantee.case_number == number)).one()
        versions = session.exec(
            select(GuaranteeVersion)
            .where(GuaranteeVersion.guarantee_number == promise.number)
            .order_by(col(GuaranteeVersion.ordinal))
        ).all()
        decisions = session.exec(select(Decision).where(Decision.case_number == number)).all()
        gone = letters(clinic, number, LetterStatus.CANCELLED)
        ways = session.exec(
            select(LetterDelivery.state).where(col(LetterDelivery.letter_number).in_(gone))
        ).all()
    assert promise.status is GuaranteeStatus.VALID
    assert [each.state for each in versions] == [GuaranteeVersionState.ENDED, GuaranteeVersionState.IN_FORCE]
    assert len(decisions) == 2
    assert set(ways) == {DeliveryState.WAITING}


def test_a_letter_that_has_left_keeps_the_decision(clinic: Clinic) -> None:
    """The case thinks that the window is open; the letters know better, and what was held is let go."""
    number = clinic.open(child=CHILD, undo_seconds=WINDOW)
    clinic.act(number, MAKER, APPROVE)
    first, second = clinic.look(number).letters[-2:]
    skipper = TimeSkipper(clinic.client)
    handle = clinic.client.get_workflow_handle(second.number)
    clinic.loop.run(skipper.fast_forward(handle, timedelta(seconds=WINDOW)))
    clinic.wait_until(lambda: second.number in letters(clinic, number, LetterStatus.SENT), "one letter")

    with pytest.raises(WorkflowUpdateFailedError) as late:
        clinic.act(number, MAKER, TakeBackDecision())

    assert refused(late.value) == Refusal.NOT_NOW
    assert clinic.look(number).stage is Stage.GUARANTEED
    handle = clinic.client.get_workflow_handle(first.number)
    clinic.loop.run(skipper.fast_forward(handle, timedelta(seconds=WINDOW)))
    clinic.wait_until(lambda: sent(clinic, number) == 2, "the other letter")


def test_a_refusal_is_taken_back_signed_again_and_ends_the_case_with_its_window(clinic: Clinic) -> None:
    number = clinic.open(child=CHILD, undo_seconds=WINDOW)
    clinic.act(number, MAKER, DECLINE)
    clinic.act(number, SIGNER, CoSign())
    assert clinic.look(number).stage is Stage.DECLINED
    assert clinic.row(number).closed_at

    clinic.act(number, SIGNER, TakeBackDecision())
    case = clinic.look(number)
    assert (case.stage, case.decision, clinic.row(number).closed_at) == (Stage.IN_REVIEW, None, None)
    clinic.wait_until(lambda: cancelled(clinic, number) == 2, "the letters to be cancelled")

    clinic.act(number, SIGNER, CoSign())
    clinic.skip(number, timedelta(seconds=WINDOW))
    assert clinic.loop.run(clinic.cases.handle(number).result()) == Stage.DECLINED
    let_window_pass(clinic, number)
    clinic.wait_until(lambda: sent(clinic, number) == 2, "the letters of the refusal that stands")
    assert cancelled(clinic, number) == 2
    assert clinic.row(number).closed_at
    with Session(clinic.engine) as session:
        made = select(Decision).where(Decision.case_number == number)
        assert len(session.exec(made).all()) == 2
        assert len(session.exec(made.where(text("decision_stands(decision)"))).all()) == 1


def test_a_redirect_is_taken_back(clinic: Clinic) -> None:
    number = clinic.open(child=CHILD, undo_seconds=WINDOW)
    clinic.act(number, MAKER, REDIRECT)
    assert clinic.look(number).stage is Stage.REDIRECTED

    clinic.act(number, MAKER, TakeBackDecision())

    case = clinic.look(number)
    assert (case.stage, case.redirected) == (Stage.IN_REVIEW, False)
    clinic.wait_until(lambda: cancelled(clinic, number) == 1, "the letter to be cancelled")
