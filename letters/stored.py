"""Letters as JSON and back, exactly, so that a stored letter can be set again years later."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from letters.kinds import KINDS, Letter, LetterCode

Json = dict[str, Any]

_FIRST_LAYOUT = {"layout": 1}
"""What letters that were stored before there was a second one do not say."""


class StoredLetterError(ValueError):
    """A stored letter does not fit its kind; the message names the field."""


def to_json(letter: Letter) -> Json:
    """The fields of a letter as JSON values; the code is kept beside them by who stores it."""
    return {field.name: _plain(getattr(letter, field.name)) for field in fields(letter)}


def from_json(code: LetterCode | str, data: Mapping[str, Any]) -> Letter:
    """The letter that :func:`to_json` took apart; StoredLetterError where the data does not fit."""
    letter = _read_fields(KINDS[LetterCode(code)], _FIRST_LAYOUT | dict(data), str(code))
    assert isinstance(letter, Letter)
    return letter


def _plain(value: object) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_fields(kind: type, data: object, path: str) -> object:
    if not isinstance(data, Mapping):
        raise StoredLetterError(f"{path} should be an object, it is {data!r}")
    known = {field.name for field in fields(kind)}
    if unknown := set(data) - known:
        raise StoredLetterError(
            f"{path} has fields that {kind.__name__} has not: {', '.join(sorted(unknown))}"
        )
    hints = _hints(kind)
    values = {name: _read(hints[name], value, f"{path}.{name}") for name, value in data.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise StoredLetterError(f"{path}: {error}") from error


def _read(hint: Any, value: Any, path: str) -> Any:
    if get_origin(hint) is UnionType:
        if value is None:
            return None
        hint = next(choice for choice in get_args(hint) if choice is not NoneType)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return tuple(_read(item, each, f"{path}[{index}]") for index, each in enumerate(value))
    if is_dataclass(hint) and isinstance(hint, type):
        return _read_fields(hint, value, path)
    try:
        return _read_value(hint, value)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise StoredLetterError(f"{path} is {value!r}: {error}") from error


def _read_value(hint: type, value: Any) -> Any:
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if hint is Decimal or issubclass(hint, StrEnum):
        return hint(value)
    if type(value) is not hint:
        raise TypeError(f"it should be {hint.__name__}")
    return value
