"""A case number tells a mistyped one from a right one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.case_number import case_number, verify
from rules.vocabulary import Process

NOVEMBER_21 = date(2026, 11, 21)
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_a_number_names_process_day_and_sequence() -> None:
    assert case_number(Process.PREAUTHORIZATION, NOVEMBER_21, 42) == "PA-261121-000042-U"


def test_the_sequence_begins_anew_after_a_million() -> None:
    assert case_number(Process.DIRECT_BILLING, NOVEMBER_21, 1_000_042).startswith("DB-261121-000042-")


@given(st.sampled_from(Process), st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(0, 10**9))
def test_every_number_that_is_given_out_verifies(process: Process, on: date, sequence: int) -> None:
    assert verify(case_number(process, on, sequence))


@given(st.integers(0, 999_999), st.data())
def test_one_wrong_character_is_found(sequence: int, data: st.DataObject) -> None:
    number = case_number(Process.PREAUTHORIZATION, NOVEMBER_21, sequence)
    place = data.draw(st.sampled_from([i for i, symbol in enumerate(number) if symbol != "-"]))
    wrong = data.draw(st.sampled_from([symbol for symbol in SYMBOLS if symbol != number[place]]))

    assert not verify(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "text", ["", "PA-261121-000042", "PA-261121-000042-u", "XX-261121-000042-U", "PA-261121-000042-U "]
)
def test_what_has_another_form_is_no_number(text: str) -> None:
    assert not verify(text)
