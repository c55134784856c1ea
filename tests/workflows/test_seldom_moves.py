"""Moves that come seldom, each lived by a case on the running stack."""

from datetime import UTC, date, datetime, timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from rules.advances.vocabulary import Stage as AdvanceStage
from rules.cases import CaseNews
from rules.claims.overpayment import Overpayment, OverpaymentState
from rules.delays import DelayReason
from rules.direct_billing.case import DebtReason, DebtState
from rules.direct_billing.values import Stage as VisitStage
from rules.payments.values import Instalment
from rules.payments.vocabulary import PaymentPurpose, PaymentStatus, ReceivableKind
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import EstimateItem, Outcome
from rules.preauthorization.values import Stage as LetterStage
from rules.reasons import ReasonCode
from rules.reimbursement.values import Stage as ClaimStage
from rules.requests import appointment, arrangement
from rules.roles import Role
from rules.vocabulary import AuthorizationType, EncounterType
from tests.workflows import family_requests as told_of
from tests.workflows.advances import APPROVE
from tests.workflows.advancing import ADJUSTER as ADVANCE_ADJUSTER
from tests.workflows.advancing import CHILD as ADVANCED_CHILD
from tests.workflows.advancing import SPECIALIST, Advances, close_claim, in_claim, reviewed, tell
from tests.workflows.cases import actor
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.desks import Visits
from tests.workflows.family_claims import ADJUSTER, GUARDIAN, SUPERVISOR, FamilyClaims, partly_covered, pay
from tests.workflows.owing import at_a_public_hospital
from tests.workflows.requesting import CLERK, opened
from workflows.messages import CoSign, Decide, ExplainDelay, Triage
from workflows.messages_advance import RetryPayment
from workflows.messages_debts import AgreeRefundPlan, DisputeDebt, ResumeDebt
from workflows.messages_direct_billing import ProposeRecovery
from workflows.messages_reimbursement import AcceptDecision, CorrectAccount, StateAscertained
from workflows.messages_requests import BookAppointment

pytestmark = pytest.mark.long

BALANCE = PaymentPurpose.BALANCE


def kinds(clinic: Clinic, number: str) -> list[str]:
    """What happened to a case, in order."""
    return [each.kind for each in clinic.events(number)]


def test_a_treatment_of_which_nobody_can_tell_what_it_is_is_triaged_by_a_person(clinic: Clinic) -> None:
    number = clinic.open(
        encounter=EncounterType.OUTPATIENT,
        kind=AuthorizationType.TUMOR_TREATMENT,
        items=(EstimateItem(item="TREATMENT", description="门诊治疗", amount=2_000_00),),
        expected_days=0,
    )
    assert clinic.look(number).stage is LetterStage.TRIAGED

    clinic.act(number, actor(Role.INTAKE_CLERK), Triage(required=True, reason="按化疗处理"))

    assert clinic.look(number).stage is LetterStage.IN_REVIEW


def test_cost_outside_cover_is_found_after_the_family_left_and_signed_by_another(clinic: Clinic) -> None:
    visits = Visits(clinic)
    number = at_a_public_hospital(visits)
    reason = DebtReason(item="理疗", amount=80_00, code=ReasonCode.EXCLUDED_TCM)

    found = ProposeRecovery(reasons=(reason,), explanation="离院后发现不在保障范围内")
    visits.act(number, ADJUSTER, found)
    proposed = visits.look(number).recovery
    assert proposed is not None
    assert (proposed.state, proposed.amount) == (DebtState.PROPOSED, 80_00)
    visits.act(number, SUPERVISOR, CoSign())

    visits.settle_debt(number, visits.look(number).recovery)
    visits.settle_debt(number, visits.look(number).copay)
    closed = visits.until(number, VisitStage.CLOSED)
    assert closed.recovery is not None
    assert closed.recovery.state is DebtState.PAID
    assert "LT-RCV" in visits.codes(number)


