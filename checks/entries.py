"""One case of a case file, and a strict way to take its fields."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast

from rules.catalogue.source_lines import Sourced
from rules.money import parse_yuan

FieldPath = tuple[str | int, ...]

LARGEST_COUNT = 3660
"""Days that a case may count: ten years, more than any limit in insurance."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_YEAR, _LAST_YEAR = 1950, 2199


class FieldProblemError(Exception):
    """A field that is missing, unknown or of the wrong kind; ``path`` leads to it from the entry."""

    def __init__(self, path: FieldPath, problem: str) -> None:
        super().__init__(problem)
        self.path = path
        self.problem = problem


class StuckError(Exception):
    """A case came to no answer; the message says where it stands."""


@dataclass(slots=True)
class Fields:
    """A mapping whose fields are taken one by one, each with its type; `done` refuses what is left.

    Every method raises FieldProblemError.
    """

    values: Mapping[Any, object]
    path: FieldPath
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, value: object, path: FieldPath) -> "Fields":
        """The fields of a value that must be a mapping."""
        if not isinstance(value, dict):
            raise FieldProblemError(path, f"is {shown(value)}: write a mapping of fields")
        return cls(cast("dict[Any, object]", value), path)

    def take(self, name: str) -> object:
        """The value of a field that must be there."""
        if name not in self.values:
            raise FieldProblemError((*self.path, name), "is missing: add it")
        self._taken.add(name)
        return self.values[name]

    def has(self, name: str) -> bool:
        """Whether the field is there and is not null; it counts as taken."""
        self._taken.add(name)
        return self.values.get(name) is not None

    def day(self, name: str) -> date:
        """A date, unquoted ISO as a rule."""
        value = self.take(name)
        if isinstance(value, str) and _DATE.fullmatch(value):
            value = self._iso_day(name, value)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(name, value, "a date such as 2026-10-12")
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            raise self._wrong(name, value, f"a date from {_FIRST_YEAR} to {_LAST_YEAR}")
        return value

    def count(self, name: str, least: int = 1) -> int:
        """A whole number of days."""
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST_COUNT:
            raise self._wrong(name, value, f"a whole number from {least} to {LARGEST_COUNT}")
        return value

    def money(self, name: str) -> int:
        """Fen of a quoted yuan amount that is not negative."""
        value = self.take(name)
        if not isinstance(value, str):
            raise self._wrong(name, value, 'a quoted amount in yuan such as "1240.00"')
        try:
            amount = parse_yuan(value)
        except ValueError as error:
            raise FieldProblemError((*self.path, name), f"{error}") from error
        if amount < 0:
            raise self._wrong(name, value, "an amount that is not negative")
        return amount

    def time(self, name: str) -> time:
        """A quoted China time of day."""
        value = self.take(name)
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise self._wrong(name, value, 'a quoted time such as "16:00"')
        return time.fromisoformat(value)

    def listed(self, name: str) -> list["Fields"]:
        """A list of mappings; none where the field is left out."""
        if not self.has(name):
            return []
        value = self.values[name]
        if not isinstance(value, list):
            raise self._wrong(name, value, "a list")
        return [Fields.of(item, (*self.path, name, index)) for index, item in enumerate(value)]

    def done(self) -> None:
        """Refuse every field that was not taken."""
        for name in self.values:
            if name not in self._taken:
                raise FieldProblemError((*self.path, str(name)), _unknown(name, self._taken))

    def _iso_day(self, name: str, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise FieldProblemError((*self.path, name), f"{value} is not possible: {error}") from error

    def _wrong(self, name: str, value: object, wanted: str) -> FieldProblemError:
        return FieldProblemError((*self.path, name), f"is {shown(value)}: write {wanted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """A case as written: ``kind`` is what it calls for, ADJUDICATION for a claim."""

    file: Path
    line: int
    case_id: str
    kind: str
    values: Mapping[str, object]
    expected: Mapping[str, object]
    sourced: Sourced
    position: int

    def fields(self) -> Fields:
        """The inputs, to be taken one by one."""
        return Fields.of(self.values.get("inputs"), ("inputs",))

    def only(self, names: Iterable[str]) -> None:
        """Refuse keys of the entry that this kind does not know. FieldProblemError."""
        known = set(names)
        for name in self.values:
            if name not in known:
                raise FieldProblemError((name,), _unknown(name, known))


def shown(value: object) -> str:
    """A value as a message quotes it."""
    return str(value) if isinstance(value, date) else repr(value)


def _unknown(name: object, known: Iterable[str]) -> str:
    return f"{name!r} is not known here: remove it, or write one of {', '.join(sorted(known))}"
