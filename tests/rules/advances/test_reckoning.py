"""Ceilings and settlements of the worked examples (domain 6.7)."""

from datetime import UTC, date, datetime

import pytest

from rules.advances.reckoning import ceiling, settlement
from rules.advances.statement import Movement
from rules.advances.values import BillLine, Entitlement, FinalBill
from rules.advances.vocabulary import MovementKind
from rules.items import ItemCode
from tests.workflows.advances import case, entitlement

AT = datetime(2026, 10, 9, 2, tzinfo=UTC)


def paid(amount: int) -> tuple[Movement, ...]:
    return (
        Movement(kind=MovementKind.PROMISED, amount=amount, at=AT),
        Movement(kind=MovementKind.PAID, amount=amount, at=AT),
    )


@pytest.mark.parametrize(
    ("estimate", "deductible_left", "expected"),
    [(62_500_00, 10_000_00, 40_000_00), (50_000_00, 0, 40_000_00), (50_000_00, 10_000_00, 30_000_00)],
)
def test_the_ceiling_of_the_worked_examples(estimate: int, deductible_left: int, expected: int) -> None:
    asked = case(estimate=estimate, entitlement=entitlement(deductible_left=deductible_left))

    assert ceiling(asked) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (entitlement(remaining=39_999_99), 39_999_99),
        (entitlement(remaining=40_000_01), 40_000_00),
        (entitlement(provider_cap=25_000_00), 25_000_00),
        (entitlement(provider_cap=None, remaining=None), 40_000_00),
        (entitlement(deductible_left=50_000_00), 0),
    ],
)
def test_limit_and_cap_bound_the_ceiling(found: Entitlement, expected: int) -> None:
    assert ceiling(case(estimate=50_000_00, entitlement=found)) == expected


def test_what_was_promised_before_counts_against_the_ceiling() -> None:
    asked = case(estimate=50_000_00, entitlement=entitlement(), movements=paid(15_000_00))

    assert ceiling(asked) == 25_000_00


@pytest.mark.parametrize(
    ("payable", "refund", "balance"), [(36_500_00, 3_500_00, 0), (46_500_00, 0, 6_500_00), (0, 40_000_00, 0)]
)
def test_the_settlement_of_the_worked_examples(payable: int, refund: int, balance: int) -> None:
    bill = FinalBill(
        number="0312345678",
        billed_on=date(2026, 10, 20),
        lines=(BillLine(item=ItemCode.TREATMENT, description="治疗费", amount=48_000_00),),
        member_paid=8_000_00,
        settled_by="staff:tang",
        settled_at=AT,
    )

    figures = settlement(case(bill=bill, movements=paid(40_000_00)), payable)

    assert (figures.refund_from_member, figures.pay_to_member) == (refund, balance)
