"""Statements that pages ask again and again: put into words once, and asked of the driver itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import namedtuple_row
from psycopg.types.json import Jsonb
from sqlalchemy import Select, make_url
from sqlmodel import Session

from stores.database import driver_connection

_DIALECT = make_url("postgresql+psycopg://").get_dialect()()


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement as the driver takes it, with the values that stand in it."""

    text: str
    values: Mapping[str, Any]

    def given(self, **values: Any) -> "Worded":
        """The same statement with those values that change."""
        return Worded(self.text, {**self.values, **values})


def worded(statement: Select[*tuple[Any, ...]]) -> Worded:
    """The words of a statement; whoever asks it often keeps them."""
    made = statement.compile(dialect=_DIALECT)
    documents = {name: Jsonb(value) for name, value in made.params.items() if isinstance(value, dict)}
    return Worded(str(made), {**made.params, **documents})


def read(session: Session, asked: Worded, **values: Any) -> Sequence[Any]:
    """Its rows as named tuples, in the session's transaction; ``values`` are those that change."""
    cursor = driver_connection(session).cursor(row_factory=namedtuple_row)
    return cursor.execute(asked.text.encode(), {**asked.values, **values}).fetchall()


def read_together(session: Session, *asked: Worded) -> list[Sequence[Any]]:
    """The rows of each statement, in one way to the server and back; none of one that only writes.

    Where each statement is a transaction of its own, these together are one.
    """
    connection = driver_connection(session)
    with connection.pipeline():
        found = [
            connection.cursor(row_factory=namedtuple_row).execute(each.text.encode(), each.values)
            for each in asked
        ]
    return [cursor.fetchall() if cursor.description else [] for cursor in found]
