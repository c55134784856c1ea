"""What a backup copies, one pair of functions for each store: take a copy, put it back."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from embedded import objects, postgres, programs
from embedded.archive import ArchiveReader, ArchiveWriter
from embedded.credentials import AUTHORITY_FILE, write_private
from embedded.errors import StackError
from settings import LOOPBACK, SECRETS_FILE, Port, Settings, variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_s3 import S3Client

DUMP = "postgres.dump"
TEMPORAL = "temporal.sqlite"
KEYS = "keys.json"
SECRET = "secret.json"  # noqa: S105  (the name of a file)
OBJECTS = "objects.json"


def dump_postgres(settings: Settings, archive: ArchiveWriter, folder: Path) -> None:
    """Copy the database as of one instant."""
    path = folder / DUMP
    _run_postgres_program(settings, "pg_dump", "--format=custom", f"--file={path}", postgres.DATABASE)
    archive.add_file(DUMP, path)
    path.unlink()


def load_postgres(settings: Settings, archive: ArchiveReader, folder: Path) -> None:
    """Replace the database; needs its server running."""
    path = folder / DUMP
    archive.unpack(DUMP, path)
    postgres.recreate_database(settings)
    options = ["--exit-on-error", "--single-transaction", f"--dbname={postgres.DATABASE}"]
    _run_postgres_program(settings, "pg_restore", *options, str(path))
    path.unlink()


def dump_temporal(settings: Settings, archive: ArchiveWriter, folder: Path) -> None:
    """Copy Temporal's file as of one instant, while its server runs."""
    path = folder / TEMPORAL
    source = f"file:{_temporal_file(settings)}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
    archive.add_file(TEMPORAL, path)
    path.unlink()


def load_temporal(settings: Settings, archive: ArchiveReader) -> None:
    """Replace Temporal's file; its server must be down."""
    path = _temporal_file(settings)
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(mode=0o700)
    archive.unpack(TEMPORAL, path)


def dump_objects(settings: Settings, archive: ArchiveWriter) -> int:
    """Copy every object with its type and its metadata; return how many there are."""
    s3 = objects.client(settings)
    index = []
    for number, key in enumerate(_keys(s3, settings.s3_bucket)):
        name = f"objects/{number:08d}"
        found = s3.get_object(Bucket=settings.s3_bucket, Key=key)
        archive.add(name, found["Body"], found["ContentLength"])
        kind, about = found["ContentType"], found["Metadata"]
        index.append({"name": name, "key": key, "content_type": kind, "metadata": about})
    archive.add_bytes(OBJECTS, json.dumps(index).encode())
    return len(index)


def load_objects(settings: Settings, archive: ArchiveReader) -> None:
    """Replace every object in the bucket."""
    s3, bucket = objects.client(settings), settings.s3_bucket
    for key in list(_keys(s3, bucket)):
        s3.delete_object(Bucket=bucket, Key=key)
    for entry in json.loads(archive.read(OBJECTS)):
        with archive.open(entry["name"]) as content:
            s3.put_object(
                Bucket=bucket,
                Key=entry["key"],
                Body=content,
                ContentType=entry["content_type"],
                Metadata=entry["metadata"],
            )


def dump_keys(settings: Settings, archive: ArchiveWriter) -> None:
    """Copy the keys without which open cases cannot be read, the secret behind message ids, and the seal."""
    archive.add_file(KEYS, settings.key_file)
    archive.add_bytes(SECRET, json.dumps({"secret_key": settings.secret_key}).encode())
    for name, path in _seal_files(settings).items():
        if path.exists():
            archive.add_file(name, path)


def load_keys(settings: Settings, archive: ArchiveReader) -> None:
    """Put back the keys and the secret; passwords of this home folder stay as they are."""
    write_private(settings.key_file, archive.read(KEYS))
    for name, path in _seal_files(settings).items():
        if archive.holds(name):
            write_private(path, archive.read(name))
    secret = json.loads(archive.read(SECRET))["secret_key"]
    path = settings.home / SECRETS_FILE
    name = variable("secret_key")
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(f"{name}=")]
    write_private(path, "\n".join([f"{name}={secret}", *lines]).encode() + b"\n")


def _seal_files(settings: Settings) -> dict[str, Path]:
    """The seal, what vouches for it, and who made it; one that the settings name elsewhere is not ours."""
    ours = [settings.home / AUTHORITY_FILE]
    ours += [getattr(settings, name) for name in ("seal_file", "seal_roots") if settings.is_embedded(name)]
    return {path.name: path for path in ours}


RELEASED = frozenset(
    {
        "alembic_version",
        "plan_version",
        "calendar",
        "calendar_version",
        "calendar_day",
        "calendar_publication",
    }
)
"""Tables that every start fills with what the release ships; rows there are nobody's work."""


def what_is_there(settings: Settings) -> str:
    """Return what people put into the stack, in words, or nothing; Postgres and S3 must run."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(postgres.admin_url(settings, postgres.DATABASE)) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        for (table,) in tables:
            query = sql.SQL("select from {} limit 1").format(sql.Identifier("public", table))
            if table not in RELEASED and connection.execute(query).rowcount:
                return f"rows in the table {table}"
    first = next(_keys(objects.client(settings), settings.s3_bucket), None)
    return "objects" if first is not None else ""


def _keys(s3: "S3Client", bucket: str) -> "Iterator[str]":
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for found in page.get("Contents", []):
            yield found["Key"]


def _temporal_file(settings: Settings) -> Path:
    return settings.home / "temporal" / TEMPORAL


def _run_postgres_program(settings: Settings, name: str, *arguments: str) -> None:
    where = ["--host", LOOPBACK, "--port", str(settings.port(Port.POSTGRES)), "--username", postgres.ADMIN]
    command = [programs.postgres(name), *where, *arguments]
    environment = {**postgres.ENVIRONMENT, "PGPASSWORD": settings.postgres_admin_password}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if ended.returncode != 0:
        raise StackError(f"{name} failed: {ended.stderr.strip().splitlines()[0]}")
