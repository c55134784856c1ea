"""An id of another family, hospital, insurer or team is as good as one of nobody, word for word."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models import Notification, Staff, SupervisorTask, WorksFor
from models.absence import Absence
from models.staff_role import StaffRole
from rules.notices import NoticeKind
from rules.roles import STAFF_ROLES, Role
from rules.vocabulary import InsurerStaff, PrincipalKind
from stores.database import transaction
from stores.trust import tokens
from tests.web.site import PLANNED_ON, Person, Site, review
from tests.web.test_who_may_what import ALL, let_in
from tests.web.unserved import APP
from tests.web.who_may import NO_ID, SAMPLE
from tests.workflows.clinic import Clinic

CHILD, POLICY = "M2025000001", "2607-STD-1"
NOBODYS = {
    "case_number": "PA-260929-999999-1",
    "member_number": "M2099999999",
    "policy_number": "2607-STD-999",
    "card_number": "EC-2607-999",
    "letter": "LT-PA-260929-999999-1-1",
}
FORMS = {"/tasks/{task_id}/close": {"outcome": "Called the hospital."}}
"""What a form of a page sends, where it is not right without a word."""
OUTSIDERS = {letter: SAMPLE[letter] for letter in "GD"}


@dataclass(frozen=True)
class World:
    """What one family and one hospital have; ``ids`` by the name of the parameter that takes them."""

    ids: Mapping[str, str]
    upload: str


@pytest.fixture(scope="module")
def world(site: Site, clinic: Clinic) -> World:
    """An approved case with its letter and papers, the accounts of the child, and its card."""
    desk, family = site.desk(), site.family()
    paper = desk.uploaded("COST_ESTIMATE")[0]
    number = review(site, documents=[paper])
    decided = site.person("ma.adjuster").act(number, "DECIDE", decision={"outcome": "APPROVE"})
    assert decided.status_code == 200, decided.text

    def letters() -> list[dict[str, str]]:
        found: list[dict[str, str]] = desk.get(f"/api/v1/cases/{number}/letters").json()
        return found

    clinic.wait_until(lambda: bool(letters()), "the guarantee letter")
    accounts = family.get("/api/v1/accounts", policy=POLICY).json()
    assert "accounts" in accounts, accounts
    case = family.get(f"/api/v1/cases/{number}").json()
    return World(
        ids={
            "case_number": number,
            "document_id": paper,
            "letter": letters()[0]["number"],
            "account_id": accounts["accounts"][0]["id"],
            "episode_id": case["episode_id"] or NO_ID,
            "member_number": CHILD,
            "policy_number": POLICY,
            "card_number": "EC-2607-1",
        },
        upload=family.uploaded("COST_ESTIMATE")[0],
    )


OWNED = frozenset({"case_number", "document_id", "letter", "account_id", "episode_id", "member_number"}) | {
    "card_number"
}
ADDRESSED = [
    (route, letter)
    for route in sorted(ALL)
    for letter in OUTSIDERS
    if letter in let_in(ALL[route])
    if {"letter" if "/letters/" in route else name.alias for name in ALL[route].path_params} & OWNED
]


def ask(person: Person, route: str, ids: Mapping[str, str]) -> httpx2.Response:
    """Ask a route about these things, with a body that is right in itself."""
    method, _, path = route.partition(" ")
    filled = path.replace("/letters/{number}", f"/letters/{ids['letter']}").replace("{number}", "1")
    for name, value in {**ids, "action": "WITHDRAW"}.items():
        filled = filled.replace(f"{{{name}}}", value)
    if method == "GET":
        return person.get(filled)
    if path in FORMS:
        return person.post(filled, data=FORMS[path])
    return person.post(filled, uuid4().hex, json=_example(path))


def _example(path: str) -> Any:
    operation = APP.openapi()["paths"].get(path, {}).get("post", {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = content.get("examples", {})
    chosen: dict[str, Any] = examples.get("WITHDRAW") or next(iter(examples.values()), {})
    return chosen.get("value", {})


@pytest.mark.parametrize(("route", "letter"), ADDRESSED)
def test_what_belongs_to_others_looks_as_if_it_were_not_there(
    site: Site, world: World, route: str, letter: str
) -> None:
    person = site.person(OUTSIDERS[letter])
    theirs = ask(person, route, world.ids)
    nobodys = ask(person, route, {name: NOBODYS.get(name, NO_ID) for name in world.ids})

    assert (theirs.status_code, nobodys.status_code) == (404, 404), theirs.text
    assert _words(theirs, world.ids) == _words(nobodys, NOBODYS)


def _words(answer: httpx2.Response, ids: Mapping[str, str]) -> str:
    text = answer.text
    for name, value in ids.items():
        text = text.replace(value, name)
    if "json" not in answer.headers["content-type"]:
        return text
    return json.dumps({**json.loads(text), "request_id": ""})


ASKED_ABOUT_A_CHILD = [
    path
    for path, methods in APP.openapi()["paths"].items()
    if "G" in let_in(ALL.get(f"POST {path}") or ALL["GET /api/v1/cards"])
    if "post" in methods and "member_number" in _example(path)
]


@pytest.mark.parametrize("path", ASKED_ABOUT_A_CHILD)
def test_a_child_of_another_family_is_as_unknown_as_one_that_nobody_has(
    site: Site, world: World, path: str
) -> None:
    other, body = site.person(OUTSIDERS["G"]), _example(path)

    def refused(number: str, policy: str) -> Any:
        said = {**body, "member_number": number, "policy_number": policy}
        answer = other.post(path, uuid4().hex, json=said)
        assert answer.status_code == 422, answer.text
        return answer.json()["errors"]

    theirs, nobodys = refused(CHILD, POLICY), refused("M2099999999", "2607-STD-999")

    assert "member_number" in [error["field"] for error in theirs]
    assert theirs == nobodys


def test_files_of_another_are_as_unknown_as_files_of_nobody(site: Site, world: World) -> None:
    hers = site.person(OUTSIDERS["D"]).ask(_request(documents=[world.upload])).json()["errors"]
    nobodys = site.person(OUTSIDERS["D"]).ask(_request(documents=[NO_ID])).json()["errors"]

    assert hers == nobodys
    assert "documents.0" in [error["field"] for error in hers]


def _request(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = _example("/api/v1/preauthorizations")
    return {**body, "member_number": CHILD, "policy_number": POLICY, "planned_on": PLANNED_ON, **changes}


def test_a_hospital_asks_for_itself_alone(site: Site, world: World) -> None:
    answer = site.person(OUTSIDERS["D"]).ask(_request(hospital="MEIHUA-FUER"))

    assert "hospital" in [error["field"] for error in answer.json()["errors"]]


@dataclass(frozen=True)
class OtherTeam:
    """The lead of another team, and what the first team has."""

    lead: Person
    ids: Mapping[str, str]


@pytest.fixture(scope="module")
def other_team(site: Site, world: World, reader: Engine) -> Iterator[OtherTeam]:
    """A second team; a task, an absence and a notice of the first."""
    ma = site.reference("ma.adjuster")
    now, row = datetime.now(UTC), Staff(account="qian.lead", name="钱组长", team="理算二组")
    task, notice, absence = uuid4(), uuid4(), uuid4()
    with transaction(reader) as session:
        session.add(row)
        session.flush()
        session.add(StaffRole(staff_id=row.id, role=Role.TEAM_LEAD))
        secret = tokens.issue(session, PrincipalKind.STAFF, str(row.id), "test", at=now).secret
        about: dict[str, Any] = {"case_number": world.ids["case_number"], "due_at": now}
        boss = site.reference("liang.supervisor")
        session.add(SupervisorTask(id=task, owner=boss, subject="BREACH", opened_at=now, **about))
        told: dict[str, Any] = {
            "made_at": now,
            "deliver_at": now - timedelta(days=1),
            "kind": next(iter(NoticeKind)),
        }
        session.add(Notification(id=notice, recipient=ma, **told, **about))
        away: dict[str, Any] = {
            "from_on": date(2027, 3, 1),
            "until_on": date(2027, 3, 2),
            "set_by": boss,
            "set_at": now,
        }
        session.add(Absence(id=absence, staff_id=UUID(ma.partition(":")[2]), key=uuid4().hex, **away))
    yield OtherTeam(
        site.bearer(secret),
        {"task_id": str(task), "notification_id": str(notice), "absence_id": str(absence)},
    )
    with transaction(reader) as session:
        for kind, key in ((SupervisorTask, task), (Notification, notice), (Absence, absence)):
            session.delete(session.get_one(kind, key))
        session.get_one(Staff, row.id).left_on = date(2020, 1, 1)


@pytest.fixture(scope="module")
def other_insurer(site: Site, reader: Engine) -> Iterator[Person]:
    """Somebody of another insurer with every role of staff."""
    row = Staff(account="all.haide", name="海德一人", team="海德")
    with transaction(reader) as session:
        session.add(row)
        session.flush()
        session.add_all(StaffRole(staff_id=row.id, role=role) for role in STAFF_ROLES)
        session.add(WorksFor(kind=InsurerStaff.TEAM, subject="海德", insurer_code="HAIDE"))
        now = datetime.now(UTC)
        secret = tokens.issue(session, PrincipalKind.STAFF, str(row.id), "test", at=now).secret
    yield site.bearer(secret)
    with transaction(reader) as session:
        session.get_one(Staff, row.id).left_on = date(2020, 1, 1)


ABOUT_A_CASE = sorted(
    route
    for route in ALL
    if set(let_in(ALL[route])) & set("IMALSHVFCUN")
    if {"letter" if "/letters/" in route else name.alias for name in ALL[route].path_params}
    & (OWNED | {"task_id", "code"}) - {"card_number"}
    # Open to all, or for those who work for every insurer:
    if not route.startswith(("GET /verify", "GET /audit", "GET /house", "POST /house"))
    and "/api/v1/house/" not in route
)


@pytest.mark.parametrize("route", ABOUT_A_CASE)
def test_what_belongs_to_another_insurer_is_not_there(
    site: Site, world: World, other_team: OtherTeam, other_insurer: Person, route: str
) -> None:
    ids = {**world.ids, "task_id": other_team.ids["task_id"], "code": "insurer:JDAZ"}
    theirs = ask(other_insurer, route, ids)
    nobodys = ask(other_insurer, route, {name: NOBODYS.get(name, NO_ID) for name in ids})

    assert (theirs.status_code, nobodys.status_code) == (404, 404), theirs.text
    assert _words(theirs, ids) == _words(nobodys, NOBODYS)


LISTS = (
    *("/api/v1/cases", "/api/v1/board", "/api/v1/tasks", "/api/v1/funds", "/api/v1/payments"),
    *("/api/v1/receivables", "/api/v1/receipts", "/api/v1/payment-batches", "/work", "/work/cases.csv"),
    *("/board", "/tasks", "/reports", "/reports/ageing.csv", "/finance", "/finance/receivables"),
)
SAMPLE_OF_ALL = {"percent": "100", "from": "2026-09-01", "to": "2026-12-31"}


def test_lists_hold_nothing_of_another_insurer(
    site: Site, world: World, other_team: OtherTeam, other_insurer: Person
) -> None:
    number, boss = world.ids["case_number"], site.person("liang.supervisor")
    assert number in boss.get("/work/cases.csv").text
    assert number in boss.get("/sampling/sample.csv", **SAMPLE_OF_ALL).text
    for path in LISTS:
        answer = other_insurer.get(path)

        assert answer.status_code == 200, path
        assert number not in answer.text and "JDAZ" not in answer.text, path
    assert number not in other_insurer.get("/sampling/sample.csv", **SAMPLE_OF_ALL).text
    assert [each["code"] for each in other_insurer.get("/api/v1/funds").json()] == ["insurer:HAIDE"]


def test_whoever_works_for_one_insurer_has_no_part_in_what_concerns_all(other_insurer: Person) -> None:
    for path in ("/metrics", "/audit", "/api/v1/incidents"):
        answer = other_insurer.get(path)

        assert answer.status_code == 403
        assert "every insurer" in answer.text
    assert other_insurer.get("/work").status_code == 200


def test_a_case_is_given_to_nobody_who_does_not_see_it(site: Site, world: World) -> None:
    refused = site.person("gao.lead").act(
        world.ids["case_number"], "ASSIGN", assignee=site.reference("zhu.insurer")
    )

    assert refused.status_code == 422
    assert "another insurer" in refused.text


OF_A_TEAM = sorted(
    route
    for route in ALL
    if {name.alias for name in ALL[route].path_params} & {"task_id", "notification_id", "absence_id"}
)


@pytest.mark.parametrize("route", OF_A_TEAM)
def test_what_belongs_to_another_team_or_colleague_is_not_there(
    site: Site, other_team: OtherTeam, route: str
) -> None:
    theirs = ask(other_team.lead, route, {**other_team.ids, "letter": ""})
    nobodys = ask(other_team.lead, route, dict.fromkeys(other_team.ids, NO_ID) | {"letter": ""})

    assert (theirs.status_code, nobodys.status_code) == (404, 404), theirs.text
    assert _words(theirs, other_team.ids) == _words(nobodys, {})


def test_lists_hold_nothing_of_another_team(site: Site, other_team: OtherTeam) -> None:
    task = other_team.ids["task_id"]
    own = site.person("gao.lead").get("/api/v1/tasks").json()["tasks"]
    others = other_team.lead.get("/api/v1/tasks").json()["tasks"]

    assert task in [each["id"] for each in own]
    assert task not in [each["id"] for each in others]
    board = other_team.lead.get("/api/v1/board").json()["cases"]
    assert {each["person"] for each in board} <= {None}, "a lead sees what nobody has yet, and the own team"
    assert task not in other_team.lead.get("/tasks").text


def test_a_lead_sets_no_absence_for_another_team(site: Site, other_team: OtherTeam) -> None:
    days = {"from_on": "2027-03-08", "until_on": "2027-03-09"}
    body = {"person": site.reference("ma.adjuster"), **days}

    answer = other_team.lead.post("/api/v1/absences", uuid4().hex, json=body)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["person"]


def test_each_kind_of_thing_that_is_somebodys_is_swapped(reader: Engine) -> None:
    """A new kind of id is added to the world above, or named here with the reason why it is nobody's."""
    nobodys = {
        *("action", "what", "code", "name", "number", "hospital", "draft_id"),  # words and codes, calendars
        *("form", "group"),  # of blank forms and of the reference: the same for everybody
        *("reference", "incident_id"),  # finance's and the house's own: roles alone decide
        *(
            "staff_id",
            "membership_id",
            "endpoint_id",
            "plan_id",
            "limit_id",
            "insurer",
        ),  # the house's own too
        "export_id",  # made on request: its route asks whose child it is
        "token",  # of a link in a mail: whoever holds it may, and nobody guesses it
        *(
            "session_id",
            "policy_number",
            "passkey_id",
        ),  # in test_signing_in and test_passkeys; beside its child
        *("upload_id", "view_id"),  # kept and found by their owner alone
    }
    swapped = OWNED | {"task_id", "notification_id", "absence_id"}
    every = {name.alias for route in ALL.values() for name in route.path_params}

    assert every - nobodys - swapped == set()
    with Session(reader) as session:
        assert session.get(Staff, UUID(NO_ID)) is None
