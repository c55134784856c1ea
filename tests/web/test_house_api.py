"""The house through the API: what its pages do, programs do as well, by the same rules."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from models import Staff
from rules.china_time import shanghai_date
from stores.database import transaction
from tests.web.browsing import Browser
from tests.web.site import Person, Site, fields, review
from tests.workflows.clinic import OPENED_AT, Clinic

TODAY = shanghai_date(OPENED_AT)
HOUSE = "/api/v1/house"


@pytest.fixture(scope="module")
def peng(site: Site) -> Person:
    """The administrator."""
    return site.person("peng.admin")


@pytest.fixture
def taken_in(peng: Person, reader: Engine) -> Iterator[dict[str, Any]]:
    """An adjuster who came today, with the one-time password; gone again afterwards."""
    made = peng.post(f"{HOUSE}/people", json=somebody())
    assert made.status_code == 201, made.text
    yield made.json()
    with transaction(reader) as session:
        session.get_one(Staff, UUID(made.json()["id"])).left_on = TODAY - timedelta(days=900)


def somebody(**said: Any) -> dict[str, Any]:
    usual = {"full_name": "试理算", "sign_in_name": f"shi.{uuid4().hex[:8]}", "roles": ["ADJUSTER"]}
    return {**usual, "team": "理算一组", **said}


def put(who: Person, path: str, **body: Any) -> httpx2.Response:
    return who.http.put(f"{HOUSE}{path}", headers=who.token, json=body)


def test_somebody_is_taken_in_changed_let_go_and_taken_back(
    site: Site, peng: Person, taken_in: dict[str, Any]
) -> None:
    place, name = f"/people/{taken_in['id']}", taken_in["accounts"][0]["name"]
    with Browser.of(site) as browser:
        opened = browser.send("/sign-in", name=name, password=taken_in["password"])
        assert (opened.status_code, browser.get("/work").headers["Location"]) == (303, "/security")

    changed = put(peng, place, full_name="试组长", roles=["TEAM_LEAD"], team="理算一组")
    assert changed.json()["roles"] == ["TEAM_LEAD"]
    listed = peng.get(f"{HOUSE}/people").json()["people"]
    assert [each["full_name"] for each in listed if each["id"] == taken_in["id"]] == ["试组长"]

    gone = peng.post(f"{HOUSE}{place}/close").json()
    assert gone["left_on"] and gone["accounts"][0]["closed_at"]
    back = peng.post(f"{HOUSE}{place}/reopen").json()
    assert back["left_on"] is None and back["accounts"][0]["closed_at"]
    door = f"{HOUSE}/accounts/{back['accounts'][0]['id']}"
    fresh = peng.post(f"{door}/password").json()
    assert fresh["password"] != taken_in["password"]
    assert fresh["account"]["closed_at"] is None
    assert peng.post(f"{door}/second-factor").json()["second_factor"] is False
    assert peng.post(f"{door}/close").json()["closed_at"]

    acts = [each["act"] for each in peng.get(f"{HOUSE}/changes").json()["changes"]]
    assert {"CREATE_PERSON", "CHANGE_PERSON", "CLOSE_PERSON", "REOPEN_PERSON", "NEW_PASSWORD"} <= set(acts)
    assert taken_in["password"] not in peng.get(f"{HOUSE}/changes").text


def test_a_person_who_cannot_be_is_refused_field_by_field(
    site: Site, peng: Person, taken_in: dict[str, Any]
) -> None:
    def refused(**said: Any) -> dict[str, str]:
        answer = peng.post(f"{HOUSE}/people", json=somebody(**said))
        assert answer.status_code == 422
        return fields(answer)

    assert "no other role" in refused(roles=["ADMINISTRATOR", "ADJUSTER"])["roles"]
    assert "choose at least one" in refused(roles=[])["roles"]
    assert "roles.0" in refused(roles=["GUARDIAN"])
    assert "taken" in refused(sign_in_name=taken_in["accounts"][0]["name"].upper())["sign_in_name"]

    own = site.reference("peng.admin").partition(":")[2]
    assert put(peng, f"/people/{own}", full_name="彭", roles=["ADJUSTER"]).status_code == 403
    assert peng.post(f"{HOUSE}/people/{own}/close").status_code == 403


def test_a_hospital_comes_onto_a_list_from_day_to_day_and_never_twice(peng: Person) -> None:
    code = f"SHI-{uuid4().hex[:6].upper()}"
    body = {"code": code, "name": "试医院", "brand": "试", "city": "上海", "ownership": "PRIVATE"}
    assert peng.post(f"{HOUSE}/hospitals", json=body).status_code == 201
    assert "taken" in fields(peng.post(f"{HOUSE}/hospitals", json=body))["code"]

    joining = {"network_list": "SHI", "kind": "DIRECT_BILLING", "from_on": "2027-01-01"}
    joined = peng.post(f"{HOUSE}/hospitals/{code}/networks", json=joining).json()
    twice = peng.post(f"{HOUSE}/hospitals/{code}/networks", json={**joining, "from_on": "2027-06-01"})
    assert "already" in fields(twice)["from_on"]
    ending = f"{HOUSE}/hospitals/{code}/networks/{joined['memberships'][0]['id']}/end"
    assert "first day" in fields(peng.post(ending, json={"to_on": "2026-12-31"}))["to_on"]
    assert peng.post(ending, json={"to_on": "2027-03-31"}).json()["memberships"][0]["to_on"] == "2027-03-31"

    door = peng.post(f"{HOUSE}/hospitals/{code}/accounts", json={"sign_in_name": f"Desk.{code}"}).json()
    assert door["account"]["name"] == f"desk.{code}".lower()
    entered = {"name": "试验医院", "brand": "试", "ownership": "PUBLIC", "grade": 3}
    assert put(peng, f"/hospitals/{code}", **entered).json()["grade"] == 3
    (found,) = peng.get(f"{HOUSE}/hospitals", find=code).json()["hospitals"]
    assert (found["name"], found["city"]) == ("试验医院", None)
    assert put(peng, "/hospitals/NOWHERE", **entered).status_code == 404


def test_an_insurer_is_taken_in_and_changed_by_its_code(peng: Person) -> None:
    code = f"SHI-{uuid4().hex[:6].upper()}"
    put(peng, f"/insurers/{code}", name="试保险")

    found = put(peng, f"/insurers/{code}", name="试保险", hotline="400-0").json()["insurers"]

    (own,) = (each for each in found if each["code"] == code)
    assert own == {"code": code, "name": "试保险", "name_en": None, "hotline": "400-0", "policies": 0}


def test_a_limit_counts_for_nothing_until_another_senior_confirmed_it(site: Site) -> None:
    liang, song = site.person("liang.supervisor"), site.person("song.head")
    body = {"role": "SUPERVISOR", "amount": "90000.00", "from_on": "2099-01-01", "reason": "试"}
    assert "no amounts" in fields(liang.post(f"{HOUSE}/authority", json={**body, "role": "FINANCE"}))["role"]
    assert (
        "past" in fields(liang.post(f"{HOUSE}/authority", json={**body, "from_on": "2020-01-01"}))["from_on"]
    )

    def proposed() -> str:
        return f"{HOUSE}/authority/{liang.post(f'{HOUSE}/authority', json=body).json()['id']}"

    kept, dropped = proposed(), proposed()
    assert liang.post(f"{kept}/confirm").status_code == 403
    assert song.post(f"{kept}/confirm").json()["confirmed_by"] == site.reference("song.head")
    assert liang.post(f"{dropped}/withdraw").json()["withdrawn_at"]
    assert song.post(f"{dropped}/confirm").status_code == 404

    limits = {each["role"]: each["amount"] for each in song.get(f"{HOUSE}/authority").json()["limits"]}
    assert limits["SUPERVISOR"] == "100000.00", "its day has not come"


def test_terms_are_read_and_compared_by_everybody_of_the_house(site: Site) -> None:
    ma = site.person("ma.adjuster")
    one, other = ma.get(f"{HOUSE}/plans").json()["plans"][:2]

    said = ma.get(f"{HOUSE}/plans/{one['id']}").json()["statements"]
    differing = ma.get(f"{HOUSE}/plans/{one['id']}", against=other["id"]).json()
    written = ma.get(f"{HOUSE}/letters").json()["templates"]

    assert said and all(each["value"]["zh"] and each["value"]["en"] for each in said)
    assert differing["differences"] and not differing["statements"]
    assert {"zh", "en"} == {each["language"] for each in written}
    assert ma.get(f"{HOUSE}/plans/{uuid4()}").status_code == 404


def test_the_time_of_one_case_passes_in_a_demonstration(site: Site, clinic: Clinic) -> None:
    number, liang = review(site), site.person("liang.supervisor")
    before = liang.get(f"/api/v1/cases/{number}").json()["due_at"]

    body = {"by": "DAY", "cases": [number, "PA-260929-999999-1"]}
    (moved,) = liang.post(f"{HOUSE}/clock", json=body).json()["cases"]

    assert moved["case_number"] == number
    assert moved["now"]
    assert before


def test_a_webhook_is_registered_given_a_new_secret_and_turned_off(peng: Person) -> None:
    code, hooks = f"HOOK-{uuid4().hex[:8]}", "/api/v1/webhooks"
    place_of_care = {"code": code, "name": "推送门诊部", "brand": "PUSH", "ownership": "PRIVATE"}
    assert peng.post(f"{HOUSE}/hospitals", json=place_of_care).status_code == 201
    wanted = {"owner": "HOSPITAL", "code": code, "url": "https://claims.hospital.example/hook"}

    made = peng.post(hooks, json=wanted)
    place = f"{hooks}/{made.json()['webhook']['id']}"
    fresh = peng.post(f"{place}/rotate")
    off = peng.http.put(f"{place}/state", headers=peng.token, json={"on": False})
    listed = [each for each in peng.get(hooks).json()["webhooks"] if each["code"] == code]

    assert (made.status_code, fresh.status_code, off.status_code) == (201, 200, 200), made.text
    assert made.json()["secret"] != fresh.json()["secret"]
    assert [(each["url"], each["on"], "secret" in each) for each in listed] == [(wanted["url"], False, False)]
    assert set(fields(peng.post(hooks, json=wanted))) == {"code"}
    assert set(fields(peng.post(hooks, json={**wanted, "url": "hospital.example"}))) == {"url"}
    assert peng.post(f"{hooks}/{uuid4()}/rotate").status_code == 404
