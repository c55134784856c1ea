"""`lipei case`: what a person at a terminal sees and does, over the API."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.case import app
from commands.case_tables import left
from tests.web.site import Site, review
from tests.workflows.clinic import Clinic


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review."""
    return review(site)


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--url", str(site.http.base_url)])


def test_the_queue_is_a_table(site: Site, number: str) -> None:
    ended = run(site, "list", "--stage", "IN_REVIEW", "--limit", "200")

    head, *rows = ended.stdout.splitlines()
    assert head.split()[:4] == ["case", "stage", "due", "clock"]
    (row,) = [row for row in rows if row.startswith(number)]
    assert "IN_REVIEW  2026-10-10 18:00  RUNNING  11 d" in row


def test_a_queue_without_cases_says_so(site: Site, number: str) -> None:
    assert run(site, "list", "--due-before", "2020-01-01T00:00:00Z").stdout == "No cases.\n"


def test_a_case_is_shown_with_what_happened_and_what_can_be_done(site: Site, number: str) -> None:
    shown = run(site, "show", number, "--as", "adjuster").stdout

    assert shown.startswith(f"{number}  IN_REVIEW")
    assert "PREAUTH_DECISION RUNNING, due 2026-10-10 18:00" in shown
    assert "SUBMITTED" in shown
    assert "DECIDE" in shown.splitlines()[-1]


def test_machines_get_json(site: Site, number: str) -> None:
    shown = json.loads(run(site, "show", number, "--json").stdout)
    listed = json.loads(run(site, "list", "--limit", "1", "--json").stdout)

    assert shown["events"][0]["kind"] == "SUBMITTED"
    assert len(listed) == 1


def test_one_acts_with_json_from_the_line_or_a_file(site: Site, number: str, tmp_path: Path) -> None:
    said = tmp_path / "assign.json"
    said.write_text(json.dumps({"assignee": site.reference("luo.adjuster")}))
    given = run(site, "act", number, "--action", "assign", "--file", str(said), "--as", "gao.lead")
    body = json.dumps({"items": ["体温记录?"]})
    asked = run(site, "act", number, "--action", "ASK", "--json-body", body, "--as", "he.medical")

    assert (given.exit_code, asked.exit_code) == (0, 0)
    assert asked.stdout.startswith(f"{number} is AWAITING_INFO now")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--action", "WITHDRAW", "--as", "MEIHUA-FUER"), 2, "reason: is missing"),
        (("--action", "WITHDRAW", "--json-body", "{"), 2, "not JSON"),
        (("--action", "WITHDRAW", "--json-body", "[]"), 2, "JSON object"),
        (("--action", "DECIDE", "--as", "nobody"), 2, "Nobody is called nobody"),
        (
            (
                "--action",
                "FLAG_FRAUD",
                "--json-body",
                '{"reason": "x"}',
                "--as",
                "ma.adjuster",
                "--seen-version",
                "1",
            ),
            1,
            "since then",
        ),
        (
            ("--action", "RELEASE_HOLD", "--json-body", '{"reason": "x"}', "--as", "ma.adjuster"),
            1,
            "needs one of the roles",
        ),
    ],
)
def test_what_is_refused_says_why(
    site: Site, number: str, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ended = run(site, "act", number, *arguments)

    assert ended.exit_code == code
    assert says in ended.stderr


def test_an_unknown_case_is_bad_input(site: Site) -> None:
    assert run(site, "show", "PA-260929-999999-1").exit_code == 2


def test_an_app_that_does_not_run_is_told_apart(site: Site) -> None:
    ended = CliRunner().invoke(app, ["list", "--url", "http://127.0.0.1:9"])

    assert (ended.exit_code, "lipei up" in ended.stderr) == (3, True)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "-"),
        (59, "0 min"),
        (60, "1 min"),
        (3600, "1 h 0 min"),
        (86400, "1 d 0 h"),
        (-5400, "-1 h 30 min"),
    ],
)
def test_time_left_is_said_in_two_units(seconds: int | None, said: str) -> None:
    assert left(seconds) == said
