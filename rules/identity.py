"""Resident identity numbers (GB 11643-1999, domain 8.2), and how personal numbers are shown."""

import re
from dataclasses import dataclass
from datetime import date

from rules.vocabulary import Sex

_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_HIDDEN = "*"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number whose check character holds, and what it says about its bearer; shown only with a mask."""

    number: str
    born_on: date
    sex: Sex

    def __str__(self) -> str:
        return mask_identity_number(self.number)

    def __repr__(self) -> str:
        return f"IdentityNumber({self})"


def parse_identity_number(text: str) -> IdentityNumber:
    """The number, with x made X and blanks around it dropped.

    ValueError says what is wrong and never quotes the number: it ends up in forms and logs.
    """
    number = text.strip().upper()
    if len(number) != 18:
        raise ValueError(f"the identity number has {len(number)} characters: enter all 18")
    if not _FORM.fullmatch(number):
        raise ValueError("the identity number must be 17 digits and a digit or X, and cannot begin with 0")
    if check_character(number[:17]) != number[17]:
        raise ValueError(
            "the last character of the identity number does not fit the others: check each digit"
        )
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdentityNumber(number, _birth_date(number[6:14]), sex)


def check_character(digits: str) -> str:
    """The 18th character for the first 17 digits."""
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[weighted % 11]


def mask_identity_number(number: str) -> str:
    """``310104********1234``: region and last four. Other documents show their last four at most."""
    if len(number) == 18:
        return f"{number[:6]}{_HIDDEN * 8}{number[-4:]}"
    return _tail(number)


def mask_bank_card(number: str) -> str:
    """Only the last four digits, without the blanks that people type."""
    return _tail("".join(number.split()))


def mask_phone(number: str) -> str:
    """``138****5678`` for a mobile number; any other shows its last four at most."""
    digits = "".join(number.split()).replace("-", "")
    if re.fullmatch(r"1[0-9]{10}", digits):
        return f"{digits[:3]}{_HIDDEN * 4}{digits[-4:]}"
    return _tail(digits)


def _tail(number: str) -> str:
    """The last four characters, but never more than half of them."""
    shown = min(4, len(number) // 2)
    return _HIDDEN * (len(number) - shown) + number[len(number) - shown :]


def _birth_date(digits: str) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise ValueError("the birth date in the identity number is no date: check digits 7 to 14") from error
    if born_on.year < 1850:
        raise ValueError(f"the identity number says born in {born_on.year}: check digits 7 to 10")
    return born_on
