"""The auditor's pages: who looked at what, and whether a record is whole and comes out the same."""

from urllib.parse import quote

import pytest

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


def test_looking_at_the_log_is_on_the_log(site: Site, number: str) -> None:
    site.person("cao.auditor").get("/audit", about=number)

    assert "查看访问记录" in site.person("song.head").get("/audit", who="cao.auditor", about=number).text


def test_a_whole_record_is_said_to_be_whole(site: Site, number: str) -> None:
    page = site.person("cao.auditor").get(f"/audit/cases/{number}")

    assert "环环相扣" in page.text
    assert "没有理算决定" in page.text
    audited(page.text)
