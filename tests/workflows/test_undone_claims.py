"""On the running stack: a decision on a family's claim is taken back before letter or money leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import exists, func, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from temporalio.client import WorkflowUpdateFailedError
from temporalio.testing import TimeSkipper

from models import Decision, LedgerEntry, Payment
from rules.claims.values import ClaimAnswer
from rules.deadlines import ClockKind
from rules.payments.approval import Refused
from rules.payments.bank_codes import TAKEN_BACK
from rules.payments.vocabulary import PaymentStatus
from rules.reasons import ReasonCode
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage
from rules.roles import DEFAULT_AUTHORITY, Actor, Role
from rules.vocabulary import LedgerEntryKind, LetterStatus
from stores.database import transaction
from stores.money import payments as payments_room
from stores.money.payment_signing import Signing, put_signature
from tests.workflows import family_claims as family
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import (
    ADJUSTER,
    SUPERVISOR,
    FamilyClaims,
    partly_covered,
)
from tests.workflows.test_reimbursement_paths import refused_with
from workflows.case_engine import Refusal
from workflows.messages import CoSign, TakeBackDecision

WINDOW = 3600
"""Longer than any machine is slow; a test that needs it over lets the time of the letters pass."""
AMOUNT = 4_000_00
"""Above the automatic limit: a person decides."""


@pytest.fixture
def claims(clinic: Clinic) -> FamilyClaims:
    return FamilyClaims(clinic)


def taken(claims: FamilyClaims, number: str) -> int:
    """Fen that the case has of the limits."""
    undone = aliased(LedgerEntry)
    with Session(claims.clinic.engine) as session:
        query = (
            select(func.coalesce(func.sum(LedgerEntry.amount), 0))
            .where(LedgerEntry.case_number == number, LedgerEntry.kind == LedgerEntryKind.CONSUME)
            .where(~exists().where(col(undone.reverses_id) == LedgerEntry.id))
        )
        return int(session.scalar(query) or 0)


def payments(claims: FamilyClaims, number: str) -> list[Payment]:
    with Session(claims.clinic.engine) as session:
        query = select(Payment).where(Payment.case_number == number).order_by(col(Payment.number))
        return list(session.exec(query))


def codes(claims: FamilyClaims, number: str, status: LetterStatus) -> list[str]:
    return sorted(each.code for each in claims.clinic.letters(number) if each.status is status)


def standing(claims: FamilyClaims, number: str) -> list[str]:
    with Session(claims.clinic.engine) as session:
        query = select(Decision.outcome).where(
            Decision.case_number == number, text("decision_stands(decision)")
        )
        return [str(outcome) for outcome in session.exec(query.order_by(col(Decision.version)))]


def let_go(claims: FamilyClaims, number: str) -> None:
    """Finance signs the payment, as many people as it takes."""
    with transaction(claims.clinic.engine) as session:
        payment = session.get_one(Payment, number)
        for name in ("feng", "fang"):
            who = Actor(f"staff:{name}", (Role.FINANCE,), DEFAULT_AUTHORITY.get(Role.FINANCE, 0))
            if payment.status is PaymentStatus.ORDERED:
                act = Signing(run_id=f"{number}/{name}", number=number, actor=who, at=datetime.now(UTC))
                findings = payments_room.for_approval(payment).findings
                assert not isinstance(put_signature(session, act, findings), Refused)
        assert payment.status is PaymentStatus.APPROVED


def assert_open_again(case: ReimbursementCase, before: ReimbursementCase) -> None:
    assert (case.stage, case.decision, case.payouts) == (Stage.MANUAL, None, ())
    assert case.judged and before.judged and not case.judged.posted
    assert case.judged.payable == before.judged.payable
    assert case.concerns == before.concerns
    assert {each.kind for each in case.clocks if each.open} == {
        each.kind for each in before.clocks if each.open
    }
    law, was = (each.clock(ClockKind.STATUTORY_DETERMINATION) for each in (case, before))
    assert law and was and law.due_at == was.due_at


def test_a_payment_is_withdrawn_with_its_decision_and_the_next_one_is_paid_once(
    claims: FamilyClaims,
) -> None:
    number = claims.open(AMOUNT, undo_window_seconds=WINDOW)
    before = claims.look(number)
    claims.act(number, ADJUSTER, family.pay())
    agreed = claims.look(number)
    assert (agreed.stage, taken(claims, number)) == (Stage.AGREED, AMOUNT)

    claims.act(number, ADJUSTER, TakeBackDecision())

    assert_open_again(claims.look(number), before)
    assert taken(claims, number) == 0
    assert standing(claims, number) == ["REFER", "REFER"]
    claims.clinic.wait_until(
        lambda: codes(claims, number, LetterStatus.CANCELLED) == ["LT-EOB"], "the letter"
    )
    (first,) = payments(claims, number)
    assert (first.status, first.failure_code) == (PaymentStatus.TURNED_DOWN, TAKEN_BACK)

    claims.act(number, ADJUSTER, family.pay())

    case = claims.look(number)
    assert (case.stage, taken(claims, number)) == (Stage.AGREED, AMOUNT)
    _, second = payments(claims, number)
    assert (second.status, second.amount) == (PaymentStatus.ORDERED, AMOUNT)
    assert second.key != first.key
    assert [each.number for each in case.payouts] == [second.number]


def test_a_payment_that_finance_let_go_keeps_the_decision(claims: FamilyClaims) -> None:
    number = claims.open(AMOUNT, undo_window_seconds=WINDOW)
    claims.act(number, ADJUSTER, family.pay())
    (payment,) = payments(claims, number)
    let_go(claims, payment.number)

    with pytest.raises(WorkflowUpdateFailedError) as late:
        claims.act(number, ADJUSTER, TakeBackDecision())

    assert refused_with(late) == Refusal.NOT_NOW
    assert claims.look(number).stage is Stage.AGREED
    assert codes(claims, number, LetterStatus.CANCELLED) == []


def test_a_letter_that_has_left_keeps_the_decision_and_its_payment_goes_out_again(
    claims: FamilyClaims,
) -> None:
    """The case thinks that the window is open; the letter knows better."""
    number = claims.open(AMOUNT, undo_window_seconds=WINDOW)
    claims.act(number, ADJUSTER, family.pay())
    letter = claims.look(number).letters[-1]
    handle = claims.clinic.client.get_workflow_handle(letter.number)
    claims.clinic.loop.run(TimeSkipper(claims.clinic.client).fast_forward(handle, timedelta(seconds=WINDOW)))
    claims.clinic.wait_until(lambda: "LT-EOB" in codes(claims, number, LetterStatus.SENT), "the letter")

    with pytest.raises(WorkflowUpdateFailedError) as late:
        claims.act(number, ADJUSTER, TakeBackDecision())

    assert refused_with(late) == Refusal.NOT_NOW
    case = claims.look(number)
    assert (case.stage, [each.attempt for each in case.payouts]) == (Stage.AGREED, [2])
    first, second = payments(claims, number)
    assert (first.failure_code, second.failure_code) == (TAKEN_BACK, None)
    assert (second.status, second.key) == (PaymentStatus.ORDERED, first.key)


def test_a_refusal_is_taken_back_and_waits_for_its_signature(claims: FamilyClaims) -> None:
    number = claims.open(AMOUNT, undo_window_seconds=WINDOW)
    before = claims.look(number)
    claims.act(number, ADJUSTER, family.refuse())
    claims.act(number, SUPERVISOR, CoSign())
    assert claims.look(number).stage is Stage.REFUSED

    claims.act(number, SUPERVISOR, TakeBackDecision())

    case = claims.look(number)
    assert_open_again(case, before)
    assert case.proposal and case.proposal.entry.answer is ClaimAnswer.REFUSE
    claims.clinic.wait_until(
        lambda: codes(claims, number, LetterStatus.CANCELLED) == ["LT-REF"], "the letter"
    )
    claims.act(number, SUPERVISOR, CoSign())
    assert claims.look(number).stage is Stage.REFUSED
    assert claims.look(number).decisions[-1].ordinal == 2


def test_a_payment_in_part_is_taken_back(claims: FamilyClaims) -> None:
    number = claims.open(undo_window_seconds=WINDOW, **partly_covered())
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    assert claims.look(number).stage is Stage.DETERMINED

    claims.act(number, ADJUSTER, TakeBackDecision())

    case = claims.look(number)
    assert (case.stage, case.decision) == (Stage.MANUAL, None)
    assert case.clock(ClockKind.ACCEPTANCE_WAIT) is case.clock(ClockKind.REFUSAL_NOTICE) is None
    claims.clinic.wait_until(
        lambda: codes(claims, number, LetterStatus.CANCELLED) == ["LT-EOB", "LT-REF"], "the letters"
    )
