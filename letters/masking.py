"""Numbers that identify people appear in letters masked (L-35); whole ones are refused."""

import re

from rules.identity import check_character

_IDENTITY = re.compile(
    r"(?<![0-9])([1-9][0-9]{5})((?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9])([0-9]{3}[0-9Xx])(?![0-9Xx])"
)
_CARD = re.compile(r"(?<![0-9])62(?:[ -]?[0-9]){14,17}(?![0-9])")
_SHOWN = 10
"""Most letters and digits that a masked number may show: region and last four of an identity card."""


class UnmaskedNumberError(ValueError):
    """A number that identifies a person reached a letter in full; mask it where the letter is made."""


def require_masked(value: str, field: str) -> None:
    """Raise UnmaskedNumberError unless the value hides three characters or more and shows ten at most."""
    shown = sum(character.isalnum() for character in value)
    if value.count("*") < 3 or shown > _SHOWN:
        raise UnmaskedNumberError(f"{field} is not masked, {shown} characters show: use rules.identity")


def reveals_number(text: str) -> bool:
    """Whether free text holds a whole identity number (GB 11643) or UnionPay card number (Luhn)."""
    return any(
        check_character(match[0][:17]) == match[0][17].upper() for match in _IDENTITY.finditer(text)
    ) or any(_passes_luhn(re.sub("[ -]", "", match[0])) for match in _CARD.finditer(text))


def _passes_luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
