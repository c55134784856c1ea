"""Reads YAML and remembers on which line each value stands, so that a fault can be pointed at."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    file: Path
    line: int


@dataclass(slots=True)
class Sourced:
    """Plain data with the place of each mapping key and list entry, addressed by path."""

    data: Any
    places: dict[Path_, Place] = field(default_factory=dict)

    def place(self, path: Path_) -> Place | None:
        """Place of the deepest part of the path that the file holds; steps it does not know are skipped."""
        known: Path_ = ()
        for step in path:
            if (*known, step) in self.places:
                known = (*known, step)
        return self.places.get(known)


class MisplacedKeyError(ValueError):
    """A key that cannot stand where it does."""

    def __init__(self, problem: str, place: Place) -> None:
        super().__init__(problem)
        self.place = place


class RepeatedKeyError(MisplacedKeyError):
    """A mapping names a key twice, so one of the two values would be lost."""

    def __init__(self, key: str, place: Place) -> None:
        super().__init__(f"the key {key!r} is written twice here: keep one", place)


class UnmergeableError(MisplacedKeyError):
    """``<<`` names something that is no mapping."""


MERGE = "tag:yaml.org,2002:merge"


def read_sourced(file: Path) -> Sourced:
    """The file's data with places; ``yaml.YAMLError`` or RepeatedKeyError where it cannot be read."""
    loader = yaml.CSafeLoader(file.read_text(encoding="utf-8"))
    try:
        root = loader.get_single_node()
        sourced = Sourced(None)
        if root is not None:
            sourced.data = _read(loader, root, (), file, sourced.places)
        return sourced
    finally:
        loader.dispose()


def _read(
    loader: yaml.CSafeLoader, node: yaml.Node, path: Path_, file: Path, places: dict[Path_, Place]
) -> Any:
    places.setdefault(path, Place(file, node.start_mark.line + 1))
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(loader, node, path, file, places)
    if isinstance(node, yaml.SequenceNode):
        return [_read(loader, entry, (*path, index), file, places) for index, entry in enumerate(node.value)]
    return loader.construct_object(node, deep=True)


def _read_mapping(
    loader: yaml.CSafeLoader, node: yaml.MappingNode, path: Path_, file: Path, places: dict[Path_, Place]
) -> dict[Hashable, Any]:
    read = _merged(loader, node, path, file, places)
    own: set[Hashable] = set()
    for key_node, value_node in node.value:
        if key_node.tag == MERGE:
            continue
        key = loader.construct_object(key_node, deep=True)
        place = Place(file, key_node.start_mark.line + 1)
        if key in own:
            raise RepeatedKeyError(str(key), place)
        own.add(key)
        places[(*path, key)] = place
        read[key] = _read(loader, value_node, (*path, key), file, places)
    return read


def _merged(
    loader: yaml.CSafeLoader, node: yaml.MappingNode, path: Path_, file: Path, places: dict[Path_, Place]
) -> dict[Hashable, Any]:
    """What ``<<: *name`` brings in; the mapping's own keys win over it."""
    read: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        if key_node.tag == MERGE:
            brought = _read(loader, value_node, path, file, places)
            if not isinstance(brought, dict):
                place = Place(file, key_node.start_mark.line + 1)
                raise UnmergeableError("<< must name one mapping, such as <<: *name", place)
            read |= brought
    return read


def inherit(parent: Sourced, child: Sourced) -> Sourced:
    """The child laid over the parent: mappings merge, stated values and lists are replaced."""
    return Sourced(_lay_over(parent.data, child.data), {**parent.places, **child.places})


def _lay_over(parent: Any, child: Any) -> Any:
    if not (isinstance(parent, dict) and isinstance(child, dict)) or "value" in child:
        return child
    return {**parent, **{key: _lay_over(parent.get(key), value) for key, value in child.items()}}
