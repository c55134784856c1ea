"""Keeps a row under its natural key."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, select

Table = TypeVar("Table", bound=SQLModel)


class Outcome(StrEnum):
    """What became of a row, in the order of a summary."""

    ADDED = "ADDED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"


def upsert(
    session: Session, table: type[Table], key: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Table, Outcome]:
    """The row with that key holding those values, and whether it had to be added or changed."""
    query = select(table).where(*(getattr(table, name) == value for name, value in key.items()))
    row = session.exec(query).one_or_none()
    if row is None:
        row = table(**key, **values)
        session.add(row)
        session.flush()
        return row, Outcome.ADDED
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    session.flush()
    return row, Outcome.UPDATED if changed else Outcome.UNCHANGED


def together(*outcomes: Outcome) -> Outcome:
    """What became of a record that is kept in several rows, the main one first."""
    if outcomes[0] is Outcome.ADDED:
        return Outcome.ADDED
    return Outcome.UNCHANGED if set(outcomes) == {Outcome.UNCHANGED} else Outcome.UPDATED
