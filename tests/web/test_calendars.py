"""Calendars: loaded and looked at before anything moves, published once, followed by every open case."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import compose
from rules.catalogue.calendars import CALENDAR_FOLDER
from tests.web.browsing import Browser
from tests.web.site import Site, fields, review
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic
from tests.workflows.publishing import set_others_aside

SHIPPED = (CALENDAR_FOLDER / "2026.yaml").read_text("utf-8")
CHANGED = SHIPPED.replace("2026-10-07]", "2026-10-07, 2026-10-09]")
"""The Friday after the National Day week is free too."""


def loaded(site: Site, file: str = CHANGED, calendar: str = "STANDARD", **said: Any) -> Any:
    return site.person("liang.supervisor").post(
        f"/api/v1/calendars/{calendar}/drafts", json={"file": file, **said}
    )


def published(site: Site, clinic: Clinic, draft: str) -> dict[str, Any]:
    """Publish, and wait until every case followed."""
    who = site.person("liang.supervisor")
    assert who.post(f"/api/v1/calendar-drafts/{draft}/publish").status_code == 202

    def followed() -> bool:
        answer = who.get(f"/api/v1/calendar-publications/{draft}")
        return answer.status_code == 200 and answer.json()["left"] == 0

    clinic.wait_until(followed, f"draft {draft}")
    found: dict[str, Any] = who.get(f"/api/v1/calendar-publications/{draft}").json()
    return found


@pytest.fixture(autouse=True, scope="module")
def alone(clinic: Clinic) -> None:
    """Only the cases of this file follow."""
    set_others_aside(clinic)


@pytest.fixture
def as_shipped(site: Site, clinic: Clinic) -> Iterator[None]:
    """Leave the shipped calendar in force."""
    yield
    draft = loaded(site, SHIPPED, hours=["09:00-18:00"]).json()
    if draft["days"] or draft["hours_before"] != draft["hours_after"]:
        published(site, clinic, draft["id"])


def due(site: Site, number: str) -> str:
    told: str = site.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()["due_at"]
    return told


def test_loading_shows_what_would_move_and_moves_nothing(site: Site, clinic: Clinic) -> None:
    number = review(site, planned_on="2026-10-26")
    before = due(site, number)

    draft = loaded(site).json()

    assert draft["days"] == [{"on": "2026-10-09", "is_working": False, "name": "国庆节"}]
    assert draft["clocks_touched"] >= 1
    assert draft["publication"] is None
    assert due(site, number) == before == "2026-10-12T10:00:00Z"


def test_publishing_moves_the_deadline_of_an_open_case_and_says_so_on_it(
    site: Site, clinic: Clinic, as_shipped: None
) -> None:
    number = review(site, planned_on="2026-10-26")

    found = published(site, clinic, loaded(site).json()["id"])

    assert found["cases"] >= 1
    assert due(site, number) == "2026-10-13T10:00:00Z"
    events = site.person("ma.adjuster").get(f"/api/v1/cases/{number}/events").json()["events"]
    (event,) = [each for each in events if each["kind"] == "CLOCK_REPLANNED"]
    assert event["detail"]["due_before"].startswith("2026-10-12T10:00")
    assert event["detail"]["due_at"].startswith("2026-10-13T10:00")


def test_publishing_twice_publishes_once(site: Site, clinic: Clinic, as_shipped: None) -> None:
    draft = loaded(site).json()["id"]
    published(site, clinic, draft)

    published(site, clinic, draft)

    told = site.person("ma.adjuster").get("/api/v1/calendars").json()["publications"]
    assert [each["key"] for each in told].count(draft) == 1


def test_a_draft_that_another_publication_overtook_is_refused(
    site: Site, clinic: Clinic, as_shipped: None
) -> None:
    slow, quick = loaded(site).json()["id"], loaded(site, hours=["09:00-12:00", "13:30-18:00"]).json()["id"]
    published(site, clinic, quick)

    answer = site.person("liang.supervisor").post(f"/api/v1/calendar-drafts/{slow}/publish")

    assert answer.status_code == 409
    assert "load the file again" in answer.json()["detail"]


def test_what_is_in_force_already_is_not_published_again(site: Site) -> None:
    draft = loaded(site, SHIPPED).json()["id"]

    answer = site.person("liang.supervisor").post(f"/api/v1/calendar-drafts/{draft}/publish")

    assert answer.status_code == 409
    assert "nothing to publish" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"file": ""}, "file", "load a year"),
        ({"file": SHIPPED.replace("FINAL", "DONE")}, "file", "write FINAL or PROVISIONAL"),
        ({"file": SHIPPED.replace("2026-10-07]", "2026-10-32]")}, "file", "2026-10-32"),
        ({"file": "", "hours": ["18:00-09:00"]}, "hours", "overlap or run backwards"),
        ({"file": "", "hours": ["nine to six"]}, "hours", "is no shift"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(site: Site, said: dict[str, Any], field: str, says: str) -> None:
    answer = site.person("liang.supervisor").post("/api/v1/calendars/STANDARD/drafts", json=said)

    assert answer.status_code == 422
    assert says in fields(answer)[field]


@pytest.mark.parametrize(
    ("name", "status"), [("song.head", 201), ("gao.lead", 403), ("ma.adjuster", 403), ("peng.admin", 403)]
)
def test_only_supervisors_and_heads_load_calendars(site: Site, name: str, status: int) -> None:
    answer = site.person(name).post("/api/v1/calendars/STANDARD/drafts", json={"file": CHANGED})

    assert answer.status_code == status


def test_staff_read_calendars_and_families_do_not(site: Site) -> None:
    assert site.person("ma.adjuster").get("/api/v1/calendars").status_code == 200
    assert site.family().get("/api/v1/calendars").status_code == 403


@pytest.mark.parametrize("accept", ["zh-CN", "en"])
def test_the_pages_are_sound_without_script(site: Site, accept: str) -> None:
    who = site.person("liang.supervisor")
    headers = {**who.token, "Accept-Language": accept}
    form = {"calendar": "STANDARD", "file": CHANGED, "hours": "09:00-12:00, 13:30-18:00"}

    overview = who.http.get("/calendars", headers=headers)
    sent = who.http.post("/calendars/drafts", headers=headers, data=form)
    draft = who.http.get(sent.headers["location"], headers=headers)

    assert sent.status_code == 303
    for answer in (overview, draft):
        assert answer.status_code == 200
        audited(answer.text)
    assert "2026-10-09" in draft.text
    assert "13:30-18:00" in draft.text


def test_a_wrong_file_comes_back_with_what_was_typed_and_what_is_wrong(site: Site) -> None:
    who = site.person("liang.supervisor")
    form = {"calendar": "STANDARD", "file": "year: 2026", "hours": ""}

    answer = who.http.post("/calendars/drafts", headers={**who.token, "Accept-Language": "en"}, data=form)

    audited(answer.text)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert "make_up_working_days is missing" in answer.text
    assert "year: 2026</textarea>" in answer.text


def test_a_supervisor_publishes_by_the_page_and_sees_the_cases_follow(
    site: Site, clinic: Clinic, as_shipped: None
) -> None:
    number = review(site, planned_on="2026-10-26")
    with Browser.of(site) as browser:
        browser.sign_in("liang.supervisor")

        filled = browser.submit("/calendars", "/calendars/drafts", calendar="STANDARD", file=CHANGED)
        draft = filled.headers["location"]
        sent = browser.submit(draft, f"{draft}/publish")
        assert sent.headers["location"] == draft.replace("drafts", "publications")
        clinic.wait_until(lambda: due(site, number) == "2026-10-13T10:00:00Z", "the case")
        shown = browser.get(sent.headers["location"])

    assert shown.status_code == 200
    audited(site.person("liang.supervisor").get(sent.headers["location"]).text)


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(compose(), ["calendar", *arguments, "--url", str(site.http.base_url)])


def test_the_terminal_loads_looks_and_publishes(
    site: Site, clinic: Clinic, as_shipped: None, tmp_path: Path
) -> None:
    number = review(site, planned_on="2026-10-26")
    file = tmp_path / "2026.yaml"
    file.write_text(CHANGED, "utf-8")

    shown = run(site, "load", str(file))
    draft = shown.stdout.split()[-1]
    dry = run(site, "publish", draft, "--dry-run")
    assert due(site, number) == "2026-10-12T10:00:00Z"
    done = run(site, "publish", draft)

    assert "2026-10-09 becomes free" in shown.stdout
    assert "2026-10-09 becomes free" in dry.stdout
    assert done.exit_code == 0, done.stderr
    assert re.search(r"(\d+) of \1 cases followed", done.stdout)
    assert due(site, number) == "2026-10-13T10:00:00Z"
    assert "2026-10-09" in run(site, "show", "--in-force", "--year", "2026").stdout


def test_a_team_can_have_a_calendar_of_its_own(site: Site, clinic: Clinic) -> None:
    draft = loaded(site, "", calendar="NIGHT-DESK", hours=["09:00-12:00", "13:30-21:00"]).json()
    assert draft["hours_after"] == ["09:00-12:00", "13:30-21:00"]

    published(site, clinic, draft["id"])

    told = site.person("ma.adjuster").get("/api/v1/calendars").json()["calendars"]
    held = {each["name"]: each for each in told}
    assert held["NIGHT-DESK"]["hours"] == ["09:00-12:00", "13:30-21:00"]
    assert held["STANDARD"]["hours"] == ["09:00-18:00"]
