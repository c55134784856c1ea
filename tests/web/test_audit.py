"""The auditor's pages: who looked at what, and whether a record is whole and comes out the same."""

import csv
import io
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from rules.china_time import shanghai_date
from tests.web.site import Site, review
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review, at which the family of another child tried to look."""
    number = review(site)
    site.person("guardian of M2025000002").get(f"/api/v1/cases/{number}")
    return number


def test_a_refused_look_is_found_by_case_and_by_outcome(site: Site, number: str) -> None:
    page = site.person("cao.auditor").get("/audit", about=number, refused="true")

    guardian = quote(site.reference("guardian of M2025000002"))
    assert f"/audit?who={guardian}" in page.text
    assert "徐受理" not in page.text
    assert f"/audit/cases/{number}" in page.text
    audited(page.text)


def test_looks_are_found_by_the_name_of_a_colleague(site: Site, number: str) -> None:
    for said in ("xu.intake", "徐受理", site.reference("xu.intake")):
        assert number in site.person("cao.auditor").get("/audit", who=said).text
    assert number not in site.person("cao.auditor").get("/audit", who="shen.finance").text


def test_the_looks_of_some_days_are_taken_away_as_a_file(site: Site, number: str) -> None:
    auditor, today = site.person("cao.auditor"), shanghai_date(datetime.now(UTC))
    days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}

    file = auditor.get("/audit/looks.csv", about=number, **days)

    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert head == ["at", "actor", "name", "role", "action", "subject", "allowed", "request_id"]
    assert {(row[3], row[6]) for row in rows} >= {("GUARDIAN", "False")}
    assert {row[5] for row in rows} == {number}
    long_ago = {"from": "2020-01-01", "to": "2020-01-31"}
    assert auditor.get("/audit/looks.csv", about=number, **long_ago).text.count("\n") == 1
    assert site.person("ma.adjuster").get("/audit/looks.csv", **days).status_code == 403


def test_looking_at_the_log_is_on_the_log(site: Site, number: str) -> None:
    site.person("cao.auditor").get("/audit", about=number)

    assert "查看访问记录" in site.person("song.head").get("/audit", who="cao.auditor", about=number).text


def test_a_whole_record_is_said_to_be_whole(site: Site, number: str) -> None:
    page = site.person("cao.auditor").get(f"/audit/cases/{number}")

    assert "环环相扣" in page.text
    assert "没有理算决定" in page.text
    audited(page.text)
