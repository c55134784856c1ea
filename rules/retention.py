"""How long a file is kept, and what a request to delete it can come to (L-16, L-27, L-34)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KEPT_YEARS = 10
"""Identity and transactions: ten years (L-27); claim files: five after a contract of a year (L-16)."""

BACKUP_DAYS = 35
"""What was erased lives on in a backup for so long at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A case as the law looks at it. ``held``: a complaint about it is open (domain 5.9)."""

    case_number: str
    closed_on: date | None
    contract_ends_on: date | None
    held: bool = False


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def kept_until(file: KeptFile) -> date | None:
    """The last day of keeping; None while the case is open or held: no end can be named."""
    if file.closed_on is None or file.held:
        return None
    return years_after(max(file.closed_on, file.contract_ends_on or file.closed_on), KEPT_YEARS)


def is_over(file: KeptFile, today: date) -> bool:
    """Whether nothing demands any more that the file is kept."""
    until = kept_until(file)
    return until is not None and until < today


def latest(files: Iterable[KeptFile]) -> tuple[bool, date | None]:
    """Whether anything has to be kept at all, and until when: None where no end can be named yet."""
    ends = [kept_until(file) for file in files]
    if not ends:
        return False, None
    known = [end for end in ends if end is not None]
    return True, max(known) if len(known) == len(ends) else None
