"""A body as a form: one field for each value that it holds, told by its JSON schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

Schema = Mapping[str, Any]

LONG_WORDS = 1000
"""From this length on words get a field of several lines."""


class Kind(StrEnum):
    """How a value is entered."""

    TEXT = "text"
    WORDS = "words"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    SELECT = "select"
    TICK = "tick"
    YES_NO = "yes_no"
    TICKS = "ticks"
    GROUP = "group"
    ROWS = "rows"
    LIST = "list"
    UPLOADS = "uploads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One value of a body. ``words`` names the enum whose members are ``options``.

    ``parts`` are the fields of a group, or of each row; ``most`` is the number of rows that are taken.
    """

    path: str
    name: str
    kind: Kind
    required: bool
    options: tuple[str, ...] = ()
    words: str = ""
    parts: tuple["Shape", ...] = ()
    most: int = 0
    usual: Any = None


@lru_cache(maxsize=200)
def shapes(body: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of a body in their order, without those that the page itself fills in."""
    schema = TypeAdapter(body).json_schema()
    reader = _Reader(schema.get("$defs", {}))
    found = list(reader.fields(schema, ""))
    # Papers come last: whoever fills in the form gets to them when the rest is said.
    return tuple(sorted(found, key=lambda shape: shape.kind is Kind.UPLOADS))


class _Reader:
    """Reads one schema with its definitions."""

    def __init__(self, defined: Mapping[str, Schema]) -> None:
        self._defined = defined

    def fields(self, schema: Schema, inside: str) -> Iterator[Shape]:
        required = set(schema.get("required", ()))
        for name, said in schema.get("properties", {}).items():
            if name in _FILLED_IN or "const" in said:
                continue
            yield self._field(f"{inside}{name}", name, said, required=name in required)

    def _field(self, path: str, name: str, said: Schema, *, required: bool) -> Shape:
        found, words = self._resolved(said)
        usual = said.get("default")
        made = self._made(path, name, found, words)
        # A box that is not ticked says no: where that differs from saying nothing, both are asked for.
        if made["kind"] is Kind.TICK and (required or usual is not False):
            made["kind"] = Kind.YES_NO
        return Shape(path=path, name=name, required=required, usual=usual, **made)

    def _resolved(self, said: Schema) -> tuple[Schema, str]:
        """The schema behind references and alternatives with null, and the name of what it refers to."""
        if "anyOf" in said:
            return self._resolved(next(each for each in said["anyOf"] if each.get("type") != "null"))
        if "$ref" in said:
            name = said["$ref"].rpartition("/")[2]
            return self._defined[name], name
        return said, ""

    def _made(self, path: str, name: str, said: Schema, words: str) -> dict[str, Any]:
        if "enum" in said:
            return {"kind": Kind.SELECT, "options": tuple(map(str, said["enum"])), "words": words}
        match said.get("type"):
            case "object":
                return {"kind": Kind.GROUP, "parts": tuple(self.fields(said, f"{path}."))}
            case "array":
                return self._array(name, said)
            case "boolean":
                return {"kind": Kind.TICK}
            case "integer":
                return {"kind": Kind.NUMBER}
            case _:
                return {"kind": _text(said)}

    def _array(self, name: str, said: Schema) -> dict[str, Any]:
        most = int(said.get("maxItems", 50))
        inner, words = self._resolved(said["items"])
        if inner.get("format") == "uuid":
            return {"kind": Kind.UPLOADS, "most": most}
        if "enum" in inner:
            return {"kind": Kind.TICKS, "options": tuple(map(str, inner["enum"])), "words": words}
        if inner.get("type") == "object":
            return {"kind": Kind.ROWS, "parts": tuple(self.fields(inner, "")), "most": most}
        part = Shape(path="", name=name, required=False, kind=_text(inner))
        return {"kind": Kind.LIST, "parts": (part,), "most": most}


def _text(said: Schema) -> Kind:
    if said.get("format") == "date":
        return Kind.DATE
    if said.get("format") == "date-time":
        return Kind.MOMENT
    if "1240.00" in said.get("examples", ()):
        return Kind.MONEY
    return Kind.WORDS if said.get("maxLength", 0) >= LONG_WORDS else Kind.TEXT


_FILLED_IN = frozenset({"action", "seen_version", "lines_csv", "language"})
"""What the page fills in itself; charges as CSV have a field of their own."""
