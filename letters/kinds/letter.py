"""What every letter says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import ClassVar

from letters.kinds.code import LetterCode
from letters.kinds.parties import Contact, Hotline, Organization, Recipient, Signatory, Verification
from letters.masking import UnmaskedNumberError, reveals_number
from letters.text import require_safe
from rules.vocabulary import Language

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time without daylight saving (domain 4.3, point 6)."""

LAYOUT = 2
"""The layout of letters that are written now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The fields that all letters share.

    ``issued_at`` is aware; the letter prints its day in Shanghai. ``template_version`` names the words and
    ``layout`` the layout that the letter was made with, so that a stored letter renders as it did. Raises
    UnsafeTextError for characters that a reader could not see and UnmaskedNumberError for a whole
    identity or card number in any text.
    """

    code: ClassVar[LetterCode]

    number: str
    language: Language
    issued_at: datetime
    case_number: str
    recipient: Recipient
    insurer: Organization
    administrator: Organization
    hotline: Hotline
    contact: Contact
    signatory: Signatory
    verification: Verification | None = None
    template_version: str = "1"
    layout: int = LAYOUT

    def __post_init__(self) -> None:
        for path, value in leaves(self):
            if isinstance(value, str):
                require_safe(value, path)
                if reveals_number(value):
                    raise UnmaskedNumberError(f"{path} holds a whole identity or card number: mask it first")
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ValueError(f"{path} {value} has no time zone: pass an aware instant in UTC")
        # The PDF holds this instant, so it is kept in one zone.
        object.__setattr__(self, "issued_at", self.issued_at.astimezone(UTC))

    @property
    def issued_on(self) -> date:
        """The day of issue in Shanghai."""
        return self.issued_at.astimezone(SHANGHAI).date()

    @property
    def reference(self) -> str:
        """What to quote: the number, with its version where a letter has versions."""
        return self.number


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every plain value in a letter with the path of its field, such as ``("recipient.name", …)``."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))
    else:
        yield path, value
