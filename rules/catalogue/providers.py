"""Reads plans/providers.yaml: who advances money to hospitals, on which lists, and up to how much."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from rules.catalogue.faults import CatalogueInvalidError, Fault, faults_of
from rules.catalogue.loader import PLAN_FOLDER
from rules.catalogue.values import Sources, Words
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file
from rules.money import parse_yuan

PROVIDERS_FILE = PLAN_FOLDER / "providers.yaml"


def _cap(value: object) -> int | None:
    if value == "NS":
        return None
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is no amount: write yuan in quotes, such as "200000.00", or NS')
    return parse_yuan(value)


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words
    bank: Words
    network_lists: Annotated[tuple[str, ...], Field(min_length=1)]
    cap: Annotated[int | None, BeforeValidator(_cap)]
    source: Sources


class AdvanceProvider(_Written):
    """A company that pays hospitals in advance; ``cap`` in fen for one stay, None where none is stated."""

    code: str

    @property
    def fund(self) -> str:
        """Whose money the advance is, and who gets the refund (R-160)."""
        return f"provider:{self.code}"


_FILE: TypeAdapter[dict[str, _Written]] = TypeAdapter(dict[str, _Written])


@cache
def shipped_providers() -> tuple[AdvanceProvider, ...]:
    """The companies that Lipei ships with, in the order in which they are asked."""
    return read_providers(PROVIDERS_FILE)


def read_providers(file: Path) -> tuple[AdvanceProvider, ...]:
    """Every company of the file. CatalogueInvalidError lists each fault with file and line."""
    try:
        sourced = read_yaml_file(file)
        written = _FILE.validate_python(sourced.data or {})
    except UnreadableFileError as unread:
        raise CatalogueInvalidError([Fault(unread.file, unread.line, "file", unread.problem)]) from unread
    except ValidationError as invalid:
        raise CatalogueInvalidError(faults_of(invalid, sourced, file)) from invalid
    return tuple(AdvanceProvider.model_construct(code=code, **dict(each)) for code, each in written.items())


def provider_for(lists: Collection[str]) -> AdvanceProvider | None:
    """Who advances for a plan with these lists; None where nobody does."""
    return next((each for each in shipped_providers() if not set(each.network_lists).isdisjoint(lists)), None)


def provider(code: str) -> AdvanceProvider:
    """The company of that code; LookupError."""
    found = next((each for each in shipped_providers() if each.code == code), None)
    if found is None:
        raise LookupError(f"no company {code} advances money: name it in {PROVIDERS_FILE.name}")
    return found
