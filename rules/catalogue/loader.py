"""Loads the catalogue: every plan file with its inheritance, checklists, exclusions and options resolved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rules.catalogue.cross_checks import cross_checks
from rules.catalogue.faults import CatalogueInvalidError, Fault, fault_at, faults_of
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import Schedule
from rules.catalogue.source_lines import Sourced, inherit
from rules.catalogue.values import nearest
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file

PLAN_FOLDER = Path(__file__).parents[2] / "plans"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products, each with its versions in order of sale."""

    versions: tuple[PlanVersion, ...]

    def codes(self) -> tuple[str, ...]:
        """Product codes, sorted."""
        return tuple(sorted({version.code for version in self.versions}))

    def of(self, code: str) -> tuple[PlanVersion, ...]:
        """Versions of a product, oldest first; empty when the catalogue does not know it."""
        return tuple(version for version in self.versions if version.code == code)

    def sold(self, code: str, schedule: Schedule, on: date) -> PlanVersion:
        """As ``version``; a card name stands for the plan that the schedule says, where it says one."""
        plan = self.version(code, on)
        return self.version(schedule.plan, on) if schedule.plan in plan.resolve_to else plan

    def version(self, code: str, on: date) -> PlanVersion:
        """The version in force on a day; LookupError says what the catalogue has instead."""
        known = self.of(code)
        if not known:
            raise LookupError(f"plan {code!r} is not in the catalogue: {nearest(code, list(self.codes()))}")
        for version in known:
            if version.in_force.contains(on):
                return version
        spans = ", ".join(f"{v.in_force.since} to {v.in_force.until or 'open'}" for v in known)
        raise LookupError(f"no version of plan {code} was in force on {on}: its versions hold {spans}")


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with Lipei."""
    return load_catalogue(PLAN_FOLDER)


def load_catalogue(path: Path) -> Catalogue:
    """Every ``<path>/<code>/plan*.yaml``; CatalogueInvalidError lists each fault with file and line."""
    reader = _Reader(path)
    versions = [version for file in sorted(path.glob("*/plan*.yaml")) for version in reader.versions(file)]
    reader.faults.extend(_overlapping_sales(versions, reader))
    if not versions and not reader.faults:
        reader.faults.append(Fault(path, 1, "catalogue", "no plan file found: expected <code>/plan.yaml"))
    if reader.faults:
        raise CatalogueInvalidError(list(dict.fromkeys(reader.faults)))
    return Catalogue(tuple(sorted(versions, key=lambda version: (version.code, version.in_force.since))))


class _Reader:
    """Reads the files of one catalogue folder and gathers what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self._parsed: dict[Path, PlanVersion | None] = {}
        self._reading: list[Path] = []

    def versions(self, file: Path) -> Iterator[PlanVersion]:
        """The version that a file holds, when it is valid."""
        version = self.version(file)
        if version:
            yield version

    def version(self, file: Path) -> PlanVersion | None:
        """The version that a file holds; faults are gathered once a file."""
        if file not in self._parsed:
            self._reading.append(file)
            self._parsed[file] = self._build(file)
            self._reading.pop()
        return self._parsed[file]

    def _build(self, file: Path) -> PlanVersion | None:
        sourced = self._inherited(file, ())
        if sourced is None or not self._filled(sourced, file):
            return None
        try:
            version = PlanVersion.model_validate(sourced.data)
        except ValidationError as error:
            self.faults.extend(faults_of(error, sourced, file))
            return None
        found = [fault_at(sourced, file, path, message) for path, message in cross_checks(version)]
        self.faults.extend(found)
        return None if found else version

    def _inherited(self, file: Path, heirs: tuple[str, ...]) -> Sourced | None:
        sourced = self._read(file)
        if sourced is None or "inherits" not in sourced.data:
            return sourced
        code = sourced.data.pop("inherits")
        parent_file = self.path / str(code) / "plan.yaml"
        if code in heirs or not parent_file.exists():
            message = f"inherits {code!r}, " + ("which inherits it" if code in heirs else self._hint(code))
            self.faults.append(fault_at(sourced, file, ("inherits",), message))
            return None
        parent = self._inherited(parent_file, (*heirs, code))
        return inherit(parent, sourced) if parent else None

    def _hint(self, code: object) -> str:
        codes = [folder.parent.name for folder in self.path.glob("*/plan.yaml")]
        return f"which is not in the catalogue: {nearest(str(code), codes)}"

    def _read(self, file: Path) -> Sourced | None:
        try:
            sourced = read_yaml_file(file)
        except UnreadableFileError as error:
            self.faults.append(Fault(file, error.line, "yaml", error.problem))
            return None
        if not isinstance(sourced.data, dict):
            self.faults.append(Fault(file, 1, "file", "is empty or not a mapping: write keys and values"))
            return None
        return sourced

    def _filled(self, sourced: Sourced, file: Path) -> bool:
        """Puts the checklist, the exclusion definitions and the options in place of their names."""
        return (
            self._fill_documents(sourced, file)
            and self._fill_exclusions(sourced)
            and self._fill_options(sourced, file)
        )

    def _fill_documents(self, sourced: Sourced, file: Path) -> bool:
        name = sourced.data.get("documents")
        checklist = self.path / "checklists" / f"{name}.yaml"
        if not isinstance(name, str) or not checklist.exists():
            known = [entry.stem for entry in self.path.glob("checklists/*.yaml")]
            message = f"no checklist {name!r}: {nearest(str(name), known)}"
            self.faults.append(fault_at(sourced, file, ("documents",), message))
            return False
        read = self._read(checklist)
        if read is not None:
            sourced.data["documents"] = read.data
            sourced.places.update({("documents", *path): place for path, place in read.places.items()})
        return read is not None

    def _fill_exclusions(self, sourced: Sourced) -> bool:
        definitions = self.path / "exclusions.yaml"
        read = self._read(definitions) if definitions.exists() else Sourced({})
        if read is not None:
            sourced.data["exclusions"] = read.data
            sourced.places.update({("exclusions", *path): place for path, place in read.places.items()})
        return read is not None

    def _fill_options(self, sourced: Sourced, file: Path) -> bool:
        filled: list[dict[str, Any]] = []
        codes = sourced.data.get("options")
        if not isinstance(codes, list):
            return True  # there are none, or the plan's validation says what belongs there
        for index, code in enumerate(codes):
            option_file = self.path / str(code) / "plan.yaml"
            why_not = _said_before(code, codes[:index]) or self._no_option(code, option_file)
            if why_not:
                message = f"option {code!r} {why_not}"
                self.faults.append(fault_at(sourced, file, ("options", index), message))
                return False
            option = self.version(option_file)
            if option is None:
                return False
            filled.append(option.model_dump(by_alias=True, mode="json", exclude_none=True))
        sourced.data["options"] = filled
        return True

    def _no_option(self, code: object, file: Path) -> str | None:
        """Why a plan cannot offer what a code names; None where it can."""
        if not file.exists():
            return self._hint(code)
        return "leads back to itself: it cannot offer what offers it" if file in self._reading else None


def _said_before(code: object, before: list[Any]) -> str | None:
    """Why an option cannot stand here although it stands before; None where it does not."""
    again = "is offered twice here: keep one, or write the code of the option that was meant"
    return again if code in before else None


def _overlapping_sales(versions: list[PlanVersion], reader: _Reader) -> Iterator[Fault]:
    ordered = sorted(versions, key=lambda version: (version.code, version.in_force.since))
    for before, after in pairwise(ordered):
        if before.code == after.code and before.in_force.contains(after.in_force.since):
            folder = reader.path / after.code
            message = (
                f"versions {before.version} and {after.version} are both in force on {after.in_force.since}"
            )
            yield Fault(folder, 1, "in_force", f"{message}: end the earlier one the day before")
