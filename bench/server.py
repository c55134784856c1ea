"""A Postgres of its own for measurements, with the server's own defaults: what is committed is on disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from models import migrations
from tests.database import new_database, plain, running_postgres


@contextmanager
def measured_database() -> Iterator[str]:
    """URL of a database with every table of Lipei, on a server of its own; only its connections are more."""
    with running_postgres({"max_connections": "60", "unix_socket_directories": ""}) as server:
        url = new_database(server, "lipei_bench")
        migrations.upgrade(url)
        yield url


def server_settings(url: str) -> str:
    """What decides how fast a commit is."""
    names = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
    with psycopg.connect(plain(url)) as connection:
        values = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in names]
    return ", ".join(f"{name} {value[0]}" for name, value in zip(names, values, strict=True) if value)


def machine() -> str:
    """Cores, memory and load right now."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}"
