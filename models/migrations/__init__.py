"""Takes a database up to the tables of this release, or back down."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

LOCK_TIMEOUT = "2s"
"""A migration gives up rather than queue behind a long reader and hold everyone up."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database of a ``postgresql+psycopg://`` URL up to a revision; safe to repeat."""
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back down to a revision; ``base`` removes every table and all they hold."""
    with _migrating(url) as config:
        command.downgrade(config, revision)


def is_current(url: str) -> bool:
    """Whether the database has every table of this release."""
    engine = create_engine(url, poolclass=NullPool)
    scripts = ScriptDirectory(str(Path(__file__).parent))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):  # some scripts name constraints while they are read
            return set(context.get_current_heads()) == set(scripts.get_heads())


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(__file__).parent))
        yield config
