"""Amounts in Chinese capitals, against the samples of the payment rules and against themselves."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.capitals import capitals, parse_capitals

AMOUNTS = st.integers(0, 10**14 - 1)


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (1409_50, "人民币壹仟肆佰零玖元伍角"),
        (6007_14, "人民币陆仟零柒元壹角肆分"),
        (1680_32, "人民币壹仟陆佰捌拾元零叁角贰分"),
        (107000_53, "人民币壹拾万柒仟元零伍角叁分"),
        (16409_02, "人民币壹万陆仟肆佰零玖元零贰分"),
        (325_04, "人民币叁佰贰拾伍元零肆分"),
    ],
)
def test_the_samples_of_the_payment_rules_come_out_as_printed_there(fen: int, written: str) -> None:
    assert capitals(fen) == written


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角"),
        (99, "人民币玖角玖分"),
        (1_00, "人民币壹元整"),
        (10_00, "人民币壹拾元整"),
        (100_00, "人民币壹佰元整"),
        (1000_00, "人民币壹仟元整"),
        (10_000_00, "人民币壹万元整"),
        (10_001_00, "人民币壹万零壹元整"),
        (100_010_00, "人民币壹拾万零壹拾元整"),
        (110_000_00, "人民币壹拾壹万元整"),
        (10_000_500_00, "人民币壹仟万零伍佰元整"),
        (100_400_000_00, "人民币壹亿零肆拾万元整"),
        (100_000_001_00, "人民币壹亿零壹元整"),
        (999_999_999_999_99, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_zeros_are_written_once_where_they_bridge_a_gap(fen: int, written: str) -> None:
    assert capitals(fen) == written


@given(AMOUNTS)
def test_capitals_read_back_as_the_amount(fen: int) -> None:
    assert parse_capitals(capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_never_repeat_a_zero_nor_end_on_one(fen: int) -> None:
    written = capitals(fen)

    assert "零零" not in written
    assert not written.endswith("零")


@pytest.mark.long
def test_a_hundred_thousand_amounts_read_back() -> None:
    source = random.Random(20261121)
    for _ in range(100_000):
        fen = source.randrange(10 ** source.randrange(1, 15))
        assert parse_capitals(capitals(fen)) == fen


def test_other_spellings_of_yuan_and_exact_are_read() -> None:
    assert parse_capitals("人民币壹佰圆正") == 100_00


@pytest.mark.parametrize("text", ["", "壹佰元整", "人民币壹佰", "人民币壹佰元零整", "人民币100元整"])
def test_what_is_no_amount_in_capitals_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount in capitals"):
        parse_capitals(text)


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_amounts_out_of_range_are_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="no form in capitals"):
        capitals(fen)
