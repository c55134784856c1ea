"""A Postgres of its own for tests of tables and stores, from the wheel that the stack uses."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from embedded import programs

SETTINGS = {"fsync": "off", "max_connections": "120", "shared_buffers": "64MB", "unix_socket_directories": ""}


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start an empty server on a free loopback port; yield the URL of its superuser, without a database."""
    folder = Path(tempfile.mkdtemp(prefix="lipei-postgres-"))
    account = _account()
    if account:
        shutil.chown(folder, account)
    port = _free_port()
    _run(
        [programs.postgres("initdb"), "-D", str(folder / "data"), "-U", "tester", "-A", "trust"],
        account,
        folder,
    )
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    pg_ctl = [programs.postgres("pg_ctl"), "-D", str(folder / "data"), "-w"]
    start = ["-l", str(folder / "log"), "-o", f"-h 127.0.0.1 -p {port} {options}", "start"]
    _run([*pg_ctl, *start], account, folder)
    try:
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}"
    finally:
        _run([*pg_ctl, "-m", "immediate", "stop"], account, folder)
        shutil.rmtree(folder)


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
    subprocess.run(
        command, user=account, cwd=folder, check=True, capture_output=False, stdout=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
