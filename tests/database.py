"""A Postgres of its own for tests of tables and stores, from the wheel that the stack uses."""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from embedded import programs
from models import migrations
from stores import database

SETTINGS = {"fsync": "off", "max_connections": "120", "shared_buffers": "64MB", "unix_socket_directories": ""}

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a running server's superuser, without a database."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated(postgres: str) -> str:
    """Name of a database with every table and nothing in them, to copy from."""
    migrations.upgrade(new_database(postgres, "migrated"))
    return "migrated"


@pytest.fixture
def database_url(postgres: str, migrated: str) -> Iterator[str]:
    """URL of a fresh database with every table, as the role that owns them."""
    with fresh_database(postgres, template=migrated) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Engine on a fresh database."""
    engine = database.connect(database_url)
    yield engine
    engine.dispose()


@contextmanager
def running_postgres(settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """Start an empty server on a free loopback port and stop it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lipei-postgres-"))
    account = _account()
    if account:
        shutil.chown(folder, account)
    port = _free_port()
    data = str(folder / "data")
    _run([programs.postgres("initdb"), "-D", data, "-U", "tester", "-A", "trust"], account, folder)
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    pg_ctl = [programs.postgres("pg_ctl"), "-D", data, "-w"]
    start = ["-l", str(folder / "log"), "-o", f"-h 127.0.0.1 -p {port} {options}", "start"]
    _run([*pg_ctl, *start], account, folder)
    try:
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}"
    finally:
        _run([*pg_ctl, "-m", "immediate", "stop"], account, folder)
        shutil.rmtree(folder)


@contextmanager
def fresh_database(server: str, template: str) -> Iterator[str]:
    """URL of a copy of a database, which is dropped afterwards."""
    name = f"test_{next(_numbers)}"
    yield new_database(server, name, template)
    with psycopg.connect(plain(server) + "/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def new_database(server: str, name: str, template: str = "template1") -> str:
    """Make a database and return its URL."""
    with psycopg.connect(plain(server) + "/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return f"{server}/{name}"


def plain(url: str) -> str:
    """The same URL as psycopg itself reads it."""
    return url.replace("+psycopg", "")


def _account() -> str | None:
    if os.geteuid() != 0:
        return None
    return next(entry.pw_name for entry in pwd.getpwall() if entry.pw_name in {"postgres", "nobody"})


def _run(command: list[str], account: str | None, folder: Path) -> None:
    subprocess.run(command, user=account, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