def test_what_was_paid_ahead_too_much_comes_back_in_parts_after_an_objection(clinic: Clinic) -> None:
    claims = FamilyClaims(clinic)
    number = claims.open(**partly_covered())
    claims.act(number, ADJUSTER, StateAscertained(amount=400_00, reason="票据已核实"))
    claims.skip(number, 61)
    claims.settle(number)
    clinic.wait_until(lambda: claims.look(number).payouts[0].paid_at is not None, "the interim payment")
    claims.act(number, ADJUSTER, ExplainDelay(reason=DelayReason.HOSPITAL, explanation="等待医院答复"))
    claims.act(number, ADJUSTER, pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, AcceptDecision())
    clinic.wait_until(lambda: claims.look(number).overpayment is not None, "what is to come back")
    owed = overpayment(claims, number)
    assert claims.look(number).stage is ClaimStage.PAID
    assert (owed.state, owed.amount) == (OverpaymentState.PROPOSED, 100_00)

    debt = ReceivableKind.OVERPAYMENT
    claims.act(number, SUPERVISOR, CoSign())
    claims.act(number, GUARDIAN, DisputeDebt(debt=debt, reason="已核对"))
    claims.act(number, SUPERVISOR, ResumeDebt(debt=debt, reason="核定无误"))
    first = clinic.now(number).date() + timedelta(days=3)
    parts = tuple(Instalment(due_on=first + timedelta(days=30 * each), amount=50_00) for each in range(2))
    claims.act(number, ADJUSTER, AgreeRefundPlan(instalments=parts))
    treasury = Advances(clinic).treasury
    reference = overpayment(claims, number).reference
    treasury.pay_in(50_00, reference)
    treasury.look()
    clinic.wait_until(lambda: overpayment(claims, number).received == 50_00, "the first part")
    claims.skip(number, 6)
    assert overpayment(claims, number).state is OverpaymentState.INSTALMENT_AGREED, "the next part runs"
    treasury.pay_in(50_00, reference)
    treasury.look()

    assert claims.until(number, ClaimStage.CLOSED).closed_at is not None
    assert overpayment(claims, number).state is OverpaymentState.PAID
    assert {"RECEIVABLE_OPENED", "MONEY_RECEIVED"} <= set(kinds(clinic, number))
    assert "LT-OVP" in [letter.code for letter in clinic.letters(number)]


def overpayment(claims: FamilyClaims, number: str) -> Overpayment:
    debt = claims.look(number).overpayment
    assert debt is not None
    return debt


def test_a_balance_that_finance_turned_down_goes_out_again_after_an_objection(clinic: Clinic) -> None:
    advances = Advances(clinic)
    number = in_claim(advances)
    account = CorrectAccount(holder="周敏", number="6200000000000005", bank="示例银行")
    advances.act(number, advances.guardian(ADVANCED_CHILD), account)
    tell(advances, number, 18_000_00)
    advances.until(number, AdvanceStage.BALANCE_DUE)
    (balance,) = [each for each in advances.payments(number) if each.purpose is BALANCE]
    assert advances.treasury.turn_down(balance.number).status is PaymentStatus.TURNED_DOWN
    clinic.wait_until(lambda: "PAYMENT_FAILED" in kinds(clinic, number), "the case to hear of it")

    advances.act(number, SPECIALIST, RetryPayment())
    tell_objection(advances, number)
    clinic.wait_until(lambda: "CLAIM_OBJECTED" in kinds(clinic, number), "the objection")
    advances.until(number, AdvanceStage.BALANCE_DUE)
    advances.finance_signs(number)
    close_claim(advances, number)

    clinic.wait_until(lambda: "CLAIM_CLOSED" in kinds(clinic, number), "the claim's end")
    settled = [each.status for each in advances.payments(number) if each.purpose is BALANCE]
    assert settled.count(PaymentStatus.TURNED_DOWN) == 1
    assert len(settled) == 2, "one that was turned down, and one that goes out"


def tell_objection(advances: Advances, number: str) -> None:
    """What the claim says when the family objects to it."""
    claim = advances.claim(number)
    news = CaseNews(key=f"{claim}/objected/1", fact="CLAIM_OBJECTED", sender=claim)
    advances.clinic.loop.run(advances.clinic.cases.handle(number).signal("told", news))


def test_an_advance_decided_on_accounts_that_moved_reads_them_anew(clinic: Clinic) -> None:
    advances = Advances(clinic)
    number = reviewed(advances)
    letter = clinic.open(child=ADVANCED_CHILD, planned_on=date(2026, 11, 16))
    clinic.act(letter, actor(Role.ADJUSTER), Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))

    with pytest.raises(WorkflowUpdateFailedError):
        advances.act(number, ADVANCE_ADJUSTER, APPROVE)

    assert "RESERVE_SHORT" in kinds(clinic, number)
    case = advances.look(number)
    assert (case.stage, case.decisions) == (AdvanceStage.DOCS_COMPLETE, ())
    advances.act(number, ADVANCE_ADJUSTER, APPROVE)
    assert advances.look(number).decisions


def test_an_appointment_nobody_reports_on_ends_a_week_later(clinic: Clinic) -> None:
    number = opened(clinic, told_of.appointment())
    at = datetime(2026, 10, 12, 2, tzinfo=UTC)
    clinic.act(number, CLERK, BookAppointment(at=at))

    clinic.skip_to(number, at + timedelta(days=9))

    clinic.wait_until(lambda: clinic.row(number).stage == appointment.Stage.UNREPORTED, "its end")


def test_a_reminder_of_a_vaccine_that_nobody_answers_runs_out(clinic: Clinic) -> None:
    number = opened(clinic, told_of.vaccination(dose="MMR-1", vaccine="MMR-1"))
    assert clinic.row(number).stage == arrangement.Stage.REMINDED

    clinic.skip_to(number, OPENED_AT + timedelta(days=62))

    clinic.wait_until(lambda: clinic.row(number).stage == arrangement.Stage.UNANSWERED, "its end")
