"""What comes of an advance's money on the running stack: nothing owed, or all of it asked back."""

from datetime import timedelta

import pytest

from rules.advances.vocabulary import RefundState, Stage
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.payments.values import Instalment
from rules.payments.vocabulary import PaymentPurpose, ReceivableKind
from tests.workflows.advancing import (
    CHILD,
    HEAD,
    SPECIALIST,
    SUPERVISOR,
    Advances,
    close_claim,
    in_claim,
    paid,
    tell,
)
from tests.workflows.clinic import Clinic
from workflows.messages import CoSign
from workflows.messages_advance import ApproveRefund, RecallAdvance
from workflows.messages_debts import AgreeRefundPlan, DisputeDebt, GiveToLegal, ResumeDebt, WaiveDebt

pytestmark = pytest.mark.long

REFUND, PROVIDER_ACCOUNT = ReceivableKind.REFUND, "310010000000002"
RECALL = RecallAdvance(reason_code="FRAUD-FALSE-PART", clause="R-157", explanation="诊断证明系伪造。")


@pytest.fixture
def advances(clinic: Clinic) -> Advances:
    return Advances(clinic)


def state(advances: Advances, number: str) -> RefundState | None:
    refund = advances.look(number).refund
    return refund.state if refund else None


def recalled(advances: Advances) -> str:
    """Two people found the certificate forged, a third agrees to ask for the whole back."""
    number = paid(advances)
    advances.act(number, SPECIALIST, RECALL)
    advances.act(number, SUPERVISOR, CoSign())
    advances.until(number, Stage.REFUND_DUE)
    advances.act(number, HEAD, ApproveRefund())
    advances.clinic.wait_until(lambda: state(advances, number) is RefundState.NOTICE_SENT, "the notice")
    return number


def test_where_as_much_was_advanced_as_is_payable_nobody_owes(advances: Advances) -> None:
    number = in_claim(advances)
    tell(advances, number, advances.look(number).statement.paid)
    advances.clinic.wait_until(lambda: len(advances.payments(number)) == 2, "the provider's repayment")
    advances.finance_signs(number)
    close_claim(advances, number)

    case = advances.until(number, Stage.CLOSED)

    assert case.refund is None
    assert (case.statement.open, case.statement.consumed) == (0, case.statement.paid)
    assert {each.purpose for each in advances.payments(number)} == {
        PaymentPurpose.ADVANCE,
        PaymentPurpose.ADVANCE_REPAYMENT,
    }
    letters = [letter.code for letter in advances.clinic.letters(number)]
    assert "LT-SETTLE" in letters
    assert "LT-RFD" not in letters


def test_a_recalled_advance_is_disputed_paid_in_part_then_late_and_the_rest_waived(
    advances: Advances,
) -> None:
    number = recalled(advances)
    refund = advances.look(number).refund
    assert refund and refund.amount == advances.look(number).statement.paid
    guardian, before = advances.guardian(CHILD), refund.due_on
    assert before

    advances.act(number, guardian, DisputeDebt(debt=REFUND, reason="证明是真的"))
    advances.clinic.skip(number, timedelta(days=20))
    assert state(advances, number) is RefundState.DISPUTED, "time stands still"
    advances.act(number, SUPERVISOR, ResumeDebt(debt=REFUND, reason="医院否认出具"))
    resumed = advances.look(number).refund
    assert resumed and resumed.due_on == before + timedelta(days=20)

    today = shanghai_date(advances.clinic.now(number))
    rest = refund.amount - 1_000_00
    parts = (
        Instalment(due_on=today + timedelta(days=5), amount=1_000_00),
        Instalment(due_on=today + timedelta(days=35), amount=rest),
    )
    advances.act(number, SPECIALIST, AgreeRefundPlan(instalments=parts))
    advances.treasury.pay_in(1_000_00, refund.reference, account=PROVIDER_ACCOUNT)
    advances.treasury.look()
    advances.clinic.wait_until(lambda: advances.look(number).statement.refunded == 1_000_00, "the first part")
    assert state(advances, number) is RefundState.INSTALMENT_AGREED

    advances.clinic.skip(number, timedelta(days=36))
    advances.clinic.wait_until(lambda: state(advances, number) is RefundState.OVERDUE, "a missed part")
    advances.act(number, HEAD, WaiveDebt(debt=REFUND, reason="家庭困难"))
    closed = advances.until(number, Stage.CLOSED)
    assert (closed.statement.refunded, closed.statement.open) == (1_000_00, 0)
    assert state(advances, number) is RefundState.WAIVED


def test_a_recalled_advance_that_nobody_pays_back_goes_to_the_lawyers(advances: Advances) -> None:
    number = recalled(advances)
    clock = advances.look(number).clock(ClockKind.REFUND)
    assert clock

    advances.clinic.skip_to(number, clock.due_at + timedelta(minutes=30))
    advances.clinic.wait_until(lambda: state(advances, number) is RefundState.OVERDUE, "overdue")
    assert [letter.code for letter in advances.clinic.letters(number)].count("LT-RFD-R") == 3
    advances.act(number, SUPERVISOR, GiveToLegal(reason="逾期未还"))

    case = advances.look(number)
    assert case.refund and case.refund.state is RefundState.LEGAL
    assert case.stage is Stage.REFUND_DUE, "the debt is still owed"
    advances.treasury.pay_in(case.refund.amount, case.refund.reference, account=PROVIDER_ACCOUNT)
    advances.treasury.look()
    assert advances.until(number, Stage.CLOSED).statement.refunded == case.refund.amount
