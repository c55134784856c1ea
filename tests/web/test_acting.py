"""People act on a case: once, on what they saw, within what they may."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.web.site import Site, fields, review
from tests.workflows.clinic import Clinic

APPROVE = {"outcome": "APPROVE"}


@pytest.fixture
def number(site: Site, clinic: Clinic) -> str:
    """A case in review."""
    return review(site)


@pytest.fixture(scope="module")
def standing(site: Site, clinic: Clinic) -> str:
    """A case in review to which nothing happens."""
    return review(site)


def test_a_complete_file_starts_the_review(site: Site, clinic: Clinic) -> None:
    desk = site.desk()
    number = desk.opened()
    missing = desk.get(f"/api/v1/cases/{number}").json()["missing_documents"]

    some = desk.act(number, "SUBMIT_DOCUMENTS", documents=desk.uploaded(*missing[1:]))
    rest = desk.act(number, "SUBMIT_DOCUMENTS", documents=desk.uploaded(missing[0]))

    assert (some.json()["stage"], rest.json()["stage"]) == ("AWAITING_DOCS", "IN_REVIEW")
    shown = desk.get(f"/api/v1/cases/{number}").json()
    assert (shown["missing_documents"], len(shown["documents"])) == ([], len(missing))


def test_from_the_request_to_the_guarantee(site: Site, number: str) -> None:
    adjuster = site.person("ma.adjuster")
    shown = adjuster.get(f"/api/v1/cases/{number}").json()
    assert (shown["source"], shown["stage"], shown["estimate"]) == ("workflow", "IN_REVIEW", "18000.00")
    assert "DECIDE" in shown["allowed_actions"]
    assert shown["due_at"] == "2026-10-10T10:00:00Z"
    assert 10 * 86400 < shown["time_left_seconds"] < 12 * 86400

    version = shown["staff"]["accumulator_version"]
    answer = adjuster.act(number, "DECIDE", decision={**APPROVE, "accumulator_version": version or None})

    assert (answer.status_code, answer.json()["stage"]) == (200, "GUARANTEED")
    promised = site.desk().get(f"/api/v1/cases/{number}").json()
    assert promised["guarantee"]["status"] == "VALID"
    assert promised["guarantee"]["versions"][0]["ceiling"] == promised["approved"]
    assert [line["approved"] for line in promised["decisions"][0]["lines"]] == ["8000.00", "10000.00"]
    site.desk().act(number, "WITHDRAW", reason="完成")


def test_of_two_people_one_wins_and_the_other_learns_what_changed(site: Site, number: str) -> None:
    people = [site.person("ma.adjuster"), site.person("luo.adjuster")]
    version = people[0].get(f"/api/v1/cases/{number}").json()["version"]
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(person.act, number, "ASK", items=["体温记录?"], seen_version=version)
            for person in people
        ]
    answers = sorted((each.result() for each in asked), key=lambda answer: answer.status_code)

    won, lost = answers
    assert (won.status_code, lost.status_code) == (200, 409)
    told = lost.json()
    assert told["type"] == "/docs#stale"
    assert (told["seen_version"], told["version"]) == (version, won.json()["version"])
    (change,) = told["changes"]
    assert (change["kind"], change["to_stage"], change["role"]) == ("ASK", "AWAITING_INFO", "ADJUSTER")
    assert change["actor"] in {site.reference("ma.adjuster"), site.reference("luo.adjuster")}


def test_a_key_that_stands_for_another_act_does_nothing(site: Site, number: str) -> None:
    adjuster, key = site.person("ma.adjuster"), uuid4().hex
    version = adjuster.get(f"/api/v1/cases/{number}").json()["version"]
    said = {"items": ["体温记录?"], "seen_version": version}
    first = adjuster.act(number, "ASK", key, **said)
    assert first.status_code == 200

    other = adjuster.act(number, "ASK", key, **said | {"items": ["既往住院?"]})

    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


def test_the_same_key_acts_once_and_answers_the_same(site: Site, number: str) -> None:
    adjuster, key = site.person("ma.adjuster"), uuid4().hex
    version = adjuster.get(f"/api/v1/cases/{number}").json()["version"]
    said = {"items": ["体温记录?"], "seen_version": version}

    first = adjuster.act(number, "ASK", key, **said)
    again = adjuster.act(number, "ASK", key, **said)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert len(adjuster.get(f"/api/v1/cases/{number}").json()["questions"]) == 1


def test_an_act_that_closed_the_case_answers_its_repeat_the_same(
    site: Site, clinic: Clinic, number: str
) -> None:
    desk, key = site.desk(), uuid4().hex
    version = desk.get(f"/api/v1/cases/{number}").json()["version"]
    first = desk.act(number, "WITHDRAW", key, reason="取消", seen_version=version)
    clinic.loop.run(clinic.cases.handle(number).result())

    again = desk.act(number, "WITHDRAW", key, reason="取消", seen_version=version)

    assert (again.status_code, again.json()) == (200, first.json())


def test_a_closed_case_takes_nothing_more(site: Site, clinic: Clinic, number: str) -> None:
    site.desk().act(number, "WITHDRAW", reason="取消")
    clinic.loop.run(clinic.cases.handle(number).result())

    shown = site.desk().get(f"/api/v1/cases/{number}").json()
    late = site.person("ma.adjuster").act(number, "ASK", items=["?"])

    assert (shown["stage"], shown["source"], shown["allowed_actions"]) == ("WITHDRAWN", "record", [])
    assert shown["request"]["treatment"] == "抗感染治疗"
    assert (late.status_code, late.json()["type"]) == (409, "/docs#not-now")


@pytest.mark.parametrize(("language", "name"), [("zh", "上海美华妇儿医院"), ("en", "Shanghai Meihua Women")])
def test_the_head_of_a_case_names_the_hospital_in_the_language_of_the_page(
    site: Site, standing: str, language: str, name: str
) -> None:
    headers = {**site.desk().token, "Accept-Language": language}

    assert name in site.http.get(f"/cases/{standing}", headers=headers).text


def test_an_english_page_of_staff_names_hospitals_in_english_everywhere(site: Site, standing: str) -> None:
    headers = {**site.person("ma.adjuster").token, "Accept-Language": "en"}

    page = site.http.get(f"/cases/{standing}?do=DECIDE", headers=headers).text

    assert "Shanghai Meihua Women" in page.split('class="feed"')[1], "the desk that asked, in what happened"
    assert "Shanghai Meihua Women" in page.split('id="act"')[1].split("</form>")[0], "among the choices"
    assert "上海美华妇儿医院" not in page


def test_what_the_stage_does_not_take_is_refused_with_what_it_takes(site: Site, standing: str) -> None:
    answer = site.desk().act(standing, "REPLY", answers=[])

    assert (answer.status_code, answer.json()["type"]) == (409, "/docs#not-now")
    assert "possible now" in answer.json()["detail"]


def test_a_mistake_in_a_decision_names_its_field(site: Site, standing: str) -> None:
    adjuster = site.person("ma.adjuster")
    cut = {"outcome": "APPROVE_IN_PART", "lines": [{"approved": "8000.00"}, {"approved": "1.00"}]}
    unexplained = adjuster.act(standing, "DECIDE", decision=cut)
    too_much = adjuster.act(
        standing, "DECIDE", decision={"outcome": "APPROVE", "lines": [{"approved": "9000.00"}] * 2}
    )
    unknown = adjuster.act(
        standing, "DECIDE", decision={"outcome": "REDIRECT", "network_hospitals": ["NOWHERE"]}
    )

    assert set(fields(unexplained)) == {"decision.lines.1.reason_code"}
    assert set(fields(too_much)) == {"decision.lines.0.approved"}
    assert set(fields(unknown)) == {"decision.network_hospitals.0"}


def test_a_decline_waits_for_a_second_person(site: Site, number: str) -> None:
    said = {
        "outcome": "DECLINE",
        "reason_code": "WAIT-120",
        "clause": "R-024",
        "explanation": "手术日在等待期内。",
    }
    proposed = site.person("ma.adjuster").act(number, "DECIDE", decision=said)
    assert proposed.json()["stage"] == "IN_REVIEW"

    outside = site.family().get(f"/api/v1/cases/{number}").json()
    maker = site.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()
    checker = site.person("liang.supervisor").get(f"/api/v1/cases/{number}").json()

    assert outside["decisions"] == []
    assert maker["staff"]["proposal"]["outcome"] == "DECLINE"
    assert "CO_SIGN" not in maker["allowed_actions"]
    assert {"CO_SIGN", "SEND_BACK"} <= set(checker["allowed_actions"])
    signed = site.person("liang.supervisor").act(number, "CO_SIGN")
    assert (signed.status_code, signed.json()["stage"]) == (200, "DECLINED")


def test_a_benefit_that_does_not_suffice_is_told_with_what_is_left(site: Site, clinic: Clinic) -> None:
    item = {"item": "SURGERY", "description": "手术费", "amount": "9000000.00"}
    number = review(site, items=[item])

    answer = site.person("song.head").act(number, "DECIDE", decision=APPROVE)

    assert (answer.status_code, answer.json()["type"]) == (409, "/docs#insufficient-benefit")
    assert float(answer.json()["available"]) < 9_000_000
    assert set(fields(answer)) == {"decision.ceiling"}
    assert answer.json()["version"] > answer.json()["seen_version"]
    site.desk().act(number, "WITHDRAW", reason="完成")


def test_a_case_is_given_to_someone_who_works_here(site: Site, number: str) -> None:
    lead = site.person("gao.lead")
    given = lead.act(number, "ASSIGN", assignee=site.reference("luo.adjuster"))
    nobody = lead.act(number, "ASSIGN", assignee=f"staff:{uuid4()}")
    auditor = lead.act(number, "ASSIGN", assignee=site.reference("cao.auditor"))

    assert given.status_code == 200
    assert set(fields(nobody)) == {"assignee"}
    assert fields(auditor)["assignee"].startswith("has no work in such a case")
    queue = lead.get("/api/v1/cases", assignee=site.reference("luo.adjuster")).json()["cases"]
    assert number in [case["case_number"] for case in queue]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"action": "WITHDRAW"}, "reason"),
        ({"action": "WITHDRAW", "reason": "x", "colour": "red"}, "colour"),
        ({"action": "DANCE"}, "body"),
        ({"action": "REQUEST_AMENDMENT", "reason": "x", "valid_until": "2026-09-28"}, "valid_until"),
        ({"action": "REQUEST_AMENDMENT", "reason": "x", "ceiling": "1.234"}, "ceiling"),
        ({"action": "SUBMIT_DOCUMENTS", "documents": [str(uuid4())]}, "documents.0"),
    ],
)
def test_an_act_with_a_wrong_field_is_refused(
    site: Site, standing: str, said: dict[str, object], field: str
) -> None:
    answer = site.desk().post(
        f"/api/v1/cases/{standing}/actions", uuid4().hex, json={"seen_version": 1, **said}
    )

    assert answer.status_code == 422
    assert field in fields(answer)


def test_an_act_says_which_version_was_seen(site: Site, standing: str) -> None:
    answer = site.desk().post(
        f"/api/v1/cases/{standing}/actions", uuid4().hex, json={"action": "WITHDRAW", "reason": "x"}
    )

    assert set(fields(answer)) == {"seen_version"}
