"""A worker killed while a decision is taken back: it is taken back once, and no letter of it leaves."""

import signal

import pytest
from sqlmodel import Session, select

from models import Payment, PaymentEvent
from rules.advances.vocabulary import Stage as AdvanceStage
from rules.direct_billing.values import Stage as BillStage
from rules.payments.vocabulary import PaymentAct, PaymentStatus
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.reimbursement.values import Stage as ClaimStage
from rules.roles import Role
from rules.vocabulary import DocumentKind, LetterStatus
from tests.faults.conftest import Mortal
from tests.faults.test_kills import heal, held
from tests.patience import PATIENCE_SECONDS
from tests.workflows import family_claims as family
from tests.workflows.advances import APPROVE as APPROVE_ADVANCE
from tests.workflows.advancing import ADJUSTER as OF_ADVANCES
from tests.workflows.advancing import Advances, reviewed
from tests.workflows.cases import actor
from tests.workflows.clinic import Clinic
from tests.workflows.desks import Visits, desk_of, line
from tests.workflows.family_claims import ADJUSTER, GUARDIAN, FamilyClaims
from tests.workflows.owing import ADJUSTER as BILLS
from tests.workflows.owing import CHILD, opened_at_a_public_hospital
from tests.workflows.test_direct_billing_visits import PAY
from workflows.messages import (
    CoSign,
    Decide,
    DecideAmendment,
    RequestAmendment,
    TakeBackDecision,
    Withdraw,
)

pytestmark = [pytest.mark.usefixtures("alone"), pytest.mark.long]

APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)
POINTS = [
    (point, when)
    for point in ("take_letters_back", "hold", "take_back", "cancel_letter")
    for when in ("before", "after")
]


@pytest.mark.parametrize(("point", "when"), POINTS)
def test_a_worker_killed_on_the_way_leaves_one_undo(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    held_before = held(ward)
    first = mortal(point, when)
    number = ward.open(undo_seconds=3600)
    ward.act(number, actor(Role.ADJUSTER), APPROVE)
    promised = ward.look(number)
    assert promised.guarantee

    undone = ward.act_later(number, actor(Role.ADJUSTER), TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)
    if first.poll() is None:
        first.wait(timeout=PATIENCE_SECONDS)
        mortal(point, when)

    assert first.returncode == -signal.SIGKILL
    case = ward.look(number)
    assert (case.stage, case.guarantee, case.reserved) == (Stage.IN_REVIEW, None, 0)
    assert held(ward) == held_before
    ward.wait_until(lambda: cancelled(ward, number) == ["LT-GOP", "LT-PA-OK"], "the letters to be cancelled")
    assert [event.kind for event in ward.events(number)].count("DECISION_TAKEN_BACK") == 1
    assert not [each for each in ward.mails(number) if promised.guarantee.number in str(each["Subject"])]
    ward.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))


