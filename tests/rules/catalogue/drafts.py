"""Plan folders written for one test: the shipped catalogue with one file changed."""

import shutil
from pathlib import Path

import pytest

from rules.catalogue.faults import CatalogueInvalidError, Fault
from rules.catalogue.loader import PLAN_FOLDER, Catalogue, load_catalogue


class Draft:
    """A copy of the catalogue that a test may spoil."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "plans"
        shutil.copytree(PLAN_FOLDER, self.folder)

    def file(self, code: str) -> Path:
        """The plan file of a product."""
        return self.folder / code / "plan.yaml"

    def change(self, code: str, old: str, new: str) -> "Draft":
        """Replaces the first occurrence of a text that must be there."""
        text = self.file(code).read_text("utf-8")
        assert old in text, old
        self.file(code).write_text(text.replace(old, new, 1), "utf-8")
        return self

    def load(self) -> Catalogue:
        """The catalogue as it is now."""
        return load_catalogue(self.folder)

    def faults(self, code: str) -> list[Fault]:
        """Faults that stand in one plan's file."""
        with pytest.raises(CatalogueInvalidError) as invalid:
            self.load()
        return [fault for fault in invalid.value.faults if fault.file == self.file(code)]

    def line_of(self, code: str, text: str) -> int:
        """Line on which a text stands."""
        lines = self.file(code).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)
