"""`lipei letter bounced` without a database: what it need not ask, and what it leaves to the mail server."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.letter import app
from tests.letters.test_bounces import POSTFIX, RETURNED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder on which nothing runs."""
    monkeypatch.delenv("LIPEI_HOME")
    (tmp_path / "lipei.env").write_text(
        f"LIPEI_SECRET_KEY={'s' * 40}\nLIPEI_PORT_BASE=9\n"
        "LIPEI_POSTGRES_OWNER_PASSWORD=x\nLIPEI_POSTGRES_ACTIVITIES_PASSWORD=x\nLIPEI_POSTGRES_WEB_PASSWORD=x\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("mail", "code", "said"),
    [
        (POSTFIX, 75, "The database does not answer: hand the mail over again later."),
        ((RETURNED / "out_of_office.eml").read_bytes(), 0, "No bounce"),
    ],
)
def test_only_a_bounce_has_to_wait_for_the_database(home: Path, mail: bytes, code: int, said: str) -> None:
    ended = CliRunner().invoke(app, ["bounced", "--home", str(home)], input=mail)

    assert ended.exit_code == code
    assert said in ended.stderr
