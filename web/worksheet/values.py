"""What the worksheet shows of an entry before it is sent. Money in fen."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sum(StrEnum):
    """Rows of the comparison; their words stand in the template."""

    BILLED = "BILLED"
    EXCLUDED = "EXCLUDED"
    OFFSET = "OFFSET"
    DEDUCTIBLE = "DEDUCTIBLE"
    COPAY = "COPAY"
    COINSURANCE = "COINSURANCE"
    PENALTY = "PENALTY"
    CAPPED = "CAPPED"
    OVER_LIMIT = "OVER_LIMIT"
    PAYABLE = "PAYABLE"
    MEMBER = "MEMBER"
    APPROVED = "APPROVED"
    CEILING = "CEILING"
    ADVANCED = "ADVANCED"
    RESERVED = "RESERVED"
    LIMIT_LEFT = "LIMIT_LEFT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure as it stands and as it would be; None where there is none."""

    name: Sum
    before: int | None
    after: int | None

    @property
    def change(self) -> int:
        """By how much it moves."""
        return 0 if self.before is None or self.after is None else self.after - self.before


class DoubtKind(StrEnum):
    """Why an entry is allowed and yet unlikely."""

    TEN_TIMES_USUAL = "TEN_TIMES_USUAL"
    ABOVE_RESERVE = "ABOVE_RESERVE"
    ABOVE_LIMIT = "ABOVE_LIMIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One unlikely thing: what was entered, and what one would expect; ``about`` names the line."""

    kind: DoubtKind
    about: str
    entered: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One charge as it would be priced, beside what it comes to now."""

    number: int
    item: str
    billed: int
    excluded: int
    payable: int
    payable_before: int | None
    reason: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What the entry would come to. ``mistake`` is the first thing that could not be sent so."""

    sums: Sequence[Compared] = ()
    lines: Sequence[PricedLine] = ()
    mistake: tuple[str, str] | None = None
    doubts: Sequence[Doubt] = ()
    needs_second: bool = False
    year_moved: bool = False

    @property
    def sure_of(self) -> str:
        """What a person confirms by going on: other figures are to be confirmed anew. Empty for none."""
        if not self.doubts:
            return ""
        return hashlib.sha256(repr(self.doubts).encode()).hexdigest()[:16]
