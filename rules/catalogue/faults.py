"""What is wrong with a catalogue file, said so that its author can put it right."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from rules.catalogue.source_lines import Path_, Sourced


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
        message = detail["msg"].removeprefix("Value error, ")
        if detail["type"] == "missing":
            message = f"{path[-1]!r} is missing: add it, with value NS where no source states it"
        elif detail["type"] in ("enum", "literal_error"):
            message = f"{detail['input']!r} is not known here: {detail['ctx'].get('expected', '')}"
        faults.append(fault_at(sourced, file, path, message))
    return faults


def _readable(location: tuple[int | str, ...], sourced: Sourced) -> Path_:
    """The location without the steps that validation added (list of statements, type names)."""
    path: Path_ = ()
    for index, step in enumerate(location):
        if (*path, step) in sourced.places or (index == len(location) - 1 and isinstance(step, str)):
            path = (*path, step)
    return path
