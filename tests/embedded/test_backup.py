"""A backup holds everything, and comes back whole or not at all."""

import json
import shutil
import stat
import tarfile
from pathlib import Path

import psycopg
import pytest

from tests.embedded.contents import assert_filled, fill
from tests.embedded.machine import Machine


@pytest.fixture(scope="module")
def filled(broken_in: Machine) -> Machine:
    """A stack with something in each of its stores."""
    fill(broken_in)
    return broken_in


@pytest.fixture(scope="module")
def backup(filled: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that stack."""
    file = tmp_path_factory.mktemp("backups") / "lipei.tar"
    told = filled.lipei("backup", str(file))
    assert told.returncode == 0, told.stderr
    return file


def test_a_backup_is_for_its_owner_only_and_leaves_no_scraps(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_a_backup_does_not_overwrite_a_file(filled: Machine, backup: Path) -> None:
    before = backup.read_bytes()

    told = filled.lipei("backup", str(backup))

    assert (told.returncode, told.stderr) == (2, f"{backup} exists already: name a new file.\n")
    assert backup.read_bytes() == before


def test_a_stack_that_holds_something_is_not_replaced_unasked(filled: Machine, backup: Path) -> None:
    told = filled.lipei("restore", str(backup))

    assert told.returncode == 1
    assert "is not empty (it has rows in the table kept)" in told.stderr
    assert "--force" in told.stderr
    assert_filled(filled)


def test_force_puts_everything_back_as_it_was(filled: Machine, backup: Path) -> None:
    settings = filled.settings()
    with psycopg.connect(settings.database_owner_url.replace("+psycopg", "")) as connection:
        connection.execute("create table later (note text)")

    told = filled.lipei("restore", "--force", str(backup))

    assert told.returncode == 0, told.stderr
    assert_filled(filled)
    with psycopg.connect(settings.database_web_url.replace("+psycopg", "")) as connection:
        assert connection.execute("select note from kept").fetchall() == [("a row",)]
        assert connection.execute("select to_regclass('later')").fetchone() == (None,)


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    filled: Machine, backup: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.tar"
    content = bytearray(backup.read_bytes())
    content[tarfile.BLOCKSIZE + 100] ^= 1
    damaged.write_bytes(content)

    told = filled.lipei("restore", "--force", str(damaged))

    assert told.returncode == 1
    assert "was changed or damaged" in told.stderr
    assert_filled(filled)


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 10240])
def test_a_file_that_is_no_backup_is_refused(filled: Machine, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(content)

    told = filled.lipei("restore", "--force", str(other))

    assert told.returncode == 1
    assert str(other) in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.long
def test_a_backup_brings_everything_back_to_a_new_and_empty_stack(filled: Machine, backup: Path) -> None:
    keys = json.loads((filled.home / "keys.json").read_text())
    secret = filled.settings().secret_key
    filled.lipei("down")
    shutil.rmtree(filled.home)
    filled.lipei("up", "postgres")
    filled.lipei("down")

    told = filled.lipei("restore", str(backup))

    assert told.returncode == 0, told.stderr
    assert told.stderr.endswith("Run `lipei up` to go on from there.\n")
    assert filled.status()["running"] is False
    assert json.loads((filled.home / "keys.json").read_text()) == keys
    assert filled.settings().secret_key == secret
    filled.up()
    assert_filled(filled, mail=False)
