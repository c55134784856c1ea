"""What somebody entered in a form: read into a body, and shown again as it was."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from web.forms.shape import Kind, Shape

Values = dict[str, Any]

MORE = "_more"
"""Name of the button that asks for more rows; its value is the path of the list."""
BLANK_ROWS = 1
MORE_ROWS = 3
_MISSING = object()
_ROW = re.compile("[0-9]{1,6}")
"""A row of a list; a longer number is a name that somebody made up."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: every value of each name, in order; ``files`` names by id the uploads it kept."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The last value of a name; empty where none was sent."""
        values = self.fields.get(name, ())
        return values[-1] if values else ""

    def under(self, path: str) -> int:
        """How many rows of a list were sent."""
        start = f"{path}."
        numbers = (name[len(start) :].partition(".")[0] for name in self.fields if name.startswith(start))
        return 1 + max((int(number) for number in numbers if _ROW.fullmatch(number)), default=-1)


def values_of(
    shapes: Iterable[Shape], sent: Sent, inside: str = "", *, fixed: frozenset[str] = frozenset()
) -> Values:
    """The body that a form says without what was left empty; rows of ``fixed`` lists keep their place."""
    found = {}
    for shape in shapes:
        value = _value(shape, f"{inside}{shape.name}", sent, fixed)
        if value is not _MISSING:
            found[shape.name] = value
    return found


def _value(shape: Shape, path: str, sent: Sent, fixed: frozenset[str]) -> Any:
    match shape.kind:
        case Kind.GROUP:
            return values_of(shape.parts, sent, f"{path}.", fixed=fixed) or _MISSING
        case Kind.ROWS:
            return _rows(shape, path, sent, fixed) or _MISSING
        case Kind.LIST:
            count = min(sent.under(path), shape.most)
            said = (sent.one(f"{path}.{number}").strip() for number in range(count))
            return [each for each in said if each] or _MISSING
        case Kind.TICKS | Kind.UPLOADS:
            return [each for each in sent.fields.get(path, ()) if each] or _MISSING
        case Kind.TICK:
            return True if sent.one(path) else _MISSING
        case _:
            return _read(shape.kind, sent.one(path))


def _rows(shape: Shape, path: str, sent: Sent, fixed: frozenset[str]) -> list[Values]:
    count = min(sent.under(path), shape.most)
    rows = [values_of(shape.parts, sent, f"{path}.{number}.", fixed=fixed) for number in range(count)]
    return rows if path in fixed else [row for row in rows if row]


def _read(kind: Kind, said: str) -> Any:
    """A value as its field means it; what cannot be read stays as it was written, to be told as wrong."""
    text = said.strip()
    if not text:
        return _MISSING
    if kind is Kind.YES_NO:
        return {"true": True, "false": False}.get(text, text)
    if kind is Kind.NUMBER:
        return int(text) if text.isdecimal() and len(text) < 20 else text
    if kind is Kind.MONEY:
        return text.replace(",", "").replace("，", "").removeprefix("¥").strip()
    if kind is Kind.MOMENT and len(text) == len("2026-12-03T09:30"):
        return f"{text}:00+08:00"
    return text


def sent_of(values: Mapping[str, Any], inside: str = "") -> dict[str, list[str]]:
    """A body as a form would send it, to begin with."""
    fields: dict[str, list[str]] = {}
    for name, value in values.items():
        fields |= _sent(f"{inside}{name}", value)
    return fields


def _sent(path: str, value: Any) -> dict[str, list[str]]:
    if isinstance(value, Mapping):
        return sent_of(value, f"{path}.")
    if isinstance(value, list | tuple):
        if value and not isinstance(value[0], Mapping | list | tuple):
            rows = {f"{path}.{number}": [str(each)] for number, each in enumerate(value)}
            return {path: [str(each) for each in value], **rows}
        return _rows_sent(path, value)
    if value is None:
        return {}
    return {path: [str(value).lower() if isinstance(value, bool) else str(value)]}


def _rows_sent(path: str, rows: Sequence[Any]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        fields |= _sent(f"{path}.{number}", row)
    return fields
