"""Identity numbers of GB 11643, and the masks under which personal numbers are shown."""

from datetime import date

import pytest

from rules.identity import (
    check_character,
    mask_bank_card,
    mask_identity_number,
    mask_phone,
    parse_identity_number,
)
from rules.vocabulary import Sex

A_CHILD = "999999202001010010"


@pytest.mark.parametrize(
    ("number", "born_on", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE),
        (A_CHILD, date(2020, 1, 1), Sex.MALE),
        ("99999920190101002X", date(2019, 1, 1), Sex.FEMALE),
        ("999999198806150038", date(1988, 6, 15), Sex.MALE),
    ],
)
def test_a_number_tells_birth_date_and_sex(number: str, born_on: date, sex: Sex) -> None:
    identity = parse_identity_number(number)

    assert (identity.number, identity.born_on, identity.sex) == (number, born_on, sex)


def test_a_lower_case_x_and_blanks_around_are_accepted() -> None:
    assert parse_identity_number(" 99999920190101002x ").number == "99999920190101002X"


@pytest.mark.parametrize("last", "123456789X")
def test_any_other_check_character_is_refused(last: str) -> None:
    with pytest.raises(ValueError, match="does not fit the others"):
        parse_identity_number(A_CHILD[:-1] + last)


def test_two_swapped_digits_are_noticed() -> None:
    with pytest.raises(ValueError, match="does not fit the others"):
        parse_identity_number("999999200201010010")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "has 0 characters: enter all 18"),
        ("999999200101001", "has 15 characters: enter all 18"),
        ("9999992020010100100", "has 19 characters: enter all 18"),
        ("99999920200101001A", "must be 17 digits and a digit or X"),
        ("X99999202001010010", "must be 17 digits and a digit or X"),
        ("099999202001010010", "cannot begin with 0"),
        ("９99999202001010010", "must be 17 digits"),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(number: str, said: str) -> None:
    with pytest.raises(ValueError, match="identity number") as refused:
        parse_identity_number(number)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("99999920230229001", "is no date: check digits 7 to 14"),
        ("99999920201301001", "is no date: check digits 7 to 14"),
        ("99999918491231001", "says born in 1849"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(digits: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_identity_number(digits + check_character(digits))


def test_no_message_and_no_representation_shows_the_number() -> None:
    identity = parse_identity_number(A_CHILD)

    assert str(identity) == "999999********0010"
    assert repr(identity) == "IdentityNumber(999999********0010)"
    with pytest.raises(ValueError, match="check each digit") as refused:
        parse_identity_number("999999202001010011")
    assert "20200101" not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("310104202001011234", "310104********1234"),
        ("A123456789", "******6789"),
        ("E1234", "***34"),
        ("", ""),
    ],
)
def test_an_identity_number_shows_region_and_last_four(number: str, masked: str) -> None:
    assert mask_identity_number(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("6200000000000005", "************0005"), ("6200 0000 0000 0005", "************0005")],
)
def test_a_bank_card_shows_its_last_four(number: str, masked: str) -> None:
    assert mask_bank_card(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("021-87654321", "*******4321"),
        ("+8613812345678", "**********5678"),
    ],
)
def test_a_phone_number_shows_its_ends(number: str, masked: str) -> None:
    assert mask_phone(number) == masked
