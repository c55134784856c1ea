"""Migrations run both ways on real Postgres, and make what the models say."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from models import metadata, migrations
from stores import database
from tests.database import new_database, plain

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, is_generated,
    generation_expression, character_maximum_length
FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
LEFTOVERS = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relname NOT LIKE 'alembic_version%'
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'
"""


def catalog(url: str) -> set[tuple[object, ...]]:
    """Every column, constraint, index and sequence of a database but those of the migrations themselves."""
    with psycopg.connect(plain(url)) as connection:
        rows = [
            row for query in (COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES) for row in connection.execute(query)
        ]
    return {row for row in rows if row[0] != "alembic_version"}


def test_the_migrations_make_exactly_what_the_models_say(postgres: str, database_url: str) -> None:
    from_models = new_database(postgres, "from_models")
    engine = database.connect(from_models)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION btree_gist"))
        metadata.create_all(connection)
    engine.dispose()

    assert catalog(database_url) == catalog(from_models)


def test_a_database_goes_up_and_down_and_up_again(postgres: str, database_url: str) -> None:
    url = new_database(postgres, "up_and_down")
    migrations.upgrade(url)
    migrations.upgrade(url)
    assert migrations.is_current(url)

    migrations.downgrade(url)
    assert not migrations.is_current(url)
    with psycopg.connect(plain(url)) as connection:
        assert connection.execute(LEFTOVERS).fetchall() == []

    migrations.upgrade(url)
    assert catalog(url) == catalog(database_url)


def test_a_migration_gives_up_on_a_table_that_others_hold(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as reader:
        reader.execute("SELECT FROM cases")

        with pytest.raises(OperationalError, match="lock timeout"):
            migrations.downgrade(database_url)
