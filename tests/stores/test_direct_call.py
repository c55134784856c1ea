"""Calls of a database function that go past the cursor: values there and back, transactions, errors."""

from concurrent.futures import ThreadPoolExecutor
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


def _names(connection: psycopg.Connection) -> list[str]:
    """What the server keeps of ours."""
    kept = connection.execute(
        "SELECT name FROM pg_prepared_statements WHERE name LIKE 'lipei%'", prepare=False
    )
    return [name for (name,) in kept]


def _half_of_84(connection: psycopg.Connection) -> int:
    (half,) = QUOTIENT.row(connection, {"of": 84, "by": 2})
    return number(half)


def test_a_call_is_prepared_once(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        assert [_half_of_84(connection) for _ in range(3)] == [42, 42, 42]
        (first,) = _names(connection)
        connection.execute("SELECT 1", prepare=True)
        assert _half_of_84(connection) == 42
        assert _names(connection) == [first]
        uses = connection.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE name = %s", [first]
        )

        assert uses.fetchone() == (4,)


@pytest.mark.parametrize("other", [True, False])
def test_a_call_survives_whatever_the_driver_forgets_after_a_rollback(database_url: str, other: bool) -> None:
    with psycopg.connect(plain(database_url)) as connection:
        for _ in range(3):
            _half_of_84(connection)
            connection.execute("SELECT 1", prepare=other)
            connection.rollback()
            assert _names(connection) == []
            assert _half_of_84(connection) == 42
            connection.commit()
            assert _half_of_84(connection) == 42
            assert len(_names(connection)) == 1


def test_a_call_survives_an_error_within_a_transaction(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection:
        _half_of_84(connection)
        with pytest.raises(DivisionByZero):
            QUOTIENT.row(connection, {"of": 84, "by": 0})
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            _half_of_84(connection)
        connection.rollback()
        assert _half_of_84(connection) == 42
        with pytest.raises(DivisionByZero), connection.transaction():
            QUOTIENT.row(connection, {"of": 84, "by": 0})
        assert _half_of_84(connection) == 42
        with connection.transaction(force_rollback=True):
            _half_of_84(connection)
        assert _half_of_84(connection) == 42


def test_a_first_call_that_fails_leaves_no_name(database_url: str) -> None:
    unknown = DirectCall(b"SELECT made_later($1)", ("of",))
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.UndefinedFunction):
            unknown.row(connection, {"of": 84})
        connection.execute("CREATE FUNCTION made_later(bigint) RETURNS bigint LANGUAGE sql RETURN $1 / 2")
        (half,) = unknown.row(connection, {"of": 84})

        assert number(half) == 42


def test_a_call_is_prepared_anew_when_the_driver_has_too_many_names(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        connection.prepared_max = 3
        for place in range(20):
            connection.execute(f"SELECT {place}".encode(), prepare=True)
            assert _half_of_84(connection) == 42
            connection.execute(f"SELECT {place} + 1".encode(), prepare=True)
            connection.execute(f"SELECT {place} + 2".encode(), prepare=True)
            connection.execute(f"SELECT {place} + 3".encode(), prepare=True)
        assert _half_of_84(connection) == 42

        assert len(_names(connection)) == 1


def test_while_names_wait_to_be_taken_away_a_call_goes_without(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        _half_of_84(connection)
        connection._prepared.clear()
        assert _half_of_84(connection) == 42
        connection.execute("SELECT 1")
        assert _names(connection) == []
        assert _half_of_84(connection) == 42
        assert len(_names(connection)) == 1


def test_a_connection_that_prepares_nothing_is_left_alone(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True, prepare_threshold=None) as connection:
        assert _half_of_84(connection) == 42
        assert _names(connection) == []


def test_a_call_survives_changes_of_what_it_calls(database_url: str) -> None:
    called = DirectCall(b"SELECT changing($1::bigint)", ("of",))
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        found = []
        for by in (2, 4, 6):
            connection.execute("DROP FUNCTION IF EXISTS changing")
            body = f"CREATE FUNCTION changing(bigint) RETURNS bigint LANGUAGE sql RETURN $1 / {by}"
            connection.execute(body.encode())
            with psycopg.connect(plain(database_url), autocommit=True) as other:
                found.append(number(called.row(other, {"of": 84})[0]))
            found.append(number(called.row(connection, {"of": 84})[0]))

    assert found == [42, 42, 21, 21, 14, 14]


def test_an_answer_of_other_types_fails_once_and_not_for_ever(database_url: str) -> None:
    called = DirectCall(b"SELECT changing($1::bigint)", ("of",))
    make = "CREATE FUNCTION changing(bigint) RETURNS {0} LANGUAGE sql RETURN ($1 / 2)::{0}"
    with (
        psycopg.connect(plain(database_url), autocommit=True) as connection,
        psycopg.connect(plain(database_url), autocommit=True) as other,
    ):
        other.execute(make.format("bigint").encode())
        called.row(connection, {"of": 84})
        other.execute("DROP FUNCTION changing")
        other.execute(make.format("int").encode())
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            called.row(connection, {"of": 84})

        assert number(called.row(connection, {"of": 84})[0]) == 42


def test_a_name_that_somebody_else_took_away_fails_once_and_not_for_ever(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        _half_of_84(connection)
        connection.pgconn.exec_(b"DEALLOCATE ALL")
        with pytest.raises(psycopg.errors.InvalidSqlStatementName):
            _half_of_84(connection)

        assert _half_of_84(connection) == 42


def test_connections_keep_names_of_their_own(database_url: str) -> None:
    def calls(turn: int) -> list[int]:
        with psycopg.connect(plain(database_url)) as connection:
            halves = []
            for place in range(30):
                halves.append(_half_of_84(connection))
                if place % 7 == turn % 7:
                    connection.rollback()
                elif place % 5 == turn % 5:
                    connection.commit()
            return halves

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(calls, range(24))) == [[42] * 30] * 24


def test_the_driver_keeps_its_names_as_this_was_made_for(database_url: str) -> None:
    """The driver's list is not public: a newer one may keep it otherwise, and a call then has no name."""
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        connection.execute("SELECT 7", prepare=True)
        kept = connection._prepared

        assert list(kept._names) == [(b"SELECT 7", ())]
        assert [name for (name,) in connection.execute("SELECT name FROM pg_prepared_statements")] == [
            name.decode() for name in kept._names.values()
        ]
        assert not kept._to_flush
        kept.clear()
        assert (list(kept._names), list(kept._to_flush)) == ([], [None])
        connection.execute("SELECT 1")
        assert not kept._to_flush


def test_an_error_of_the_server_is_raised_as_the_driver_names_it(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection, pytest.raises(DivisionByZero, match="by zero"):
        QUOTIENT.row(connection, {"of": 84, "by": 0})


def test_a_call_on_a_lost_connection_says_so(database_url: str) -> None:
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        with psycopg.connect(plain(database_url), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])

        with pytest.raises(psycopg.OperationalError, match="the connection was lost"):
            QUOTIENT.row(connection, {"of": 84, "by": 2})
