"""The remark of a remittance accounts for every fen between bill and payment."""

import re

import pytest

from activities.letter_contents.remarks import remark
from rules.claims.values import ClaimFigures


def chinese(zh: str, en: str) -> str:
    del en
    return zh


def english(zh: str, en: str) -> str:
    del zh
    return en


CUT = ClaimFigures(
    billed=10_000_00,
    excluded=500_00,
    offset=1_000_00,
    deductible=2_000_00,
    copay=300_00,
    coinsurance=620_00,
    penalty=100_00,
    capped=30_00,
    over_limit=50_00,
    payable=5_400_00,
)


@pytest.mark.parametrize("say", [chinese, english])
def test_bill_less_and_plus_what_the_remark_names_is_the_payment(say) -> None:  # type: ignore[no-untyped-def]
    said = remark(say, CUT, ahead=920_00, earlier=4_000_00)

    less, _, plus = said.partition(say("；", "; "))
    named = [
        sum(round(float(each.replace(",", "")) * 100) for each in re.findall(r"¥([\d,.]+\d)", part))
        for part in (less, plus)
    ]
    assert CUT.billed - named[0] + named[1] == CUT.payable + 920_00 - 4_000_00
    assert len(re.findall("¥", less)) == 8


def test_only_what_was_taken_is_named() -> None:
    visit = ClaimFigures(billed=1_280_00, copay=300_00, payable=980_00)

    assert remark(chinese, visit) == "减：每次自付额 ¥300.00"
    assert remark(english, visit) == "less copay ¥300.00"
    assert remark(chinese, visit, desk=50_00) == "减：每次自付额 ¥300.00；多收家庭的费用请退还 ¥50.00"


def test_a_bill_that_is_paid_whole_says_so() -> None:
    whole = ClaimFigures(billed=860_00, payable=860_00)

    assert (remark(chinese, whole), remark(english, whole)) == ("全额支付", "paid in full")
