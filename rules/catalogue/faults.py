"""What is wrong with a catalogue file, said so that its author can put it right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rules.catalogue.source_lines import Path_, Sourced

WANTED: Mapping[str, str] = {
    "int_": "a whole number",
    "bool_": "true or false",
    "string_": "a text",
    "date_": "a date such as 2026-03-01",
    "dict_": "a block of keys and values",
    "model_": "a block of keys and values",
    "tuple_": "a list, in [brackets],",
    "list_": "a list, in [brackets],",
}
"""What belongs where another type of value was written, by the beginning of the validation's own word."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands and what is wrong, with what to write instead."""

    file: Path
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where}: {self.message}"


class CatalogueInvalidError(Exception):
    """The catalogue cannot be used; ``faults`` lists everything that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def fault_at(sourced: Sourced, file: Path, path: Path_, message: str) -> Fault:
    """A fault at a path of a file that was read with its lines."""
    place = sourced.place(path)
    where = ".".join(str(step) for step in path) or "file"
    return Fault(place.file if place else file, place.line if place else 1, where, message)


def faults_of(error: ValidationError, sourced: Sourced, file: Path) -> list[Fault]:
    """Faults of a failed validation, each at the line of the value that caused it."""
    faults = []
    for detail in error.errors(include_url=False):
        path = _readable(detail["loc"], sourced)
        faults.append(fault_at(sourced, file, path, _message(detail, str(path[-1]) if path else "")))
    return faults


def _message(detail: ErrorDetails, key: str) -> str:
    """What is wrong, with the value, and what to write instead."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return f"{key!r} is missing: add it (a value that no source states is written NS)"
    if kind in ("enum", "literal_error"):
        expected = str(context.get("expected", ""))
        close = _nearest(str(given).upper(), re.findall(r"'([^']+)'", expected))
        return f"{given!r} is not known here: " + (f"did you mean {close!r}?" if close else expected)
    if kind == "greater_than_equal":
        return f"{given!r} is too small: write {context['ge']} or more"
    wanted = next((words for begin, words in WANTED.items() if kind.startswith(begin)), None)
    if wanted is None:
        return detail["msg"].removeprefix("Value error, ")
    return f"{_shown(given)} stands where {wanted} belongs"


def _nearest(word: str, known: list[str]) -> str | None:
    """The known word that begins with it, or is written most alike."""
    longer = [each for each in known if each.startswith(f"{word}_")]
    return next(iter(longer or get_close_matches(word, known, n=1, cutoff=0.6)), None)


def _shown(given: object) -> str:
    if isinstance(given, dict):
        return "a block of keys"
    return "a list" if isinstance(given, list) else repr(given)


def _readable(location: tuple[int | str, ...], sourced: Sourced) -> Path_:
    """The location without the steps that validation added (list of statements, type names)."""
    path: Path_ = ()
    for index, step in enumerate(location):
        if (*path, step) in sourced.places or (index == len(location) - 1 and isinstance(step, str)):
            path = (*path, step)
    return path
