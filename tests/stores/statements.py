"""Counts the statements that travel to Postgres, as the wire shows them."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

_SENT = re.compile(rb"\tF\t\d+\t(Query|Execute)\b", re.M)


@dataclass
class Wire:
    """How many statements were sent, those that begin and end transactions included."""

    statements: int = field(default=0)


@contextmanager
def counting(connection: psycopg.Connection) -> Iterator[Wire]:
    """Count what is sent over a connection until the block ends."""
    wire = Wire()
    with tempfile.TemporaryFile() as log:
        connection.pgconn.trace(log.fileno())
        try:
            yield wire
        finally:
            connection.pgconn.untrace()
        log.seek(0)
        wire.statements = len(_SENT.findall(log.read()))
