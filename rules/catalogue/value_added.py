"""Reads plans/services.yaml: what a plan gives beside its cover, to whom and where (R-060 to R-072)."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rules.catalogue.faults import CatalogueInvalidError, Fault, faults_of
from rules.catalogue.loader import PLAN_FOLDER
from rules.catalogue.values import Sources, Words
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file

SERVICES_FILE = PLAN_FOLDER / "services.yaml"


class ValueAdded(StrEnum):
    """A service beside the cover."""

    APPOINTMENT = "APPOINTMENT"
    TELEPHONE_CONSULTATION = "TELEPHONE_CONSULTATION"
    VACCINE_ARRANGEMENT = "VACCINE_ARRANGEMENT"
    ON_SITE_HELP = "ON_SITE_HELP"
    FAMILY_DOCTOR = "FAMILY_DOCTOR"


class ServiceTerms(BaseModel):
    """Which plans have a service. ``places`` are hospital codes, empty for everywhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words
    plans: tuple[str, ...]
    places: tuple[str, ...] = ()
    entry: Words | None = None
    source: Sources


_FILE: TypeAdapter[dict[ValueAdded, ServiceTerms]] = TypeAdapter(dict[ValueAdded, ServiceTerms])


@cache
def shipped_services() -> Mapping[ValueAdded, ServiceTerms]:
    """The services that Lipei ships with."""
    return read_services(SERVICES_FILE)


def read_services(file: Path) -> Mapping[ValueAdded, ServiceTerms]:
    """Every service of the file. CatalogueInvalidError lists each fault with file and line."""
    try:
        sourced = read_yaml_file(file)
        return _FILE.validate_python(sourced.data or {})
    except UnreadableFileError as unread:
        raise CatalogueInvalidError([Fault(unread.file, unread.line, "file", unread.problem)]) from unread
    except ValidationError as invalid:
        raise CatalogueInvalidError(faults_of(invalid, sourced, file)) from invalid


def services_of(plan_code: str) -> tuple[ValueAdded, ...]:
    """The services of a plan, in the order of the file."""
    return tuple(service for service, terms in shipped_services().items() if plan_code in terms.plans)
