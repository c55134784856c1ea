"""One illness as a whole, over the API."""

from uuid import uuid4

from tests.web.site import Site, review
from tests.workflows.clinic import Clinic


def test_an_illness_is_read_in_order_with_its_money(site: Site, clinic: Clinic) -> None:
    number = review(site)
    found = site.family().get(f"/api/v1/cases/{number}").json()["episode_id"]
    assert found

    seen = site.family().get(f"/api/v1/episodes/{found}").json()

    assert number in [case["case_number"] for case in seen["cases"]]
    assert seen["items"][0]["kind"] == "CASE_OPENED"
    assert [item["at"] for item in seen["items"]] == sorted(item["at"] for item in seen["items"])
    assert {item["kind"] for item in seen["items"]} >= {"CASE_OPENED", "LETTER"}
    assert seen["money"]["owed"] == "0.00"
    assert site.desk().get(f"/api/v1/episodes/{found}").json()["money"] is None


def test_an_illness_of_another_family_is_not_there(site: Site, clinic: Clinic) -> None:
    found = site.family().get(f"/api/v1/cases/{review(site)}").json()["episode_id"]

    assert site.person("guardian of M2025000002").get(f"/api/v1/episodes/{found}").status_code == 404
    assert site.family().get(f"/api/v1/episodes/{uuid4()}").status_code == 404
