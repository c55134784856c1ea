"""`lipei calendar show`: the years with their status, holidays and make-up working days."""

import json

from typer.testing import CliRunner, Result

from commands.calendar import app
from rules.catalogue.calendars import shipped_calendar


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["show", *arguments])


def test_a_year_shows_status_source_rest_days_and_make_up_days() -> None:
    ended = run("--year", "2026")

    lines = ended.stdout.splitlines()
    assert ended.exit_code == 0
    assert lines[0] == "2026 FINAL, 248 working days"
    assert "国办发明电〔2025〕7号" in lines[1]
    assert "  rest    国庆节  2026-10-01 Thu to 2026-10-07 Wed" in lines
    assert "  worked  国庆节  2026-09-20 Sun, 2026-10-10 Sat" in lines
    assert lines[-1] == f"version {shipped_calendar().version}"


def test_a_provisional_year_says_that_its_deadlines_may_move() -> None:
    ended = run("--year", "2027")

    assert ended.stdout.startswith("2027 PROVISIONAL")
    assert "The notice for this year is not loaded" in ended.stdout


def test_every_year_is_shown_when_none_is_asked_for() -> None:
    ended = run("--json")

    shown = json.loads(ended.stdout)
    assert [year["year"] for year in shown["years"]] == [2024, 2025, 2026, 2027]
    assert shown["years"][2]["make_up_working_days"]["2026-10-10"] == "国庆节"


def test_a_year_that_is_not_there_ends_with_2_and_names_those_that_are() -> None:
    ended = run("--year", "2031")

    assert ended.exit_code == 2
    assert ended.stderr == "No calendar for 2031: Lipei ships with 2024, 2025, 2026, 2027.\n"
