"""Reads plans/vaccines.yaml and vaccine_series.yaml: which dose at which age, and what it is for (R-015)."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rules.catalogue.faults import CatalogueInvalidError, Fault, faults_of
from rules.catalogue.loader import PLAN_FOLDER
from rules.catalogue.values import Sources, Words
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file

VACCINES_FILE = PLAN_FOLDER / "vaccines.yaml"
SERIES_FILE = PLAN_FOLDER / "vaccine_series.yaml"


Read = TypeVar("Read")


class Dose(BaseModel):
    """One dose of a series; ``months`` is the age from which it is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vaccine: str
    months: int
    name: Words
    source: Sources

    def due_on(self, born_on: date) -> date:
        """The day from which the dose is due; the last of a month that is too short."""
        months = born_on.month - 1 + self.months
        year, month = born_on.year + months // 12, months % 12 + 1
        for day in range(born_on.day, 27, -1):
            try:
                return date(year, month, day)
            except ValueError:
                continue
        return date(year, month, born_on.day)


class VaccineSeries(BaseModel):
    """What parents may know of a vaccine, in our own words; ``source`` is the document that they rest on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words
    protects: Words
    afterwards: Words
    source: str


_DOSES: TypeAdapter[dict[str, Dose]] = TypeAdapter(dict[str, Dose])
_SERIES: TypeAdapter[dict[str, VaccineSeries]] = TypeAdapter(dict[str, VaccineSeries])


@cache
def shipped_doses() -> Mapping[str, Dose]:
    """Every dose by its code. CatalogueInvalidError lists each fault with file and line."""
    return _read(VACCINES_FILE, _DOSES)


@cache
def shipped_series() -> Mapping[str, VaccineSeries]:
    """What is known of every vaccine, by the code that its doses name."""
    return _read(SERIES_FILE, _SERIES)


def _read(file: Path, kind: TypeAdapter[Read]) -> Read:
    try:
        sourced = read_yaml_file(file)
        return kind.validate_python(sourced.data or {})
    except UnreadableFileError as unread:
        raise CatalogueInvalidError([Fault(unread.file, unread.line, "file", unread.problem)]) from unread
    except ValidationError as invalid:
        raise CatalogueInvalidError(faults_of(invalid, sourced, file)) from invalid
