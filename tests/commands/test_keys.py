"""`lipei keys rotate`: a fresh key for what is to come, the old ones for what was."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.keys import app
from embedded.credentials import ensure_keys

SECRETS = f"LIPEI_SECRET_KEY={'s' * 40}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with one key, on which nothing runs."""
    monkeypatch.delenv("LIPEI_HOME")
    (tmp_path / "lipei.env").write_text(SECRETS)
    ensure_keys(tmp_path / "keys.json")
    return tmp_path


def rotate(home: Path) -> Result:
    return CliRunner().invoke(app, ["rotate", "--home", str(home), "--json"])


def test_a_rotation_adds_a_key_and_keeps_the_old_one(home: Path) -> None:
    before = json.loads((home / "keys.json").read_text())

    ended = rotate(home)

    after = json.loads((home / "keys.json").read_text())
    assert ended.exit_code == 0
    assert json.loads(ended.stdout)["active"] == after["active"] != before["active"]
    assert before["keys"].items() <= after["keys"].items()


def test_a_missing_key_file_is_told_in_a_sentence(home: Path) -> None:
    (home / "keys.json").unlink()

    ended = rotate(home)

    assert ended.exit_code == 2
    assert "Restore it from the backup" in ended.stderr
