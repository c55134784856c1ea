"""Money leaves once: the bank accepts, rejects, is late, answers twice, or says nothing at all."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Case
from rules.payments.values import Payee
from rules.payments.vocabulary import PayeeFinding, PayeeKind, PaymentPurpose, PaymentStatus
from stores.database import transaction
from tests.money.treasury import DECIDER, FENG, GOOD_CARD, OTHER_CARD, SHEN, Treasury, is_sent
from tests.patience import PATIENCE_SECONDS

LET_PASS = 20
"""Days."""


def test_a_payment_waits_for_finance_and_then_arrives_once(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order(1_200_00)
    assert ordered.status is PaymentStatus.ORDERED
    assert treasury.debits(case.key) == []

    outcome = treasury.sign(ordered.number)

    assert (outcome.status, outcome.refused) == (PaymentStatus.APPROVED, "")
    (news,) = case.wait_for_news().payments
    assert (news.key, news.attempt, news.amount, news.settled) == (case.key, 1, 1_200_00, True)
    assert [each["amount"] for each in treasury.debits(case.key)] == [1_200_00]
    assert treasury.payment(ordered.number).status is PaymentStatus.SETTLED


def test_the_same_order_again_finds_the_payment_that_stands(treasury: Treasury) -> None:
    case = treasury.case()
    first = case.settled()

    again, other = case.order(9_999_00), case.order(1_200_00, attempt=2)

    assert again.number == other.number == first.number
    assert (again.amount, again.status) == (1_200_00, PaymentStatus.SETTLED)
    assert len(treasury.debits(case.key)) == 1


def test_a_clear_case_below_the_limit_is_paid_with_no_person(treasury: Treasury) -> None:
    case = treasury.case()

    ordered = case.order(3_000_00, payee=case.to_guardian(), automatic=True, deciders=())

    assert ordered.status is PaymentStatus.APPROVED
    assert case.wait_for_news().payments[0].settled
    assert len(treasury.debits(case.key)) == 1


def test_one_fen_above_the_limit_waits_for_a_person(treasury: Treasury) -> None:
    case = treasury.case()

    ordered = case.order(3_000_01, payee=case.to_guardian(), automatic=True, deciders=())

    assert ordered.status is PaymentStatus.ORDERED


def test_a_finding_keeps_an_automatic_payment_for_a_person(treasury: Treasury) -> None:
    case = treasury.case()

    ordered = case.order(100, payee=case.to_guardian(holder="张三"), automatic=True, deciders=())

    assert ordered.findings == (PayeeFinding.HOLDER_DIFFERS,)
    assert "HOLDER_DIFFERS" in treasury.sign(ordered.number).refused
    seen = treasury.sign(ordered.number, seen=(PayeeFinding.HOLDER_DIFFERS,))
    assert seen.status is PaymentStatus.APPROVED


def test_who_decided_does_not_let_the_money_go(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order(deciders=(DECIDER, FENG.reference))

    assert "You decided" in treasury.sign(ordered.number, FENG).refused
    assert treasury.sign(ordered.number, SHEN).status is PaymentStatus.APPROVED


def test_above_the_limit_of_one_signature_two_people_sign(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order(50_000_01)

    first = treasury.sign(ordered.number, FENG)
    again = treasury.sign(ordered.number, FENG)

    assert (first.status, first.signatures, first.needed) == (PaymentStatus.ORDERED, 1, 2)
    assert "second person" in again.refused
    assert treasury.debits(case.key) == []
    assert treasury.sign(ordered.number, SHEN).status is PaymentStatus.APPROVED
    assert case.wait_for_news().payments[0].settled


def test_exactly_the_limit_needs_one_signature(treasury: Treasury) -> None:
    assert treasury.sign(treasury.case().order(50_000_00).number).needed == 1


def test_two_people_at_once_let_it_go_once(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order()

    acts = [treasury.sign_later(ordered.number, who) for who in (FENG, SHEN)]
    outcomes = [act.result(timeout=PATIENCE_SECONDS)[0] for act in acts]

    assert sorted(bool(outcome.refused) for outcome in outcomes) == [False, True]
    case.wait_for_news()
    assert len(treasury.debits(case.key)) == 1


def test_the_same_act_again_answers_the_same(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order()

    first = treasury.sign(ordered.number, act_id=f"again{case.number}")
    case.wait_for_news()

    assert treasury.sign(ordered.number, act_id=f"again{case.number}") == first


def test_a_rejected_account_comes_back_and_a_corrected_one_is_paid(treasury: Treasury) -> None:
    case = treasury.case()
    treasury.behave(account=GOOD_CARD, manner="REJECT", reason="AC04")
    ordered = case.order(payee=case.to_guardian(GOOD_CARD), purpose=PaymentPurpose.CLAIM)
    treasury.sign(ordered.number)
    (failed,) = case.wait_for_news().payments
    assert (failed.code, failed.correctable, failed.account[-4:]) == ("AC04", True, GOOD_CARD[-4:])

    second = case.order(payee=case.to_guardian(OTHER_CARD), purpose=PaymentPurpose.CLAIM, attempt=2)
    treasury.sign(second.number)

    assert case.wait_for_news(2).payments[1].settled
    assert [each["counterparty_account"] for each in treasury.debits(case.key)] == [OTHER_CARD]


def test_a_late_bank_is_waited_for(treasury: Treasury) -> None:
    case = treasury.case()
    treasury.behave(manner="LATE", seconds=1.5)
    ordered = case.order()
    treasury.sign(ordered.number)

    treasury.wait_for(lambda: is_sent(treasury.payment(ordered.number)), "the payment to be under way")

    assert case.wait_for_news().payments[0].settled
    assert len(treasury.debits(case.key)) == 1


def test_a_bank_that_answers_twice_is_believed_once(treasury: Treasury) -> None:
    case = treasury.case()
    treasury.behave(manner="TWICE")

    case.settled()

    assert len(treasury.debits(case.key)) == 1
    assert len(case.look().payments) == 1


@pytest.mark.parametrize("manner", ["SILENT_DONE", "SILENT_LOST"])
def test_a_silent_bank_is_asked_before_anything_is_sent_again(treasury: Treasury, manner: str) -> None:
    case = treasury.case()
    treasury.behave(manner=manner, times=3)

    ordered = case.settled()

    assert len(treasury.debits(case.key)) == 1
    assert treasury.payment(ordered.number).status is PaymentStatus.SETTLED


def test_what_finance_turns_down_goes_back_to_the_case_and_may_be_ordered_again(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order()

    assert treasury.turn_down(ordered.number).status is PaymentStatus.TURNED_DOWN
    assert "TURNED_DOWN" in treasury.sign(ordered.number).refused

    (news,) = case.wait_for_news().payments
    assert (news.code, news.correctable) == ("TURNED_DOWN", False)
    assert case.order(attempt=2).status is PaymentStatus.ORDERED
    assert treasury.debits(case.key) == []


def test_a_payment_under_way_cannot_be_turned_down(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.settled()

    assert "SETTLED" in treasury.turn_down(ordered.number).refused


def test_a_payee_without_an_account_cannot_be_paid(treasury: Treasury) -> None:
    case = treasury.case()
    nobody = case.order(payee=Payee(kind=PayeeKind.GUARDIAN, reference=case.guardian))

    assert nobody.findings == (PayeeFinding.NO_ACCOUNT,)
    assert "NO_ACCOUNT" in treasury.sign(nobody.number, seen=(PayeeFinding.NO_ACCOUNT,)).refused


def test_an_account_of_another_person_is_nobodys(treasury: Treasury) -> None:
    case, other = treasury.case(), treasury.case("M2025000002")
    theirs = other.name_account(GOOD_CARD, "周敏")

    ordered = case.order(
        payee=Payee(kind=PayeeKind.GUARDIAN, reference=case.guardian, account_id=theirs.account_id)
    )

    assert PayeeFinding.NO_ACCOUNT in ordered.findings


def test_a_closed_case_does_not_hold_its_payment_up(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order()
    case.close()

    treasury.sign(ordered.number)

    treasury.wait_for(lambda: treasury.payment(ordered.number).told_at is not None, "the end of the payment")
    assert treasury.payment(ordered.number).status is PaymentStatus.SETTLED


def test_a_payment_ends_in_the_time_of_its_case_though_time_was_let_pass_since(treasury: Treasury) -> None:
    case = treasury.case()
    ordered = case.order()
    with transaction(treasury.engine) as session:
        session.get_one(Case, case.number).clock_offset_seconds = LET_PASS * 24 * 3600

    treasury.sign(ordered.number)

    (news,) = case.wait_for_news().payments
    assert news.ended_at > datetime.now(UTC) + timedelta(days=LET_PASS - 1)
    assert treasury.payment(ordered.number).settled_at == news.ended_at
