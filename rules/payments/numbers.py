"""Numbers of payments, batches and receivables: letters, Shanghai date, sequence, check character."""

import re
from datetime import date

from rules.case_number import check_character

PAYMENT, BATCH, RECEIVABLE = "PY", "PB", "RV"

_FORM = re.compile(r"(PY|PB|RV)-?([0-9]{6})-?([0-9]{6,9})-?([0-9A-Z])")


def money_number(kind: str, on: date, sequence: int) -> str:
    """Such as ``PY-260929-000042-K``; at most 21 characters, so it fits the bank's 35."""
    day, place = f"{on:%y%m%d}", f"{sequence:06}"
    return f"{kind}-{day}-{place}-{check_character(f'{kind}{day}{place}')}"


def reference_in(remittance: str) -> str | None:
    """The receivable's reference in what somebody wrote on a transfer, however they spaced it.

    None where there is none, where there are two, or where the check character does not hold.
    """
    text = re.sub(r"[\s.,;:_/]+", "", remittance.upper())
    found = {_whole(match) for match in _FORM.finditer(text) if match[1] == RECEIVABLE and _holds(match)}
    return found.pop() if len(found) == 1 else None


def _whole(match: re.Match[str]) -> str:
    return "-".join(match.groups())


def _holds(match: re.Match[str]) -> bool:
    return check_character("".join(match.groups()[:3])) == match[4]
