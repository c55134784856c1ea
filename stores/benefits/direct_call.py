"""One call of a function of the database, without a cursor between.

Who moves money holds the lock of a child's year meanwhile, and a cursor that turns seven values into a
statement takes longer than the server takes to answer it. So this speaks the driver's own level.

The server keeps the statement under a name, which the driver's own list of names holds: the driver takes all
names away after a rollback, and one when it has too many, and so it forgets ours when the server does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from struct import pack
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Of the server's instants, which are microseconds since."""
_TEXT = 25
"""What the server calls the type of the words of a list."""
_MICROSECOND = timedelta(microseconds=1)
_OURS = (-1,)
"""Types of a statement of ours in the driver's list; no statement of a cursor has them."""
_TURNS = count(1)
_GONE = frozenset({"26000", "0A000"})
"""States of the server when it no longer has the name, or its answer would be of other types."""


def _binary(number: int) -> bytes:
    return number.to_bytes(8, signed=True)


def _texts(values: list[str]) -> bytes:
    words = [value.encode() for value in values]
    head = pack("!iiI", 1 if words else 0, 0, _TEXT)
    size = pack("!ii", len(words), 1) if words else b""
    return head + size + b"".join(pack("!i", len(word)) + word for word in words)


_SENT: Mapping[type, Callable[[Any], bytes | None]] = {
    type(None): lambda _nothing: None,
    UUID: lambda value: value.bytes,
    int: _binary,
    bool: lambda value: b"\1" if value else b"\0",
    list: _texts,
    datetime: lambda value: _binary((value - _EPOCH) // _MICROSECOND),
}
"""Values as the server receives them; whatever else there is, such as a status, is text."""


@dataclass(frozen=True, slots=True)
class DirectCall:
    """A statement of numbered parameters (bigint where they are integers), and their names in that order."""

    statement: bytes
    parameters: tuple[str, ...]

    def row(self, connection: psycopg.Connection, values: Mapping[str, Any]) -> list[bytes | None]:
        """Its only row, in binary form; psycopg's errors as a cursor raises them.

        Begins the connection's transaction where it has none. Not for a connection in pipeline mode.
        """
        if not connection.autocommit and connection.pgconn.transaction_status == TransactionStatus.IDLE:
            connection.execute("SELECT")
        sent = [_sent(values[parameter]) for parameter in self.parameters]
        formats = [Format.BINARY] * len(sent)
        with connection.lock:
            wire, name = connection.pgconn, self._name(connection)
            if name is None:
                result = wire.exec_params(self.statement, sent, None, formats, Format.BINARY)
            else:
                result = wire.exec_prepared(name, sent, formats, Format.BINARY)
            if result.status != ExecStatus.TUPLES_OK:
                self._forget(connection, result)
            _check(wire, result)
        return [result.get_value(0, column) for column in range(result.nfields)]

    def _name(self, connection: psycopg.Connection) -> bytes | None:
        """Under which the server has the statement now; None while names may not be given.

        That is so where the connection prepares nothing, and while names wait to be taken away: one given now
        might go with them.
        """
        kept = connection._prepared
        if kept.prepare_threshold is None:
            return None
        key = (self.statement, _OURS)
        name = kept._names.get(key)
        if name is not None:
            kept._names.move_to_end(key)
        elif not kept._to_flush:
            name = b"lipei_%d" % next(_TURNS)
            _check(connection.pgconn, connection.pgconn.prepare(name, self.statement))
            kept._names[key] = name
        return name

    def _forget(self, connection: psycopg.Connection, result: PGresult) -> None:
        """Give the statement a new name next time, where this one cannot serve any more."""
        if (result.error_field(DiagnosticField.SQLSTATE) or b"").decode() in _GONE:
            connection._prepared._names.pop((self.statement, _OURS), None)


def _sent(value: Any) -> Any:  # bytes, or None for a null, which the driver takes but does not declare
    send = _SENT.get(type(value))
    return send(value) if send else str(value).encode()


def _check(wire: PGconn, result: PGresult) -> None:
    if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        return
    if wire.status == ConnStatus.BAD:
        raise psycopg.OperationalError(f"the connection was lost: {wire.get_error_message()}")
    raise error_from_result(result)


def number(sent: bytes | None) -> int:
    """An integer of any width as the server sent it."""
    assert sent is not None
    return int.from_bytes(sent, signed=True)
