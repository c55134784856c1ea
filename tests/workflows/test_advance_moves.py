"""What becomes of an approved advance until the discharge, told without server or database."""

from dataclasses import replace
from datetime import date

import pytest

from commands.lived.stage import papers
from rules.advances.decisions import AdvanceInput
from rules.advances.vocabulary import AdvanceAnswer, DischargeNotice, IdentityCheck, Stage
from rules.deadlines import ClockKind, MilestoneKind
from rules.payments.vocabulary import PaymentPurpose
from rules.roles import Actor
from rules.vocabulary import DocumentKind
from tests.workflows.advances import (
    ADJUSTER,
    APPROVE,
    CLERK,
    DESK,
    GUARDIAN,
    HEAD,
    REFUSAL,
    REVIEWED,
    SPECIALIST,
    SUPERVISOR,
    AdvanceStory,
    advanced,
    approved,
    called,
    case,
    entitlement,
    final_bill,
    leaving,
    refusal,
    sign,
)
from workflows.case_engine import Fact, Refusal, RefusedError, Release, Reserve
from workflows.messages import (
    AcceptAsComplete,
    CoSign,
    FlagFraud,
    ReleaseHold,
    SubmitDocuments,
    Withdraw,
)
from workflows.messages_advance import (
    DecideTopUp,
    NotifyDischarge,
    PayAdvance,
    RecallAdvance,
    RecordCall,
    RequestTopUp,
    SignMandate,
)

PAY = PayAdvance(account_checked="与医院财务电话核对")
TOP_UP = RequestTopUp(amount=5_000_00, estimate=25_000_00, reason="转入重症监护")
RECALL = RecallAdvance(reason_code="FRAUD-FALSE-PART", clause="R-157", explanation="诊断证明系伪造。")


# Mandate and payment.


def test_the_mandate_is_signed_by_an_identified_guardian_and_starts_the_payment_day() -> None:
    story = approved()
    unsigned = SignMandate(verified=IdentityCheck.SIGNED_IN)
    assert refusal(story, GUARDIAN, unsigned).details == {"field": "documents"}
    assert refusal(story, SPECIALIST, sign()).details == {"field": "verified"}

    story.act(SPECIALIST, replace(sign(), verified=IdentityCheck.IN_PERSON))

    assert story.case.stage is Stage.SIGNED
    assert story.case.clock(ClockKind.ADVANCE_PAYMENT)
    assert story.case.clock(ClockKind.MANDATE_WAIT) is None


def test_an_unsigned_mandate_is_sent_again() -> None:
    story = approved().reach(ClockKind.MANDATE_WAIT, MilestoneKind.REMINDER)

    assert story.letters.count("LT-AD-MAND") == 2
    assert story.case.stage is Stage.APPROVED


def test_the_provider_pays_the_hospital_and_no_decider_lets_it_go() -> None:
    story = approved().act(GUARDIAN, sign()).act(SPECIALIST, PAY)
    order = story.orders[-1]

    assert (order.amount, order.fund, order.payee.reference) == (
        14_400_00,
        "provider:FENGSHI",
        "hospital:SHENCHENG",
    )
    assert order.deciders == (ADJUSTER.reference, SPECIALIST.reference)
    assert refusal(story, SPECIALIST, PAY).kind is Refusal.NOT_NOW
    story.settle()

    assert story.case.stage is Stage.ADVANCED
    assert story.case.statement.paid == 14_400_00
    assert story.case.clock(ClockKind.ADVANCE_PAYMENT) is None


def test_no_money_goes_to_an_account_that_nobody_saw() -> None:
    story = called(documents=papers(*REVIEWED[:2])).act(CLERK, AcceptAsComplete(reason="补交中"))
    story.act(ADJUSTER, APPROVE).grant().act(GUARDIAN, sign())

    assert refusal(story, SPECIALIST, PAY).details == {"field": "account_checked"}
    story.act(SPECIALIST, SubmitDocuments(documents=papers(DocumentKind.HOSPITAL_ACCOUNT)))
    story.act(SPECIALIST, PAY)

    assert story.orders


