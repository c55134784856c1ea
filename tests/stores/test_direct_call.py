"""Calls of a database function that go past the cursor: values there and back, transactions, errors."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus

from stores.benefits.direct_call import DirectCall, number
from tests.database import plain

WORDS = DirectCall(
    b"SELECT ($1::uuid, $2::bigint, $3::boolean, $4::text[], $5::timestamptz, $6::text)::text",
    ("id", "count", "told", "cases", "at", "name"),
)
QUOTIENT = DirectCall(b"SELECT $1::bigint / $2::bigint", ("of", "by"))
CREATED = UUID("00000000-0000-0000-0000-00000000002a")
AT = datetime(2026, 6, 10, 4, 30, 0, 250, tzinfo=UTC)


def _words(connection: psycopg.Connection, **differing: object) -> str:
    usual = {"id": CREATED, "count": -3, "told": True, "cases": ["RC-1", "示例"], "at": AT, "name": "安安"}
    (row,) = WORDS.row(connection, usual | differing)
    assert row is not None
    return row.decode()


def test_every_kind_of_value_arrives_as_it_was(database_url: str) -> None:
    with psycopg.connect(plain(database_url), options="-c timezone=UTC") as connection:
        told = _words(connection)
        nothing = _words(connection, id=None, cases=[], told=False, at=datetime(1999, 12, 31, tzinfo=UTC))

    assert told == f'({CREATED},-3,t,"{{RC-1,示例}}","2026-06-10 04:30:00.00025+00",安安)'
    assert nothing == '(,-3,f,{},"1999-12-31 00:00:00+00",安安)'


def test_a_text_that_postgres_cannot_hold_is_refused_and_not_cut(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection, pytest.raises(psycopg.DataError):
        _words(connection, name="安\0安")


def test_a_call_belongs_to_the_transaction_of_its_connection(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection:
        QUOTIENT.row(connection, {"of": 84, "by": 2})
        within = connection.info.transaction_status
        connection.rollback()
        (again,) = QUOTIENT.row(connection, {"of": -84, "by": 2})

    assert within == TransactionStatus.INTRANS
    assert number(again) == -42


def test_a_call_survives_whatever_the_driver_forgets_after_a_rollback(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection:
        QUOTIENT.row(connection, {"of": 84, "by": 2})
        connection.execute("SELECT 1", prepare=True)
        connection.rollback()
        connection.execute("SELECT 1")
        (again,) = QUOTIENT.row(connection, {"of": 84, "by": 2})

    assert number(again) == 42


def test_an_error_of_the_server_is_raised_as_the_driver_names_it(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection, pytest.raises(DivisionByZero, match="by zero"):
        QUOTIENT.row(connection, {"of": 84, "by": 0})


def test_a_call_on_a_lost_connection_says_so(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        with psycopg.connect(plain(database_url), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])

        with pytest.raises(psycopg.OperationalError, match="the connection was lost"):
            QUOTIENT.row(connection, {"of": 84, "by": 2})
