"""What a family finds of itself: benefits, visits, letters, vaccines and a copy of its data, on pages."""

import re

import pytest

from rules.catalogue.vaccines import shipped_doses, shipped_series
from tests.web.site import Site
from tests.web.test_pages import audited

CHILD = "M2025000001"
STRANGER = "guardian of M2025000002"


def test_every_vaccine_that_is_due_is_explained_with_its_source() -> None:
    assert {dose.vaccine for dose in shipped_doses().values()} == shipped_series().keys()
    assert all(series.source for series in shipped_series().values())


@pytest.mark.parametrize("page", ["benefits", "visits", "notices", "vaccines", "consents", "data", "forms"])
def test_the_pages_of_a_familys_record_are_sound_and_name_no_other_child(site: Site, page: str) -> None:
    shown = site.family().get(f"/family/{page}")

    assert shown.status_code == 200
    audited(shown.text)
    assert "M2025000002" not in shown.text


def test_a_form_to_print_comes_in_the_readers_language(site: Site) -> None:
    family = site.family()
    answer = site.http.get("/family/forms/CLAIM", headers={**family.token, "Accept-Language": "en"})

    assert (answer.headers["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "CLAIM.en.pdf" in answer.headers["content-disposition"]


def test_benefits_are_told_before_anything_was_used(site: Site) -> None:
    told = site.person(STRANGER).get("/family/benefits").text

    assert "这一年最多赔付" in told
    assert "保单条款怎么说" in told


def test_a_family_says_on_the_page_what_was_given(site: Site) -> None:
    said = {"child": CHILD, "dose": ["HEPA-1", "JE-2"], "state": "GIVEN"}
    assert site.family().post("/family/vaccines", data=said).status_code == 303

    known = site.family().get(f"/api/v1/members/{CHILD}/vaccine-doses").json()
    assert {each["dose"] for each in known if each["state"] == "GIVEN"} >= {"HEPA-1", "JE-2"}
    assert site.family().post("/family/vaccines", data={**said, "dose": "NONE"}).status_code == 422
    assert site.person(STRANGER).post("/family/vaccines", data=said).status_code == 404


def test_a_copy_of_the_data_is_made_and_fetched_from_the_page(site: Site) -> None:
    assert site.family().post("/family/data", data={"child": CHILD}).status_code == 303
    links = re.findall(r'href="(/api/v1/exports/[0-9a-f-]+\.zip)"', site.family().get("/family/data").text)

    assert site.family().get(links[0]).content.startswith(b"PK")
    assert site.person(STRANGER).post("/family/data", data={"child": CHILD}).status_code == 404


def test_a_consent_is_taken_back_and_given_again_on_the_page(site: Site) -> None:
    page, child = "/family/consents", "M2025000002"
    said = {"child": child, "purpose": "MEDICAL_RECORDS", "recipient": "HOSPITAL"}
    family = site.person(STRANGER)
    before = family.get(page).text
    assert before.count("确认撤回") >= 4
    assert "就诊医院" in before

    assert family.post(page, data={**said, "stands": "false"}).status_code == 303
    kept = {f"{each['purpose']}/{each['recipient']}": each for each in _standing(site, child)}
    assert "MEDICAL_RECORDS/HOSPITAL" not in kept
    without = family.get(page).text
    audited(without)
    assert "以前撤回过的" in without
    way = f'href="{page}?child={child}"'
    assert way in family.get("/new/appointment").text, "what the form needs is said before it is filled in"
    assert way not in family.get("/new/enquiry").text + family.get("/new/claim").text
    assert family.post(page, data={**said, "stands": "true"}).status_code == 303
    assert len(_standing(site, child)) == len(kept) + 1

    assert site.family().post(page, data={**said, "stands": "false"}).status_code == 404, "another family's"
    assert family.post(page, data={**said, "purpose": "ANYTHING", "stands": "false"}).status_code == 422


def test_a_family_switches_reminders_of_vaccines_on_and_off(site: Site) -> None:
    family, child = site.person("guardian of M2025000006"), "M2025000006"
    way = f'href="/family/consents?child={child}#VACCINE_REMINDERS-TPA"'
    assert way in family.get("/family/vaccines").text

    said = {"child": child, "purpose": "VACCINE_REMINDERS", "recipient": "TPA", "stands": "true"}
    assert family.post("/family/consents", data=said).status_code == 303

    assert way not in family.get("/family/vaccines").text
    assert family.post("/family/consents", data={**said, "stands": "false"}).status_code == 303
    assert way in family.get("/family/vaccines").text


def _standing(site: Site, child: str) -> list[dict[str, str]]:
    known = site.person(STRANGER).get(f"/api/v1/members/{child}/consents").json()
    return [each for each in known if not each["withdrawn_at"]]


def test_hospitals_are_found_by_district_and_the_nearest_come_first(site: Site) -> None:
    asked = {"latitude": "31.22", "longitude": "121.47"}
    sorted_page = site.family().post("/family/hospitals", data=asked)

    assert sorted_page.status_code == 200
    places = re.findall(r"<li><strong>(.*?)</strong>", sorted_page.text)
    assert places[0] == "淮海儿童医院（虚构）"
    assert re.findall(r"约 ([0-9.]+) 公里", sorted_page.text)[0] == "0.0"
    assert "距离未知" in sorted_page.text
    assert "geolocation=(self)" in sorted_page.headers["Permissions-Policy"]
    elsewhere = site.family().get("/family/hospitals", district="黄浦区").text
    assert ("淮海" in elsewhere, "美华" in elsewhere) == (True, False)


def test_a_place_that_is_none_is_refused(site: Site) -> None:
    asked = {"latitude": "91", "longitude": "121.45"}

    assert site.family().post("/family/hospitals", data=asked).status_code == 422