@pytest.mark.parametrize(("point", "when"), [("take_letters_back", "after"), ("take_back", "before")])
def test_a_worker_killed_while_a_refusal_is_taken_back_leaves_the_case_open(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    first = mortal(point, when)
    number = ward.open(undo_seconds=3600)
    ward.act(number, actor(Role.ADJUSTER), DECLINE)
    ward.act(number, actor(Role.SUPERVISOR), CoSign())

    undone = ward.act_later(number, actor(Role.SUPERVISOR), TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)

    case = ward.look(number)
    assert (case.stage, case.closed_at, case.decision) == (Stage.IN_REVIEW, None, None)
    ward.wait_until(
        lambda: cancelled(ward, number) == ["LT-PA-NO", "LT-PA-NO"], "the letters to be cancelled"
    )
    assert ward.row(number).closed_at is None
    assert [event.kind for event in ward.events(number)].count("DECISION_TAKEN_BACK") == 1
    ward.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_while_a_payment_is_withdrawn_withdraws_it_once(
    ward: Clinic, mortal: Mortal, when: str
) -> None:
    claims = FamilyClaims(ward)
    first = mortal("withdraw_payment", when)
    number = claims.open(4_000_00, undo_window_seconds=3600)
    claims.act(number, ADJUSTER, family.pay())
    assert claims.look(number).payouts

    undone = ward.act_later(number, ADJUSTER, TakeBackDecision())
    heal(ward, first, mortal, "withdraw_payment", when, undone)

    assert first.returncode == -signal.SIGKILL
    case = claims.look(number)
    assert (case.stage, case.decision, case.payouts) == (ClaimStage.MANUAL, None, ())
    ward.wait_until(lambda: cancelled(ward, number) == ["LT-EOB"], "the letter to be cancelled")
    with Session(ward.engine) as session:
        (payment,) = session.exec(select(Payment).where(Payment.case_number == number)).all()
        done = select(PaymentEvent).where(PaymentEvent.payment_number == payment.number)
        kinds = [event.kind for event in session.exec(done)]
    assert payment.status is PaymentStatus.TURNED_DOWN
    assert kinds.count(PaymentAct.TURNED_DOWN) == 1
    assert [event.kind for event in ward.events(number)].count("REOPENED") == 1
    claims.act(number, GUARDIAN, Withdraw(reason="完成"))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", ["take_letters_back", "judge_claim", "record_case"])
def test_a_worker_killed_while_a_bill_is_taken_back_leaves_it_open_and_its_money_held(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    visits, living = Visits(ward), mortal("nothing", "before")
    number = opened_at_a_public_hospital(visits, undo_seconds=3600)
    visits.send(number, line("1", 600_00), documents=(DocumentKind.SIGNED_BILL,))
    before, was_held = visits.look(number), held_for(visits, number)
    visits.act(number, BILLS, PAY)
    decided = visits.look(number)
    living.kill()
    living.wait(timeout=PATIENCE_SECONDS)

    first = mortal(point, when)
    undone = ward.act_later(number, BILLS, TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)

    assert first.returncode == -signal.SIGKILL
    case = visits.look(number)
    assert decided.stage is BillStage.ADJUDICATED
    assert (case.stage, case.decision, case.payment, case.copay) == (BillStage.BILLED, None, None, None)
    assert (case.reserved, held_for(visits, number)) == (before.reserved, was_held)
    kinds = [event.kind for event in ward.events(number)]
    assert (kinds.count("REOPENED"), kinds.count("DECISION_TAKEN_BACK")) == (1, 1)
    ward.act(number, desk_of(case.visit.hospital_id), Withdraw(reason="完成"))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", ["take_letters_back", "reserve_benefit", "record_case"])
def test_a_worker_killed_while_a_raise_is_taken_back_leaves_the_letter_as_it_stood(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    living = mortal("nothing", "before")
    number = ward.open(undo_seconds=3600)
    ward.act(number, actor(Role.ADJUSTER), APPROVE)
    ward.act(number, actor(Role.HOSPITAL_DESK), RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    asked, was_held = ward.look(number), held(ward)
    ward.act(number, actor(Role.ADJUSTER), DecideAmendment(decision=AmendmentInput(approve=True)))
    living.kill()
    living.wait(timeout=PATIENCE_SECONDS)

    first = mortal(point, when)
    undone = ward.act_later(number, actor(Role.ADJUSTER), TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)

    assert first.returncode == -signal.SIGKILL
    case = ward.look(number)
    assert case.guarantee and asked.guarantee
    assert (case.amendment, case.guarantee.versions) == (asked.amendment, asked.guarantee.versions)
    assert (case.reserved, held(ward)) == (asked.reserved, was_held)
    assert [event.kind for event in ward.events(number)].count("DECISION_TAKEN_BACK") == 1
    ward.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", ["take_letters_back", "record_case"])
def test_a_worker_killed_while_an_advance_is_taken_back_leaves_nothing_promised(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    advances, living = Advances(ward), mortal("nothing", "before")
    number = reviewed(advances, undo_seconds=3600)
    ward.act(number, OF_ADVANCES, APPROVE_ADVANCE)
    living.kill()
    living.wait(timeout=PATIENCE_SECONDS)

    first = mortal(point, when)
    undone = ward.act_later(number, OF_ADVANCES, TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)

    assert first.returncode == -signal.SIGKILL
    case = advances.look(number)
    assert (case.stage, case.decision, case.mandate) == (AdvanceStage.DOCS_COMPLETE, None, None)
    assert (case.statement.promised, case.reserved) == (0, 0)
    ward.wait_until(
        lambda: cancelled(ward, number) == ["LT-AD-MAND", "LT-AD-OK"], "the letters to be cancelled"
    )
    assert [event.kind for event in ward.events(number)].count("DECISION_TAKEN_BACK") == 1
    ward.act(number, advances.guardian(CHILD), Withdraw(reason="完成"))


def held_for(visits: Visits, number: str) -> int:
    """Fen that the child's account holds."""
    case = visits.look(number)
    assert case.benefit
    return visits.clinic.balances(CHILD, case.visit.on).accounts[case.benefit].reserved


def cancelled(ward: Clinic, number: str) -> list[str]:
    return sorted(each.code for each in ward.letters(number) if each.status is LetterStatus.CANCELLED)
