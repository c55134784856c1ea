"""Numbers that identify people appear in letters masked (L-35); this module masks them and refuses others."""

import re

_IDENTITY = re.compile(
    r"(?<![0-9])([1-9][0-9]{5})((?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9])([0-9]{3}[0-9Xx])(?![0-9Xx])"
)
_CARD = re.compile(r"(?<![0-9])62(?:[ -]?[0-9]){14,17}(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHOWN = 10
"""Most letters and digits that a masked number may show: region and last four of an identity card."""


class UnmaskedNumberError(ValueError):
    """A number that identifies a person reached a letter in full; mask it where the letter is made."""


def mask_identity(number: str) -> str:
    """First six and last four of an identity card; of shorter documents the last three alone."""
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return "*" * max(len(number) - 3, 4) + number[-3:]


def mask_bank_card(number: str) -> str:
    """The last four digits behind three groups of stars."""
    return f"**** **** **** {number[-4:]}"


def mask_phone(number: str) -> str:
    """First three and last four digits of a telephone number."""
    return f"{number[:3]}****{number[-4:]}"


def require_masked(value: str, field: str) -> None:
    """Raise UnmaskedNumberError unless the value hides at least four characters and shows ten at most."""
    shown = sum(character.isalnum() for character in value)
    if value.count("*") < 4 or shown > _SHOWN:
        raise UnmaskedNumberError(f"{field} is not masked, {shown} characters show: use letters.masking")


def reveals_number(text: str) -> bool:
    """Whether free text holds a whole identity number (GB 11643) or UnionPay card number (Luhn)."""
    return any(_is_identity(match[0]) for match in _IDENTITY.finditer(text)) or any(
        _passes_luhn(re.sub("[ -]", "", match[0])) for match in _CARD.finditer(text)
    )


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _passes_luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
