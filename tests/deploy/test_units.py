"""The systemd units: sound, hardened, and as patient at a stop as the programs need."""

import configparser
from pathlib import Path

import pytest

import worker
from settings import CHECKOUT, variable
from tests.deploy.files import DEPLOY, needed, setting_names, told, variables_of

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
EXPOSURE = 20
"""`systemd-analyze security` counts to 100; a service that asks for nothing has 96."""


def section(unit: Path, name: str = "Service") -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    parser.read(unit, encoding="utf-8")
    return parser[name]


def installed_here(unit: Path, folder: Path) -> Path:
    """A copy of a unit that names programs which exist on any machine."""
    words = unit.read_text("utf-8").replace("/opt/lipei/.venv/bin/", f"{CHECKOUT}/.venv/bin/")
    copy = folder / unit.name
    copy.write_text(words.replace("/opt/lipei", str(CHECKOUT)))
    return copy


def test_there_is_a_unit_for_each_program() -> None:
    assert [unit.stem for unit in UNITS] == [
        "lipei-prepare",
        "lipei-retention",
        "lipei-web",
        "lipei-worker",
    ]


def test_what_is_over_is_erased_every_night_where_the_worker_may_not() -> None:
    timer = section(DEPLOY / "systemd" / "lipei-retention.timer", "Timer")

    assert timer["OnCalendar"] == "*-*-* 03:00:00 Asia/Shanghai"
    assert variables_of(DEPLOY / "lipei.env.example")["LIPEI_RETENTION_ROUND"] == "false"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_finds_nothing_wrong(unit: Path, tmp_path: Path) -> None:
    analyze = needed("systemd-analyze", "systemd")

    assert told(analyze, "verify", "--man=no", str(installed_here(unit, tmp_path))) == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_takes_away_what_its_program_does_not_need(unit: Path, tmp_path: Path) -> None:
    analyze = needed("systemd-analyze", "systemd")
    copy = str(installed_here(unit, tmp_path))

    told(analyze, "security", "--offline=yes", "--no-pager", f"--threshold={EXPOSURE}", copy)


def test_the_worker_may_finish_what_is_under_way_before_it_is_killed() -> None:
    patience = int(section(DEPLOY / "systemd" / "lipei-worker.service")["TimeoutStopSec"])

    assert patience > worker.GRACE.total_seconds()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_program_is_given_the_password_of_its_own_role_only(unit: Path) -> None:
    given = section(unit)["LoadCredential"]

    assert given == f"pgpass:/etc/lipei/{unit.stem.removeprefix('lipei-')}.pgpass"


def test_the_example_holds_settings_that_exist_and_no_secret() -> None:
    given = variables_of(DEPLOY / "lipei.env.example")

    assert set(given) <= setting_names()
    assert set(given) >= {variable(f"database_{role}_url") for role in ("owner", "activities", "web")}
    assert not [name for name, value in given.items() if value and name.endswith(("PASSWORD", "SECRET_KEY"))]