def test_a_payment_that_failed_is_tried_again_under_its_key_and_news_twice_changes_nothing() -> None:
    story = approved().act(GUARDIAN, sign()).act(SPECIALIST, PAY)
    first = story.orders[-1]
    story.fail("AC04").act(SPECIALIST, PAY)
    again = story.orders[-1]

    assert (again.key, again.attempt) == (first.key, 2)
    story.fail("AC04", order=first).settle().settle()

    assert story.case.statement.paid == 14_400_00


def test_a_hold_stops_decisions_and_money() -> None:
    story = approved().act(GUARDIAN, sign()).act(SPECIALIST, FlagFraud(reason="单据可疑"))

    assert refusal(story, SPECIALIST, PAY).kind is Refusal.NOT_NOW
    story.act(SUPERVISOR, ReleaseHold(reason="已核实")).act(SPECIALIST, PAY)

    assert story.orders


# Top-ups.


def test_a_top_up_is_decided_beside_the_advance_that_stands() -> None:
    story = advanced().act(DESK, TOP_UP)
    assert story.case.stage is Stage.ADVANCED
    assert story.case.clock(ClockKind.ADVANCE_REVIEW)
    assert refusal(story, DESK, TOP_UP).kind is Refusal.NOT_NOW

    story.act(ADJUSTER, DecideTopUp(decision=APPROVE.decision))
    assert Reserve(amount=19_400_00, seen_version=5) in story.last.effects
    story.grant()

    assert story.case.statement.promised == 19_400_00
    assert story.case.stage is Stage.ADVANCED
    assert story.case.top_up is None
    assert story.letters[-1] == "LT-AD-MAND", "it is more than the mandate's ceiling"


def test_a_top_up_beyond_the_mandate_is_signed_for_and_paid_apart() -> None:
    story = advanced().act(GUARDIAN, TOP_UP).act(ADJUSTER, DecideTopUp(decision=APPROVE.decision)).grant()
    assert refusal(story, SPECIALIST, PAY).kind is Refusal.NOT_NOW

    story.act(GUARDIAN, sign()).act(SPECIALIST, PAY)

    assert story.orders[-1].amount == 5_000_00
    assert story.orders[-1].key.endswith("/advance/2")
    story.settle()
    assert (story.case.stage, story.case.statement.paid) == (Stage.ADVANCED, 19_400_00)


@pytest.mark.parametrize(("amount", "fits"), [(5_600_00, True), (5_600_01, False)])
def test_all_of_it_stays_within_the_ratio(amount: int, fits: bool) -> None:
    story = advanced().act(GUARDIAN, replace(TOP_UP, amount=9_000_00))
    entry = AdvanceInput(answer=AdvanceAnswer.APPROVE, amount=amount)

    if not fits:
        assert refusal(story, ADJUSTER, DecideTopUp(decision=entry)).details == {"field": "amount"}
        return
    story.act(ADJUSTER, DecideTopUp(decision=entry))
    assert Reserve(amount=20_000_00, seen_version=5) in story.last.effects, "80 % of 25,000"


def test_a_declined_top_up_leaves_the_advance() -> None:
    story = advanced().act(GUARDIAN, TOP_UP).act(ADJUSTER, DecideTopUp(decision=REFUSAL))
    story.act(SUPERVISOR, CoSign())

    assert story.case.stage is Stage.ADVANCED
    assert story.case.top_up is None
    assert story.case.statement.promised == 14_400_00


# Discharge.


@pytest.mark.parametrize(
    ("who", "on", "notice"),
    [
        (GUARDIAN, date(2026, 10, 1), DischargeNotice.IN_TIME),
        (GUARDIAN, date(2026, 9, 30), DischargeNotice.LATE),
        (DESK, date(2026, 10, 1), DischargeNotice.WITHOUT_NOTICE),
    ],
)
def test_a_discharge_is_served_however_it_became_known(who: Actor, on: date, notice: DischargeNotice) -> None:
    story = advanced().act(who, NotifyDischarge(on=on))

    assert story.case.stage is Stage.DISCHARGE_PLANNED
    assert story.case.discharge and story.case.discharge.notice is notice
    flag = story.last.events[-1].reason_code
    assert flag == ("" if notice is DischargeNotice.IN_TIME else f"DISCHARGE_{notice}")


