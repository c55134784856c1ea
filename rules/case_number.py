"""Case numbers such as ``PA-261121-000042-U``: process, Shanghai date, sequence, check character."""

import re
from datetime import date

from rules.vocabulary import Process

_FORM = re.compile(r"([A-Z]{2})-([0-9]{6})-([0-9]{6})-([0-9A-Z])")
_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROCESSES = frozenset(process.value for process in Process)
_SEQUENCES = 1_000_000


def case_number(process: Process, received_on: date, sequence: int) -> str:
    """The number of a case received on that Shanghai day; of the sequence the last six digits count."""
    day, place = f"{received_on:%y%m%d}", f"{sequence % _SEQUENCES:06}"
    return f"{process}-{day}-{place}-{check_character(f'{process}{day}{place}')}"


def verify(number: str) -> bool:
    """Whether the number has the form of a case number and its check character holds."""
    form = _FORM.fullmatch(number)
    if form is None or form[1] not in _PROCESSES:
        return False
    return check_character("".join(form.groups()[:3])) == form[4]


def check_character(symbols: str) -> str:
    """ISO 7064 MOD 37,36: finds every mistyped character and nearly every pair swapped."""
    rest = 36
    for symbol in symbols:
        rest = (rest + _SYMBOLS.index(symbol)) % 36 or 36
        rest = rest * 2 % 37
    return _SYMBOLS[(37 - rest) % 36]
