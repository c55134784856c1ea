"""Hospital advances: ceilings, obstacles, and who owes whom in the end (A-29 to A-32)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue.plan import PenaltyBase
from rules.settlement import (
    AdvanceObstacle,
    Stay,
    advance_ceiling,
    answer_advance_request,
    settle_advance,
    stay_payable,
)

EIGHTY = Decimal("0.80")
FEN = st.integers(0, 10**8)


def ceiling(
    estimate: int = 50_000_00, deductible_left: int = 0, remaining: int = 100_000_00, **changed: int
) -> int:
    return advance_ceiling(
        estimate=estimate, ratio=EIGHTY, deductible_left=deductible_left, remaining=remaining, **changed
    )


def test_the_ceiling_is_the_lowest_of_its_bounds() -> None:
    assert ceiling() == 40_000_00
    assert ceiling(deductible_left=10_000_00) == 30_000_00
    assert ceiling(remaining=35_000_00, reserved_elsewhere=5_000_00) == 30_000_00
    assert ceiling(provider_cap=20_000_00) == 20_000_00
    assert ceiling(already_advanced=15_000_00) == 25_000_00


def test_the_ceiling_never_falls_below_nothing() -> None:
    assert ceiling(estimate=10_000_00, deductible_left=10_000_00) == 0
    assert ceiling(already_advanced=50_000_00) == 0
    assert ceiling(remaining=1_00, reserved_elsewhere=2_00) == 0


@pytest.mark.parametrize(
    ("obstacles", "code"),
    [
        ([AdvanceObstacle.DIRECT_LIST], "ADV-DB-FIRST"),
        ([AdvanceObstacle.DIRECT_LIST, AdvanceObstacle.DEPOSIT], "ADV-DEPOSIT"),
        ([AdvanceObstacle.LITIGATION, AdvanceObstacle.EMERGENCY], "ADV-OPER"),
    ],
)
def test_what_is_never_advanced_is_told_before_where_and_who(
    obstacles: list[AdvanceObstacle], code: str
) -> None:
    assert answer_advance_request(obstacles).refused_with[0].value == code


def test_direct_billing_takes_the_place_of_an_advance() -> None:
    assert answer_advance_request([AdvanceObstacle.DIRECT_LIST]).opens_preauthorization
    assert not answer_advance_request([AdvanceObstacle.DEPOSIT]).opens_preauthorization
    assert answer_advance_request([]).refused_with == ()


def test_an_advance_above_the_payable_is_refunded_to_the_provider() -> None:
    settled = settle_advance(payable=36_500_00, advance_paid=40_000_00, member_paid=8_000_00)

    assert (settled.pay_to_provider, settled.refund_from_member) == (36_500_00, 3_500_00)
    assert settled.member_net_cost == 11_500_00
    assert settled.letters == ("LT-EOB", "LT-SETTLE", "LT-RFD")


def test_the_family_gets_no_more_than_it_paid_and_the_hospital_the_rest() -> None:
    settled = settle_advance(payable=46_500_00, advance_paid=40_000_00, member_paid=2_000_00)

    assert (settled.pay_to_member, settled.pay_to_hospital, settled.member_net_cost) == (
        2_000_00,
        4_500_00,
        0,
    )


def test_a_refused_claim_makes_the_whole_advance_repayable() -> None:
    settled = settle_advance(payable=0, advance_paid=20_000_00, member_paid=0, refused=True)

    assert (settled.refund_from_member, settled.letters) == (20_000_00, ("LT-REF", "LT-RFD"))


@given(payable=FEN, advance=FEN, paid=FEN)
def test_a_settlement_pays_each_fen_once(payable: int, advance: int, paid: int) -> None:
    settled = settle_advance(payable=payable, advance_paid=advance, member_paid=paid)

    assert settled.pay_to_provider + settled.refund_from_member == advance
    assert settled.pay_to_provider + settled.pay_to_member + settled.pay_to_hospital == payable
    assert settled.pay_to_member <= paid


@pytest.mark.parametrize(
    ("base", "payable"), [(PenaltyBase.PAYABLE, 24_000_00), (PenaltyBase.ELIGIBLE, 20_000_00)]
)
def test_a_stay_without_approval_is_penalized_by_the_chosen_reading(base: PenaltyBase, payable: int) -> None:
    stay = Stay(
        bill=52_000_00,
        excluded=2_000_00,
        deductible_left=10_000_00,
        remaining=100_000_00,
        approved=False,
        extra_member_share=Decimal("0.40"),
        penalty_base=base,
    )

    assert stay_payable(stay).payable == payable


@pytest.mark.parametrize(
    ("changed", "payable", "deductible_left", "reasons"),
    [
        ({}, 250_00, 0, ["DED", "COINS", "LIMIT"]),
        ({"remaining": 300_00}, 300_00, 0, ["DED", "COINS"]),
        ({"approved": False, "remaining": 300_00}, 180_00, 0, ["DED", "COINS", "PA-MISSING-40"]),
        ({"approved": False, "penalty_base": PenaltyBase.ELIGIBLE}, 0, 0, ["DED", "COINS", "PA-MISSING-40"]),
        ({"coinsurance": Decimal(0), "remaining": None}, 400_00, 0, ["DED"]),
        ({"coinsurance": Decimal(0), "remaining": None, "deductible_left": 1}, 599_99, 0, ["DED"]),
        ({"remaining": None, "deductible_left": 0}, 450_00, 0, ["COINS"]),
        ({"coinsurance": Decimal(0), "remaining": None, "deductible_left": 0}, 600_00, 0, []),
        ({"public_insurance_paid": 900_00}, 0, 200_00, []),
        ({"public_insurance_paid": 950_00}, 0, 200_00, []),
        ({"deductible_left": 700_00}, 0, 100_00, ["DED"]),
    ],
)
def test_each_step_of_a_stay_is_named_where_it_took_something(
    changed: dict[str, Any], payable: int, deductible_left: int, reasons: list[str]
) -> None:
    """900 yuan are covered, public insurance leaves 600, the deductible 400, the percentage 300."""
    usual: dict[str, Any] = {
        "bill": 1_000_00,
        "excluded": 100_00,
        "public_insurance_paid": 300_00,
        "deductible_left": 200_00,
        "coinsurance": Decimal("0.25"),
        "remaining": 250_00,
        "approved": True,
        "extra_member_share": Decimal("0.40"),
    }

    final = stay_payable(Stay(**usual | changed))

    assert (final.payable, final.deductible_left) == (payable, deductible_left)
    assert [reason.value for reason in final.reasons] == reasons


def test_a_stay_without_a_limit_is_paid_in_full_and_leaves_none() -> None:
    final = stay_payable(Stay(bill=10_000_00, coinsurance=Decimal("0.20"), approved=True))

    assert (final.payable, final.remaining) == (8_000_00, None)
    limited = stay_payable(
        Stay(bill=10_000_00, coinsurance=Decimal("0.20"), approved=True, remaining=7_000_00)
    )
    assert (limited.payable, limited.remaining) == (7_000_00, 0)
    assert [reason.value for reason in limited.reasons] == ["COINS", "LIMIT"]


def test_a_refund_is_asked_for_only_where_one_is_due() -> None:
    assert settle_advance(payable=8_000_00, advance_paid=8_000_00, member_paid=0).letters == (
        "LT-EOB",
        "LT-SETTLE",
    )
    assert settle_advance(payable=8_000_00, advance_paid=8_000_01, member_paid=0).letters == (
        "LT-EOB",
        "LT-SETTLE",
        "LT-RFD",
    )
