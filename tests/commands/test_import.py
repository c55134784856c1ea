"""`lipei import` as people and scripts meet it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from cli import compose

HEADINGS = "code,brand,name,ownership"


@pytest.fixture
def home(tmp_path: Path, database_url: str) -> Path:
    """A home folder whose settings point at a database of this test."""
    return point_at(tmp_path, database_url)


def point_at(folder: Path, url: str) -> Path:
    urls = [f"LIPEI_DATABASE_{role}_URL={url}" for role in ("OWNER", "ACTIVITIES", "WEB")]
    (folder / "lipei.env").write_text("\n".join([f"LIPEI_SECRET_KEY={'k' * 40}", *urls]), "utf-8")
    return folder


def lipei_import(home: Path, *lines: str, kind: str = "hospitals", options: tuple[str, ...] = ()) -> Result:
    file = home / "rows.csv"
    file.write_text("\n".join(lines), "utf-8")
    return CliRunner().invoke(compose(), ["import", kind, str(file), "--home", str(home), *options])


def hospitals(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM hospital")) or 0


def test_good_rows_are_counted(home: Path, engine: Engine) -> None:
    result = lipei_import(home, HEADINGS, "SH-1,a,b,PRIVATE", "SH-2,a,b,PUBLIC")

    assert result.exit_code == 0
    assert result.output == f"{home / 'rows.csv'}: 2 added, 0 updated, 0 unchanged.\n"
    assert hospitals(engine) == 2


def test_machines_read_the_counts_as_json(home: Path) -> None:
    result = lipei_import(home, HEADINGS, "SH-1,a,b,PRIVATE", options=("--json",))

    assert json.loads(result.stdout) == {
        "file": str(home / "rows.csv"),
        "kind": "hospitals",
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "doubts": [],
    }


def test_a_bad_row_ends_with_2_and_nothing_is_written(home: Path, engine: Engine) -> None:
    result = lipei_import(home, HEADINGS, "SH-1,a,b,PRIVATE", "SH-2,a,b,HOSPICE")

    assert result.exit_code == 2
    assert "rows.csv: line 3, column ownership: 'HOSPICE' is not one of" in result.output
    assert "Nothing of" in result.output
    assert hospitals(engine) == 0


def test_machines_read_every_fault_as_json(home: Path) -> None:
    rows = [f"SH-{number},a,b,HOSPICE" for number in range(60)]

    result = lipei_import(home, HEADINGS, *rows, options=("--json",))

    assert result.exit_code == 2
    faults = json.loads(result.stdout)["faults"]
    assert [fault["line"] for fault in faults] == list(range(2, 62))


def test_a_long_list_of_faults_is_cut_for_people(home: Path) -> None:
    rows = [f"SH-{number},a,b,HOSPICE" for number in range(60)]

    result = lipei_import(home, HEADINGS, *rows)

    assert result.output.count("HOSPICE") == 50
    assert "10 more are not shown; --json lists all" in result.output


def test_a_file_that_is_not_there_ends_with_2(home: Path) -> None:
    missing = CliRunner().invoke(
        compose(), ["import", "members", str(home / "none.csv"), "--home", str(home)]
    )

    assert missing.exit_code == 2
    assert "none.csv cannot be read (No such file or directory)" in missing.output


def test_a_database_that_is_down_ends_with_3(tmp_path: Path) -> None:
    home = point_at(tmp_path, "postgresql+psycopg://lipei@127.0.0.1:1/lipei")

    result = lipei_import(home, HEADINGS, "SH-1,a,b,PRIVATE")

    assert result.exit_code == 3
    assert "The database does not answer: run `lipei up`" in result.output
