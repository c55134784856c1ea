"""Money that comes in pays what it names, once; what is beyond goes back."""

from datetime import UTC, date, datetime

from rules.china_time import shanghai_date
from rules.payments.values import ChangeReceivable, Instalment
from rules.payments.vocabulary import PaymentPurpose, PaymentStatus, ReceiptStatus, ReceivableStatus
from tests.money.treasury import FENG, GOOD_CARD, SHEN, OpenCase, Treasury


def test_a_transfer_that_names_the_debt_pays_it_and_the_case_hears_once(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(80_00)

    receipt = treasury.pay_in(80_00, f"自付 {owed.reference.lower()} 林小满")
    treasury.look()
    treasury.look()

    (news,) = case.look().receipts
    assert (news.receipt, news.came, news.paid) == (receipt, 80_00, True)
    assert treasury.receivable(owed.reference).status is ReceivableStatus.PAID


def test_parts_add_up(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(100_00)

    treasury.pay_in(30_00, owed.reference)
    treasury.look()
    assert [(each.came, each.receivable.open, each.paid) for each in case.look().receipts] == [
        (30_00, 70_00, False)
    ]
    treasury.pay_in(70_00, owed.reference)
    treasury.look()

    assert [each.paid for each in case.look().receipts] == [False, True]


def test_what_is_beyond_the_debt_goes_back_to_its_payer(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(50_00)
    receipt = treasury.pay_in(65_00, owed.reference)
    treasury.look()
    (back,) = treasury.payments_of(f"return/{receipt}")
    assert (back.amount, back.purpose, back.status) == (15_00, PaymentPurpose.RETURN, PaymentStatus.ORDERED)
    assert case.look().receipts[0].came == 50_00

    treasury.sign(back.number)

    treasury.wait_for(lambda: bool(treasury.debits(f"return/{receipt}")), "the return")
    (left,) = treasury.debits(f"return/{receipt}")
    assert (left["amount"], left["counterparty_account"]) == (15_00, GOOD_CARD)


def test_paying_a_paid_debt_again_returns_all_of_it(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(20_00)
    for _ in range(2):
        second = treasury.pay_in(20_00, owed.reference)
    treasury.look()

    assert treasury.receipt(second).status is ReceiptStatus.RETURNED
    assert treasury.payments_of(f"return/{second}")[0].amount == 20_00
    assert len(case.look().receipts) == 1


def test_a_transfer_that_names_nothing_waits_for_finance_who_may_match_it_once(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(40_00)
    receipt = treasury.pay_in(40_00, "孩子看病的钱")
    treasury.look()
    assert treasury.receipt(receipt).status is ReceiptStatus.UNMATCHED

    assert treasury.decide(receipt, owed.reference) == ""
    assert treasury.decide(receipt, owed.reference) == ""
    treasury.look()

    assert len(case.look().receipts) == 1
    assert treasury.receipt(receipt).matched_by == FENG.reference
    other = treasury.case().owe(40_00)
    assert "MATCHED already" in treasury.decide(receipt, other.reference)


def test_finance_may_send_money_back_and_another_person_lets_it_go(treasury: Treasury) -> None:
    receipt = treasury.pay_in(12_34, "?")
    treasury.look()

    assert treasury.decide(receipt) == ""

    (back,) = treasury.payments_of(f"return/{receipt}")
    assert "You decided" in treasury.sign(back.number, FENG).refused
    assert treasury.sign(back.number, SHEN).status is PaymentStatus.APPROVED


def test_a_mistyped_reference_matches_nothing(treasury: Treasury) -> None:
    owed = treasury.case().owe(40_00)
    wrong = owed.reference[:-1] + ("A" if owed.reference[-1] != "A" else "B")

    receipt = treasury.pay_in(40_00, wrong)
    treasury.look()

    assert treasury.receipt(receipt).status is ReceiptStatus.UNMATCHED


def test_a_debt_to_the_provider_is_not_paid_to_the_insurer(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(40_00, fund="provider:FENGSHI")

    receipt = treasury.pay_in(40_00, owed.reference)
    treasury.look()
    assert treasury.receipt(receipt).status is ReceiptStatus.UNMATCHED
    assert "provider:FENGSHI" in treasury.decide(receipt, owed.reference)
    treasury.pay_in(40_00, owed.reference, account="310010000000002")
    treasury.look()

    assert case.look().receipts[0].paid


def test_instalments_must_add_up_to_what_is_owed(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(90_00)
    treasury.pay_in(30_00, owed.reference)
    treasury.look()

    wrong = case.change(_in_parts(owed.key, 45_00, 45_00))
    right = case.change(_in_parts(owed.key, 30_00, 30_00))

    assert "60.00" in wrong.problem
    assert (right.problem, right.due_on) == ("", date(2027, 2, 1))


def test_a_waived_debt_takes_no_money(treasury: Treasury) -> None:
    case = treasury.case()
    owed = case.owe(10_00)
    assert case.change(ChangeReceivable(key=owed.key, status=ReceivableStatus.WAIVED)).open == 0

    receipt = treasury.pay_in(10_00, owed.reference)
    treasury.look()

    assert treasury.receipt(receipt).status is ReceiptStatus.RETURNED
    assert case.look().receipts == ()


def test_opening_a_debt_again_finds_it(treasury: Treasury) -> None:
    case = treasury.case()

    first, again = case.owe(10_00), case.owe(99_00)

    assert (again.reference, again.amount) == (first.reference, 10_00)


def test_a_day_of_the_fund_balances_and_holds_what_moved(treasury: Treasury) -> None:
    today = _today()
    before = treasury.statement(today)
    _move(treasury)

    after = treasury.statement(today)

    assert after.balances
    assert after.topped_up - before.topped_up == 1_000_00
    assert after.received - before.received == 30_00
    assert after.paid - before.paid == 400_00
    assert after.closing - before.closing == 630_00
    assert treasury.statement(date.fromordinal(today.toordinal() + 1)).opening == after.closing


def test_the_fund_stands_as_the_bank_says(treasury: Treasury) -> None:
    _move(treasury)

    assert treasury.statement(date(2100, 1, 1)).closing == treasury.bank_balance()


def _move(treasury: Treasury) -> OpenCase:
    treasury.pay_in(1_000_00, "float-jdaz November")
    case = treasury.case()
    owed = case.owe(30_00)
    treasury.pay_in(30_00, owed.reference)
    treasury.look()
    case.settled(400_00)
    return case


def _in_parts(key: str, *amounts: int) -> ChangeReceivable:
    parts = tuple(
        Instalment(due_on=date(2027, month, 1), amount=amount) for month, amount in enumerate(amounts, 1)
    )
    return ChangeReceivable(key=key, status=ReceivableStatus.OPEN, instalments=parts)


def _today() -> date:
    return shanghai_date(datetime.now(UTC))
