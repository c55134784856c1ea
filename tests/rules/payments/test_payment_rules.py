"""Signatures, numbers, matching, days of a fund, ages of debts, and what paying late costs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.payments.ageing import AgeBand, age_band
from rules.payments.approval import ForApproval, Refused, leaves_by_itself, sign, signatures_needed
from rules.payments.late_payment import late_compensation
from rules.payments.matching import split
from rules.payments.numbers import PAYMENT, RECEIVABLE, money_number, reference_in
from rules.payments.statement import Movement, daily_statement
from rules.payments.vocabulary import FundMovementKind, PayeeFinding, PaymentStatus, ReceivableStatus
from rules.roles import Actor, Role

ON = date(2026, 9, 29)
FENG = Actor("staff:feng", (Role.FINANCE,))
AT = datetime(2026, 9, 29, 2, tzinfo=UTC)


def a_payment(**changes: Any) -> ForApproval:
    usual: dict[str, Any] = {
        "number": "PY-1",
        "amount": 100_00,
        "status": PaymentStatus.ORDERED,
        "deciders": ("staff:ma",),
        "signers": (),
        "findings": (),
    }
    return ForApproval(**usual | changes)


def test_finance_signs_what_others_decided() -> None:
    assert sign(a_payment(), FENG, seen_findings=()) == FENG.reference


@pytest.mark.parametrize(
    ("payment", "who", "why"),
    [
        (a_payment(), Actor("staff:gao", (Role.SUPERVISOR,)), "roles"),
        (a_payment(deciders=("staff:feng",)), FENG, "decided"),
        (a_payment(signers=("staff:feng",)), FENG, "second person"),
        (a_payment(status=PaymentStatus.SENT), FENG, "SENT"),
        (a_payment(findings=(PayeeFinding.UNRELATED_PAYEE,)), FENG, "cannot leave"),
        (a_payment(findings=(PayeeFinding.LUHN,)), FENG, "Look at"),
    ],
)
def test_a_signature_that_does_not_count_says_why(payment: ForApproval, who: Actor, why: str) -> None:
    answer = sign(payment, who, seen_findings=())

    assert isinstance(answer, Refused)
    assert why in answer.why


def test_a_second_signature_is_needed_above_the_limit() -> None:
    assert [signatures_needed(50_000_00), signatures_needed(50_000_01)] == [1, 2]


def test_only_a_clear_small_automatic_payment_leaves_by_itself() -> None:
    assert leaves_by_itself(automatic=True, amount=3_000_00, findings=())
    assert not leaves_by_itself(automatic=True, amount=3_000_01, findings=())
    assert not leaves_by_itself(automatic=True, amount=1, findings=(PayeeFinding.LUHN,))
    assert not leaves_by_itself(automatic=False, amount=1, findings=())


@pytest.mark.parametrize("form", ["{}", "自付 {} 谢谢", "{}。", "ref:{}/林"])
def test_a_reference_is_found_in_what_people_write(form: str) -> None:
    reference = money_number(RECEIVABLE, ON, 42)

    assert reference_in(form.format(reference)) == reference
    assert reference_in(form.format(reference.lower().replace("-", " "))) == reference


def test_two_references_or_a_wrong_one_are_none() -> None:
    first, second = money_number(RECEIVABLE, ON, 1), money_number(RECEIVABLE, ON, 2)

    assert reference_in(f"{first} {second}") is None
    assert reference_in(first[:-1] + ("1" if first[-1] != "1" else "2")) is None
    assert reference_in(money_number(PAYMENT, ON, 1)) is None
    assert reference_in("") is None


@given(came=st.integers(1, 10**9), amount=st.integers(1, 10**9), part=st.integers(0, 100))
def test_a_receipt_is_split_without_loss_and_never_overpays(came: int, amount: int, part: int) -> None:
    received = amount * part // 100

    parts = split(came, amount=amount, received=received, status=ReceivableStatus.OPEN)

    assert parts.applied + parts.beyond == came
    assert 0 <= parts.applied <= amount - received
    assert parts.beyond == 0 or parts.applied == amount - received


MOVEMENTS = st.lists(
    st.builds(
        Movement,
        kind=st.sampled_from(FundMovementKind),
        amount=st.integers(1, 10**9),
        about=st.just("x"),
        case_number=st.just(""),
        at=st.just(AT),
    )
)


@given(opening=st.integers(-(10**9), 10**9), days=st.lists(MOVEMENTS, min_size=1, max_size=5))
def test_every_day_balances_and_opens_with_the_close_before(opening: int, days: list[list[Movement]]) -> None:
    balance = opening
    for movements in days:
        day = daily_statement(fund="f", name="f", on=ON, opening=balance, movements=movements)
        assert day.balances
        assert day.closing - day.opening == sum(line.change for line in day.lines)
        balance = day.closing


@pytest.mark.parametrize(
    ("due_on", "band"),
    [
        (date(2026, 9, 29), AgeBand.NOT_DUE),
        (date(2026, 9, 28), AgeBand.UP_TO_15),
        (date(2026, 9, 14), AgeBand.UP_TO_15),
        (date(2026, 9, 13), AgeBand.UP_TO_30),
        (date(2026, 8, 29), AgeBand.UP_TO_90),
        (date(2026, 6, 30), AgeBand.OVER_90),
    ],
)
def test_a_debt_ages_from_the_day_after_it_was_due(due_on: date, band: AgeBand) -> None:
    assert age_band(due_on, ON) is band


def test_paying_late_costs_simple_interest_by_the_day() -> None:
    three = Decimal("0.03")

    late = late_compensation(amount=36_500_00, legal_due_on=ON, paid_on=date(2026, 10, 9), rate=three)
    on_time = late_compensation(amount=36_500_00, legal_due_on=ON, paid_on=ON, rate=three)

    assert (late.days, late.amount) == (10, 30_00)
    assert (on_time.days, on_time.amount) == (0, 0)


def test_a_statement_tells_each_movement_with_the_balance_after_it() -> None:
    day = daily_statement(
        fund="provider:FENGSHI",
        name="风石健康",
        on=ON,
        opening=100,
        under_way=9,
        movements=[
            Movement(kind=FundMovementKind.TOP_UP, amount=50, about="order 7", case_number="", at=AT),
            Movement(kind=FundMovementKind.PAID, amount=30, about="PAY-1", case_number="AD-1", at=AT),
            Movement(kind=FundMovementKind.RECEIVED, amount=5, about="RCV-1", case_number="AD-2", at=AT),
        ],
    )

    assert (day.fund, day.name, day.on, day.under_way) == ("provider:FENGSHI", "风石健康", ON, 9)
    assert (day.opening, day.topped_up, day.paid, day.received, day.closing) == (100, 50, 30, 5, 125)
    assert [(each.kind, each.amount, each.about, each.case_number, each.balance) for each in day.lines] == [
        (FundMovementKind.TOP_UP, 50, "order 7", "", 150),
        (FundMovementKind.PAID, 30, "PAY-1", "AD-1", 120),
        (FundMovementKind.RECEIVED, 5, "RCV-1", "AD-2", 125),
    ]
    assert {each.at for each in day.lines} == {AT}
