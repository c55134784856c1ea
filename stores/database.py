"""Connections to Postgres for one role."""

import select
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlmodel import Session

POOL_SIZE = 20
"""Connections that one process keeps open; as many again open while it is busy."""


def connect(url: str, pool_size: int = POOL_SIZE) -> Engine:
    """Engine for a ``postgresql+psycopg://`` URL; every connection speaks UTC and lives when it is taken.

    What a statement was given stays out of error messages and logs: it may name a child.
    """
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC"},
    )
    event.listen(engine, "checkout", _require_alive)
    return engine


def _require_alive(connection: psycopg.Connection, _record: Any, _taken: Any) -> None:
    """Have a connection that was lost made anew, and with it all that are older than this moment.

    A server that hangs up says so on the line. Only where something came is it asked: asking each time would
    cost every request as much as a statement.
    """
    try:
        if _something_came(connection):
            connection.execute("SELECT")
            connection.rollback()
    except psycopg.OperationalError as lost:
        raise InvalidatePoolError from lost


def _something_came(connection: psycopg.Connection) -> bool:
    """Whether an idle connection has anything to read. OperationalError where it is closed."""
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return bool(line.poll(0))


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed when the block ends, and undone where it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def driver_connection(session: Session) -> psycopg.Connection:
    """The psycopg connection below a session, in the session's transaction: for statements in plain SQL.

    Flushes first, so that rows added to the session are there.
    """
    session.flush()
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    return connection


def nested(connection: psycopg.Connection) -> AbstractContextManager[object]:
    """A part of the transaction that is undone alone where it raises.

    On an idle connection, psycopg would commit such a block by itself: so the transaction is begun first,
    unless the connection commits every statement anyway.
    """
    if not connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE:
        connection.execute("SELECT")
    return connection.transaction()


@contextmanager
def autocommit(engine: Engine) -> Iterator[psycopg.Connection]:
    """A psycopg connection on which every statement is its own transaction."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        yield driver
