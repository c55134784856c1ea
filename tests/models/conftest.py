"""Real Postgres for these tests."""

from tests.database import database_url, engine, migrated, postgres

__all__ = ["database_url", "engine", "migrated", "postgres"]
