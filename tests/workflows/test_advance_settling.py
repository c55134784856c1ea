"""The claim is determined and everybody gets what is theirs, told without server or database (domain 6.7)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.advances.vocabulary import AdvanceFact, RefundState, Stage
from rules.cases import Priority, Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind, MilestoneKind
from rules.payments.values import Instalment, KeptAccount
from rules.payments.vocabulary import PaymentPurpose, ReceivableKind, ReceivableStatus
from rules.vocabulary import ClockState
from tests.workflows.advances import (
    ADJUSTER,
    GUARDIAN,
    HEAD,
    NOW,
    SPECIALIST,
    SUPERVISOR,
    AdvanceStory,
    advanced,
    in_claim,
    refusal,
)
from workflows.advances.draft import KeepAccount
from workflows.case_engine import Refusal
from workflows.messages import CoSign
from workflows.messages_advance import (
    ApproveRefund,
    RecallAdvance,
    RetryPayment,
)
from workflows.messages_debts import AgreeRefundPlan, DisputeDebt, GiveToLegal, ResumeDebt, WaiveDebt
from workflows.messages_reimbursement import CorrectAccount

ACCOUNT = CorrectAccount(holder="林建国", number="6222000000000000", bank="中国工商银行")
KEPT = KeptAccount(account_id="a1", holder="林建国", number="************0000", bank="中国工商银行")


def payments(story: AdvanceStory) -> dict[PaymentPurpose, int]:
    return {order.purpose: order.amount for order in story.orders if order.purpose != PaymentPurpose.ADVANCE}


def refund_due() -> AdvanceStory:
    """14,400 advanced, 12,000 payable: 2,400 to be paid back; a supervisor approved it."""
    return in_claim().determine(12_000_00).act(SUPERVISOR, ApproveRefund())


# What is compared.


def test_more_advanced_than_payable_is_a_refund_and_the_provider_gets_the_benefit() -> None:
    story = in_claim().determine(12_000_00)

    assert story.case.stage is Stage.REFUND_DUE
    assert story.case.refund and story.case.refund.amount == 2_400_00
    assert story.case.refund.state is RefundState.CALCULATED
    assert payments(story) == {PaymentPurpose.ADVANCE_REPAYMENT: 12_000_00}
    assert story.letters[-1] == "LT-SETTLE"
    assert story.orders[-1].fund == "", "the insurer repays the provider"


def test_as_much_as_payable_leaves_nobody_owing_and_closes_with_the_repayment() -> None:
    story = in_claim().determine(14_400_00).settle()
    assert story.case.stage is Stage.IN_CLAIM, "the family may still object"
    assert story.case.statement.open == 0

    story.last_word()

    assert story.case.stage is Stage.CLOSED


def test_the_last_word_closes_nothing_while_somebody_is_owed() -> None:
    story = in_claim().determine(14_400_00).last_word()
    assert story.case.stage is Stage.IN_CLAIM

    story.settle()

    assert story.case.stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("member_paid", "balance", "hospital"), [(3_600_00, 3_600_00, 0), (1_000_00, 1_000_00, 2_600_00)]
)
def test_the_family_gets_the_rest_but_no_more_than_it_paid(
    member_paid: int, balance: int, hospital: int
) -> None:
    story = in_claim(member_paid=member_paid).determine(18_000_00).last_word()

    assert story.case.stage is Stage.BALANCE_DUE
    assert story.case.clock(ClockKind.PAYMENT_AFTER_AGREEMENT)
    owed = {PaymentPurpose.ADVANCE_REPAYMENT: 14_400_00, PaymentPurpose.BALANCE: balance}
    assert payments(story) == owed | ({PaymentPurpose.HOSPITAL_BILL: hospital} if hospital else {})
    for order in story.orders[1:]:
        assert story.case.stage is Stage.BALANCE_DUE
        story.settle(order)

    assert story.case.stage is Stage.CLOSED
    assert "LT-PAID" in story.letters


def test_a_refused_claim_takes_the_whole_advance_back() -> None:
    story = in_claim().determine(0, refused=True, reason_code="WAIT-120")

    assert story.case.refund and story.case.refund.amount == 14_400_00
    assert story.case.refund.reason_code == "WAIT-120"
    assert payments(story) == {}


def test_who_decided_the_claim_does_not_let_its_money_go() -> None:
    story = in_claim().determine(12_000_00)

    assert set(story.orders[-1].deciders) >= {"staff:ma", ADJUSTER.reference}


def test_an_objection_that_raises_the_benefit_lowers_the_refund_and_repays_the_rest() -> None:
    story = refund_due().fact(AdvanceFact.CLAIM_OBJECTED).determine(13_000_00)

    assert story.case.refund and story.case.refund.amount == 1_400_00
    assert story.case.refund.state is RefundState.CALCULATED
    repaid = [order.amount for order in story.orders if order.purpose is PaymentPurpose.ADVANCE_REPAYMENT]
    assert repaid == [12_000_00, 1_000_00]
    story.act(SUPERVISOR, ApproveRefund())
    assert [debt.key[-2:] for debt in story.receivables] == ["/1", "/2"]


def test_an_objection_may_turn_a_refund_into_a_balance() -> None:
    story = refund_due().determine(15_000_00)

    assert story.case.stage is Stage.BALANCE_DUE
    assert story.case.refund is None
    story.last_word()
    for order in story.orders[1:]:
        story.settle(order)
    assert story.case.stage is Stage.CLOSED
    assert story.case.statement.consumed == 14_400_00


def test_nothing_is_closed_while_an_objection_is_open() -> None:
    story = in_claim().determine(14_400_00).fact(AdvanceFact.CLAIM_OBJECTED).settle()
    assert story.case.stage is Stage.IN_CLAIM

    story.determine(14_400_00).last_word()

    assert story.case.stage is Stage.CLOSED


@pytest.mark.parametrize("payable", [11_999_99, 0])
def test_money_that_would_have_to_come_back_is_for_a_person(payable: int) -> None:
    story = in_claim().determine(12_000_00).determine(payable)

    assert story.case.priority is Priority.HIGH
    assert story.case.refund and story.case.refund.amount == 2_400_00


# Payments that fail.


def test_a_balance_that_was_rejected_asks_for_an_account_and_goes_out_again() -> None:
    story = in_claim().determine(18_000_00)
    balance = story.orders[-1]
    story.fail("AC04", correctable=True)
    assert story.letters[-1] == "LT-PAYFAIL"

    story.act(GUARDIAN, ACCOUNT)
    assert any(isinstance(effect, KeepAccount) for effect in story.last.effects)
    story.fact("ACCOUNT_KEPT", KEPT)

    assert (story.orders[-1].key, story.orders[-1].attempt) == (balance.key, 2)
    assert story.orders[-1].payee.account_id == "a1"


def test_an_account_of_the_wrong_form_is_not_kept() -> None:
    story = in_claim().determine(18_000_00).fail("AC01", correctable=True).act(GUARDIAN, ACCOUNT)
    story.fact("ACCOUNT_KEPT", replace(KEPT, account_id=""))

    assert story.case.account is None
    assert story.last.events[-1].reason_code == "ACCOUNT_FORM"


def test_a_repayment_that_failed_is_ordered_again() -> None:
    story = in_claim().determine(12_000_00)
    assert refusal(story, SPECIALIST, RetryPayment()).kind is Refusal.NOT_NOW

    story.fail("AC06").act(SPECIALIST, RetryPayment())

    assert (story.orders[-1].purpose, story.orders[-1].attempt) == (PaymentPurpose.ADVANCE_REPAYMENT, 2)


# The refund.


def test_a_supervisor_who_did_not_calculate_it_approves_the_refund() -> None:
    recall = RecallAdvance(reason_code="FRAUD-FALSE-PART", clause="R-157", explanation="诊断证明系伪造。")
    story = advanced().act(SUPERVISOR, recall).act(HEAD, CoSign())
    assert refusal(story, SUPERVISOR, ApproveRefund()).kind is Refusal.FORBIDDEN

    story.act(HEAD, ApproveRefund())

    debt = story.receivables[-1]
    assert (debt.amount, debt.fund) == (14_400_00, "provider:FENGSHI")
    assert debt.due_on == shanghai_date(NOW) + timedelta(days=15)
    assert story.letters[-1] == "LT-RFD"
    assert story.case.refund and story.case.refund.state is RefundState.NOTICE_SENT
    assert story.case.waiting_on is Side.GUARDIAN


def test_a_refund_is_closed_with_the_last_fen_and_the_repayment() -> None:
    story = refund_due().receive(2_399_99)
    assert story.case.refund and story.case.refund.open == 1
    story.receive(2_399_99).receive(2_400_00)
    assert story.case.stage is Stage.REFUND_DUE, "the provider has not got the benefit"

    story.settle().last_word()

    assert story.case.stage is Stage.CLOSED
    money = story.case.statement
    assert (money.consumed, money.refunded, money.open) == (12_000_00, 2_400_00, 0)


def test_reminders_then_overdue_then_lawyers_then_money_after_all() -> None:
    story = refund_due().settle()
    story.reach(ClockKind.REFUND, MilestoneKind.REMINDER)
    assert story.letters[-1] == "LT-RFD-R"
    assert refusal(story, SUPERVISOR, GiveToLegal(reason="逾期")).kind is Refusal.NOT_NOW

    story.reach(ClockKind.REFUND, MilestoneKind.LAPSE)
    assert story.case.refund and story.case.refund.state is RefundState.OVERDUE
    story.act(SUPERVISOR, GiveToLegal(reason="逾期未还"))
    assert story.case.refund.state is RefundState.LEGAL
    assert story.letters.count("LT-RFD-R") == 3
    story.last_word().receive(2_400_00)

    assert story.case.stage is Stage.CLOSED


def test_a_dispute_stops_the_time_until_it_is_answered() -> None:
    story = refund_due().act(GUARDIAN, DisputeDebt(debt=ReceivableKind.REFUND, reason="费用计算有误"))
    clock = story.case.clock(ClockKind.REFUND)
    assert clock and clock.state is ClockState.PAUSED
    assert story.case.waiting_on is Side.US
    change = story.last.effects[-1]
    assert getattr(change, "status", None) is ReceivableStatus.DISPUTED

    story.act(SUPERVISOR, ResumeDebt(debt=ReceivableKind.REFUND, reason="已复核，金额无误"))

    clock = story.case.clock(ClockKind.REFUND)
    assert clock and clock.state is ClockState.RUNNING
    assert story.case.refund and story.case.refund.state is RefundState.NOTICE_SENT


def test_instalments_are_what_is_owed_each_on_a_day_of_its_own() -> None:
    days = (date(2026, 10, 15), date(2026, 11, 15))
    plan = (Instalment(due_on=days[0], amount=1_000_00), Instalment(due_on=days[1], amount=1_400_00))
    story = refund_due()
    short = AgreeRefundPlan(instalments=plan[:1])
    same_day = AgreeRefundPlan(instalments=(plan[0], replace(plan[1], due_on=days[0])))
    assert refusal(story, SPECIALIST, short).details == {"field": "instalments"}
    assert refusal(story, SPECIALIST, same_day).details == {"field": "instalments"}

    story.act(SPECIALIST, AgreeRefundPlan(instalments=plan))
    assert story.case.clock(ClockKind.REFUND) is None
    assert story.case.clock(ClockKind.REFUND_INSTALMENT)
    story.receive(1_000_00)
    assert story.case.clock(ClockKind.REFUND_INSTALMENT)
    story.reach(ClockKind.REFUND_INSTALMENT, MilestoneKind.LAPSE)

    assert story.case.refund and story.case.refund.state is RefundState.OVERDUE


def test_a_waiver_ends_the_debt_within_somebodys_authority() -> None:
    story = (
        refund_due()
        .settle()
        .last_word()
        .act(SUPERVISOR, WaiveDebt(debt=ReceivableKind.REFUND, reason="家庭困难"))
    )

    assert story.case.stage is Stage.CLOSED
    assert story.case.statement.waived == 2_400_00
    assert story.case.statement.open == 0
