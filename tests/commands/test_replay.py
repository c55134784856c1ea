"""`lipei adjudicate --replay`: what was decided is found again, byte by byte."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from cli import compose
from tests.stores.claims import Child, a_claim, planned, with_plans

__all__ = ["planned", "with_plans"]


@pytest.fixture
def child(planned: Engine) -> Child:
    """A child in a database that the settings of a home folder point at."""
    return Child(planned)


@pytest.fixture
def home(tmp_path: Path, planned: Engine) -> Path:
    url = planned.url.render_as_string(hide_password=False)
    urls = [f"LIPEI_DATABASE_{role}_URL={url}" for role in ("OWNER", "ACTIVITIES", "WEB")]
    (tmp_path / "lipei.env").write_text("\n".join([f"LIPEI_SECRET_KEY={'k' * 40}", *urls]), "utf-8")
    return tmp_path


def replay(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(compose(), ["adjudicate", *arguments, "--home", str(home)])


def alter(child: Child, path: str, value: str) -> None:
    """Rewrite a recorded result, as nobody can who may not switch triggers off."""
    with child.engine.begin() as connection:
        connection.execute(text("ALTER TABLE decision DISABLE TRIGGER append_only"))
        connection.execute(
            text(f"UPDATE decision SET result = jsonb_set(result, '{path}', '{value}'::jsonb)"),
        )


def test_every_recorded_decision_of_a_case_runs_to_the_same_bytes(child: Child, home: Path) -> None:
    number = child.case()
    child.settle(a_claim(500_00, 360_00, documents_missing=True), case_number=number)
    child.settle(a_claim(500_00, 360_00, bills=("1",)), case_number=number, case_version=2)

    ended = replay(home, "--replay", number)

    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout == "version 1  REFER  860.00  same\nversion 2  PAY  860.00  same\n"


def test_a_result_that_differs_is_told_with_both_values_and_fails(child: Child, home: Path) -> None:
    number = child.case()
    child.settle(a_claim(500_00), case_number=number)
    alter(child, "{result,lines,0,payable}", "49999")

    ended = replay(home, "--replay", number)

    assert ended.exit_code == 1
    assert "version 1  PAY  500.00  differs" in ended.stdout
    assert "  lines.0.payable: recorded 49999, now 50000" in ended.stdout
    assert "  sha256: recorded" in ended.stdout


def test_machines_read_the_comparison_as_json(child: Child, home: Path) -> None:
    number = child.case()
    child.settle(a_claim(500_00), case_number=number)
    alter(child, "{plan,hash}", '"0"')

    ended = replay(home, "--replay", number, "--json")

    (told,) = json.loads(ended.stdout)
    assert (ended.exit_code, told["same"], told["payable"]) == (1, False, "500.00")
    assert [difference["path"] for difference in told["differences"]] == ["plan.hash"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--replay", "DB-1"), "There is no case DB-1"),
        ((), "Give a FILE to price, or --replay"),
        (("claim.json", "--replay", "DB-1"), "not both"),
    ],
)
def test_what_cannot_be_replayed_is_bad_input(home: Path, arguments: tuple[str, ...], says: str) -> None:
    ended = replay(home, *arguments)

    assert (ended.exit_code, says in ended.stderr) == (2, True)


def test_a_case_that_was_never_priced_says_so(child: Child, home: Path) -> None:
    ended = replay(home, "--replay", child.case())

    assert (ended.exit_code, "nothing of it was priced yet" in ended.stderr) == (2, True)


def test_a_database_that_is_down_ends_with_3(tmp_path: Path) -> None:
    url = "postgresql+psycopg://lipei@127.0.0.1:1/lipei"
    urls = [f"LIPEI_DATABASE_{role}_URL={url}" for role in ("OWNER", "ACTIVITIES", "WEB")]
    (tmp_path / "lipei.env").write_text("\n".join([f"LIPEI_SECRET_KEY={'k' * 40}", *urls]), "utf-8")

    assert replay(tmp_path, "--replay", "DB-1").exit_code == 3