def test_a_discharge_before_any_money_lapses_on_its_day() -> None:
    story = approved().act(GUARDIAN, NotifyDischarge(on=date(2026, 10, 9)))
    assert story.case.stage is Stage.APPROVED

    story.reach(ClockKind.ADVANCE_DISCHARGE, MilestoneKind.LAPSE)

    assert story.case.stage is Stage.LAPSED
    assert Release(expired=True) in story.last.effects
    assert story.case.statement.promised == 0


def test_a_discharge_today_lapses_at_once() -> None:
    story = called().act(DESK, NotifyDischarge(on=date(2026, 9, 30)))

    assert story.case.stage is Stage.LAPSED


def test_money_under_way_to_the_hospital_outlives_the_discharge() -> None:
    story = approved().act(GUARDIAN, sign()).act(SPECIALIST, PAY)
    story.act(GUARDIAN, NotifyDischarge(on=date(2026, 9, 30)))
    assert story.case.stage is Stage.SIGNED

    story.settle()

    assert story.case.stage is Stage.DISCHARGE_PLANNED


def test_the_bill_is_settled_with_the_whole_file_and_adds_up() -> None:
    story = leaving()
    assert refusal(story, SPECIALIST, final_bill(documents=())).details == {"field": "documents"}
    assert refusal(story, SPECIALIST, final_bill(member_paid=3_600_01)).details == {"field": "member_paid"}

    story.act(SPECIALIST, final_bill())

    assert story.case.stage is Stage.SETTLED
    assert story.letters[-1] == "LT-ORIG"


def test_what_was_promised_and_never_paid_is_withdrawn_at_discharge() -> None:
    story = advanced().act(GUARDIAN, TOP_UP).act(ADJUSTER, DecideTopUp(decision=APPROVE.decision)).grant()
    story.act(GUARDIAN, NotifyDischarge(on=date(2026, 10, 20))).act(SPECIALIST, final_bill())

    assert story.case.statement.promised == story.case.statement.paid == 14_400_00


# Ends.


def test_the_family_takes_its_request_back_as_long_as_no_money_went_out() -> None:
    story = approved().act(GUARDIAN, Withdraw(reason="自行支付"))

    assert story.case.stage is Stage.WITHDRAWN
    assert Release() in story.last.effects
    assert refusal_of_paid().kind is Refusal.NOT_NOW


def refusal_of_paid() -> RefusedError:
    paying = approved().act(GUARDIAN, sign()).act(SPECIALIST, PAY)
    return refusal(paying, GUARDIAN, Withdraw(reason="自行支付"))


def test_fraud_before_money_terminates_and_after_it_takes_everything_back() -> None:
    before = approved().act(SPECIALIST, RECALL)
    assert before.case.stage is Stage.APPROVED
    before.act(SUPERVISOR, CoSign())
    assert before.case.stage is Stage.TERMINATED

    after = advanced().act(SPECIALIST, RECALL).act(HEAD, CoSign())

    assert after.case.stage is Stage.REFUND_DUE
    assert after.case.refund and after.case.refund.amount == 14_400_00
    assert not [order for order in after.orders if order.purpose is PaymentPurpose.ADVANCE_REPAYMENT]


def test_a_call_that_learns_of_another_cost_changes_the_estimate() -> None:
    story = AdvanceStory(case(documents=papers(*REVIEWED))).fact(Fact.ASSESSED, entitlement())
    story.act(SPECIALIST, RecordCall(estimate=20_000_00, notes="费用可能增加")).act(ADJUSTER, APPROVE)

    assert Reserve(amount=16_000_00, seen_version=4) in story.last.effects
