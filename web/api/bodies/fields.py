"""Fields of the API: read strictly, so that a wrong value is refused where it was entered."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from letters.masking import reveals_number
from letters.text import refused_character
from rules.money import format_yuan, parse_yuan

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9:]{5})"
)


class Body(BaseModel):
    """What callers send: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class View(BaseModel):
    """What callers get."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True, from_attributes=True)


def _yuan(value: Any) -> int:
    if not isinstance(value, str):
        raise ValueError('amounts are decimal strings of yuan, such as "1240.00"')
    amount = parse_yuan(value)
    if amount < 0:
        raise ValueError(f"{value} is negative: amounts are 0.00 or more")
    return amount


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not a day of the calendar") from None
    raise ValueError("days are written as 2026-11-30")


def _instant(value: Any) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError(f"{value} is not a moment of the calendar") from None
    raise ValueError("moments are written with their time zone, such as 2026-11-30T18:00:00+08:00")


def _readable(text: str) -> str:
    """Words as they can be stored, read and printed in a letter."""
    character = refused_character(text)
    if character is not None:
        raise ValueError(f"holds the invisible character U+{ord(character):04X}: delete it")
    if reveals_number(text):
        raise ValueError("holds a whole identity or card number: leave it out, or mask it with stars")
    return unicodedata.normalize("NFC", text)


def _one_line(text: str) -> str:
    if len(text.splitlines()) > 1:
        raise ValueError("holds a line break: write it in one line")
    return text


def _mail(text: str) -> str:
    name, at, domain = text.partition("@")
    if not (name and at and "." in domain) or " " in text:
        raise ValueError(f"{text} is no mail address: write it as name@example.com")
    return text


Amount = Annotated[
    int,
    BeforeValidator(_yuan),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$", "examples": ["1240.00"]}
    ),
]
"""Fen, sent as a decimal string of yuan with at most two decimals."""

Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-03"]}),
]

Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-12-03T09:30:00+08:00"]}),
]

Name = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_readable),
    AfterValidator(_one_line),
]
"""One line of words."""

Mail = Annotated[Name, AfterValidator(_mail)]
"""A mail address."""

Words = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(_readable),
]
"""Words of a person, with line breaks."""

NOTHING = BeforeValidator(lambda said: said or None)
"""A field of a form that was left empty asks for nothing."""

Code = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]
"""A number or code that another system or a card names."""

StaffReference = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^staff:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"),
    Field(examples=["staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10"]),
]
"""A member of staff, as cases name one."""

Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=0, le=365)]
Version = Annotated[int, Strict(), Field(ge=1, le=2**31)]
UploadId = Annotated[UUID, Field(examples=["0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"])]

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="A new key for each new request; repeat a request with the same key and body to get "
        "the same answer.",
        examples=["5f0c5d3e-7a51-4f0f-8f1a-6d1f5c0e9b42"],
    ),
]


Yuan = Annotated[
    int,
    PlainSerializer(format_yuan, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["1240.00"]}),
]
"""Fen, shown as a decimal string of yuan."""
