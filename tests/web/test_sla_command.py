"""`lipei sla report` against the app, and one case seen on every surface at one instant."""

import csv
import io
import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import compose
from tests.web.site import Site, review
from tests.workflows.clinic import Clinic


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review that Ma has, at the sample's own time."""
    number = review(site)
    site.person("gao.lead").act(number, "ASSIGN", assignee=site.reference("ma.adjuster"))
    return number


@pytest.fixture(scope="module")
def decided(site: Site, clinic: Clinic) -> str:
    """A case that Ma decided in time."""
    number = review(site)
    site.person("gao.lead").act(number, "ASSIGN", assignee=site.reference("ma.adjuster"))
    lines = [{"approved": "8000.00"}, {"approved": "10000.00"}]
    answer = site.person("ma.adjuster").act(number, "DECIDE", decision={"outcome": "APPROVE", "lines": lines})
    assert answer.status_code == 200, answer.text
    return number


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(compose(), [*arguments, "--url", str(site.http.base_url)])


def test_a_report_is_a_table_a_file_or_json(site: Site, decided: str) -> None:
    table = run(site, "sla", "report", "--by", "clock")
    told = json.loads(run(site, "sla", "report", "--by", "clock", "--json").stdout)
    file = run(site, "sla", "report", "--by", "clock", "--csv").stdout

    assert table.stdout.splitlines()[0] == f"{told['first_on']} to {told['last_on']}"
    assert table.stdout.splitlines()[1].split()[:3] == ["CLOCK", "MET", "BREACHED"]
    assert file.startswith("\ufeffkey,")
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert [row["key"] for row in rows] == [row["key"] for row in told["rows"]]
    assert "PREAUTH_DECISION" in table.stdout
    people = run(site, "sla", "report", "--by", "person").stdout
    assert "马理算" in people


@pytest.mark.parametrize("of", ["ageing", "forecast"])
def test_the_other_reports_are_tables_too(site: Site, number: str, of: str) -> None:
    ended = run(site, "sla", "report", of)

    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout.split()[0] in ("PROCESS", "DAY")


def test_what_nobody_may_see_is_refused(site: Site) -> None:
    ended = run(site, "sla", "report", "--as", "adjuster")

    assert ended.exit_code == 1
    assert "This is not yours to do" in ended.stderr
    assert run(site, "sla", "report", "--csv", "--json").exit_code == 2
    assert run(site, "sla", "report", "--from", "yesterday").exit_code == 2


def surfaces(site: Site, number: str) -> list[dict[str, Any]]:
    """The case as its page, the queue, the board and the command tell it."""
    supervisor = site.person("liang.supervisor")
    return [
        supervisor.get(f"/api/v1/cases/{number}").json(),
        _of(number, supervisor.get("/api/v1/cases", limit="200").json()["cases"]),
        _of(number, supervisor.get("/api/v1/board", clock="PREAUTH_DECISION").json()["cases"]),
        json.loads(run(site, "case", "show", number, "--json").stdout),
        _of(number, json.loads(run(site, "case", "list", "--limit", "200", "--json").stdout)),
    ]


def test_a_running_case_is_told_alike_on_every_surface(site: Site, number: str) -> None:
    told = surfaces(site, number)

    (state,) = {each["clock_state"] for each in told}
    assert state == "RUNNING"
    for figure in ("time_left_seconds", "business_time_left_seconds"):
        figures = [each[figure] for each in told]
        assert max(figures) - min(figures) <= 15, figure
    assert {each["clocks"][-1]["due_at"] for each in told if "clocks" in each} == {told[0]["due_at"]}


def test_a_paused_case_is_told_alike_to_the_second_on_every_surface(site: Site, clinic: Clinic) -> None:
    number = review(site)
    site.person("gao.lead").act(number, "ASSIGN", assignee=site.reference("ma.adjuster"))
    asked = site.person("he.medical").act(number, "ASK", items=["体温记录?"], asked_of="HOSPITAL")
    assert asked.json()["stage"] == "AWAITING_INFO", asked.text

    page, _, board, shown, _ = surfaces(site, number)
    text = run(site, "case", "show", number).stdout
    seen = site.http.get(
        "/board?state=PAUSED",
        headers={**site.person("liang.supervisor").token, "Accept-Language": "en"},
    ).text

    paused = [_decision(each) for each in (page, board, shown)]
    assert paused[0] == paused[1] == paused[2]
    assert (paused[0]["state"], paused[0]["waiting_for"]) == ("PAUSED", "HOSPITAL")
    days, hours = divmod(paused[0]["time_left_seconds"] // 3600, 24)
    assert "PREAUTH_DECISION PAUSED, due" in text and f"{days} d {hours} h left" in text
    row = seen[seen.index(f"/{number}") :]
    assert "waits for Hospital" in row[: row.index("</tr>")]


def _decision(told: dict[str, Any]) -> dict[str, Any]:
    clock: dict[str, Any]
    (clock,) = [clock for clock in told["clocks"] if clock["kind"] == "PREAUTH_DECISION"]
    return clock


def _of(number: str, cases: list[dict[str, Any]]) -> dict[str, Any]:
    (case,) = [case for case in cases if case["case_number"] == number]
    return case
