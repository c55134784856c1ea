"""Connections come from a pool: what the server ended meanwhile is made anew, without asking each time."""

import psycopg
from sqlalchemy import Engine, text

from stores import database
from tests.database import plain


def pid_of(engine: Engine) -> int:
    """The server's process behind the connection that is taken next."""
    with database.transaction(engine) as session:
        pid: int = session.scalar(text("SELECT pg_backend_pid()"))
        return pid


def test_a_connection_is_kept_until_the_server_ends_it(database_url: str) -> None:
    engine = database.connect(database_url, pool_size=1)
    first = pid_of(engine)
    assert pid_of(engine) == first

    with psycopg.connect(plain(database_url), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])

    assert pid_of(engine) != first
    engine.dispose()


def test_a_connection_that_was_only_told_something_is_kept(database_url: str) -> None:
    engine = database.connect(database_url, pool_size=1)
    with database.transaction(engine) as session:
        driver = database.driver_connection(session)
        driver.execute("LISTEN told")
    first = pid_of(engine)

    with psycopg.connect(plain(database_url), autocommit=True) as other:
        other.execute("NOTIFY told")

    assert pid_of(engine) == first
    engine.dispose()
