"""Addresses of a list: what narrows it stays in the address, whatever else changes."""

from collections.abc import Mapping
from typing import Annotated, Protocol
from urllib.parse import urlencode

from fastapi import Query

LeafNumber = Annotated[int, Query(ge=1, le=10_000)]
"""The number of a page of a list, from 1."""


class Address(Protocol):
    """The address of the list with some of what it says changed; nothing takes a word away."""

    def __call__(self, path: str = ..., **changes: str | int | None) -> str:
        """The whole address."""


def addressing(path: str, held: Mapping[str, str | None]) -> Address:
    """Addresses of the list at ``path`` that is narrowed by ``held``."""

    def address(path: str = path, **changes: str | int | None) -> str:
        said = {name: value for name, value in {**held, **changes}.items() if value}
        return f"{path}?{urlencode(said)}" if said else path

    return address
