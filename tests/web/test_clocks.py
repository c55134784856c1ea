"""Why a case is due then, who is told, who is away: over the API, as pages, and at a terminal."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from commands.case import app
from models.absence import Absence
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.notices import Notice, NoticeKind
from stores.clocks import absences, notices
from stores.clocks.absences import AbsenceWish
from stores.cover.people import names_of
from stores.database import transaction
from tests.web.site import Site, review
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic

PAGES = ("/notifications", "/tasks", "/absences", "/clocks")


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review that nobody acts on."""
    return review(site)


@pytest.fixture(scope="module")
def overdue(site: Site, clinic: Clinic) -> str:
    """A case of ma.adjuster whose decision is late."""
    number = review(site)
    site.person("ma.adjuster").act(number, "ASSIGN", assignee=site.reference("ma.adjuster"))
    clock = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert clock
    clinic.skip_to(number, clock.due_at)
    clinic.wait_until(lambda: clinic.row(number).priority == 2, "the breach on record")
    return number


def test_the_intervals_add_up_to_the_due_of_the_case(site: Site, number: str) -> None:
    person = site.person("ma.adjuster")

    *_, clock = person.get(f"/api/v1/cases/{number}/clocks").json()["clocks"]

    assert clock["due_at"] == person.get(f"/api/v1/cases/{number}").json()["due_at"]
    assert clock["adds_up"]
    assert (clock["unit"], clock["count"]) == ("WORKING_DAYS", 5)
    assert clock["cut"] == "PLANNED_DAY"


def test_a_raised_urgency_brings_its_target_and_says_which_rule_and_why(site: Site) -> None:
    number, person = review(site), site.person("ma.adjuster")

    person.act(number, "CHANGE_PRIORITY", priority="URGENT", reason="手术提前")

    *_, clock = person.get(f"/api/v1/cases/{number}/clocks").json()["clocks"]
    assert (clock["count"], clock["target_rule"], clock["because"]) == (
        1,
        "urgent request",
        ["urgency URGENT"],
    )
    assert clock["intervals"][-1]["change"]["count_before"] == 5
    assert clock["adds_up"]


def test_why_is_told_as_a_page_in_both_languages_and_at_a_terminal(site: Site, number: str) -> None:
    for language in ("zh-CN", "en"):
        person = site.person("ma.adjuster")
        answer = person.http.get(
            f"/cases/{number}/why", headers={**person.token, "Accept-Language": language}
        )
        assert number in answer.text
        audited(answer.text)
    told = CliRunner().invoke(app, ["why", number, "--url", str(site.http.base_url)]).stdout
    assert "PREAUTH_DECISION" in told
    assert "adds up" in told


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_about_people_are_sound(site: Site, overdue: str, path: str, language: str) -> None:
    person = site.person("liang.supervisor")

    answer = person.http.get(path, headers={**person.token, "Accept-Language": language})

    assert answer.status_code == 200
    audited(answer.text)


@pytest.mark.parametrize("path", ["/api/v1/notifications", "/api/v1/tasks", "/api/v1/absences", *PAGES])
def test_a_hospital_is_shown_none_of_it(site: Site, path: str) -> None:
    assert site.desk().get(path).status_code == 403


def test_a_breach_is_a_task_of_the_supervisor_who_closes_it_with_what_came_of_it(
    site: Site, overdue: str
) -> None:
    boss = site.person("liang.supervisor")
    (task,) = [each for each in boss.get("/api/v1/tasks").json()["tasks"] if each["case_number"] == overdue]
    assert (task["subject"], task["owner"]) == ("BREACH", site.reference("liang.supervisor"))

    closed = boss.post(f"/api/v1/tasks/{task['id']}/close", json={"outcome": "已催办"}).json()

    assert closed["closed_by"] == site.reference("liang.supervisor")
    open_now = boss.get("/api/v1/tasks").json()["tasks"]
    assert overdue not in [each["case_number"] for each in open_now]
    assert (
        site.person("ma.adjuster")
        .post(f"/api/v1/tasks/{task['id']}/close", json={"outcome": "我来"})
        .status_code
        == 403
    )


def test_a_task_is_closed_on_its_page_with_what_came_of_it_and_once(
    site: Site, clinic: Clinic, overdue: str
) -> None:
    boss, adjuster = site.person("liang.supervisor"), site.person("ma.adjuster")
    at = clinic.row(overdue).opened_at
    task = Notice(
        key=uuid4().hex,
        kind=NoticeKind.ESCALATION,
        recipient=site.reference("liang.supervisor"),
        subject="SUPERVISOR",
        made_at=at,
        deliver_at=at,
        task=True,
    )
    with transaction(clinic.engine) as session:
        notices.keep(session, overdue, [task])
    (row,) = [
        each
        for each in boss.get("/api/v1/tasks").json()["tasks"]
        if (each["case_number"], each["subject"]) == (overdue, "SUPERVISOR")
    ]
    way = f"/tasks/{row['id']}/close"
    assert f'action="{way}"' in boss.get("/tasks").text
    assert f'action="{way}"' not in adjuster.get("/tasks").text

    said_nothing = boss.post(way, data={"outcome": " "})
    refused = adjuster.post(way, data={"outcome": "我来"})
    first = boss.post(way, data={"outcome": "已与医院联系"})
    boss.post(way, data={"outcome": "再说一次"})

    assert (said_nothing.status_code, refused.status_code, first.status_code) == (422, 403, 303)
    assert way not in boss.get("/tasks").text
    closed = {each["id"]: each for each in boss.get("/api/v1/tasks", closed=True).json()["tasks"]}
    assert closed[row["id"]]["closed_by"] == task.recipient
    assert closed[row["id"]]["outcome"] == "已与医院联系"


def test_the_breach_at_six_in_the_evening_reaches_people_the_next_morning(
    site: Site, clinic: Clinic, overdue: str
) -> None:
    person = site.person("ma.adjuster")

    def of_case() -> list[str]:
        told = person.get("/api/v1/notifications").json()["notifications"]
        return [each["subject"] for each in told if each["case_number"] == overdue]

    assert "BREACH" not in of_case()
    assert "REMINDER" in of_case()
    clinic.skip(overdue, timedelta(hours=60))
    site.person("gao.lead").act(overdue, "EXPLAIN_DELAY", reason="WORKLOAD")
    clinic.wait_until(lambda: "BREACH" in of_case(), "the morning")

    (breach,) = [
        each
        for each in person.get("/api/v1/notifications", unread="true").json()["notifications"]
        if each["case_number"] == overdue and each["subject"] == "BREACH"
    ]
    assert breach["made_at"] < breach["deliver_at"]
    left = person.post(f"/api/v1/notifications/{breach['id']}/read").json()["notifications"]
    assert breach["id"] not in [each["id"] for each in left]
    other = site.person("luo.adjuster").post(f"/api/v1/notifications/{breach['id']}/read")
    assert other.status_code == 404


def test_cases_of_somebody_who_goes_away_go_to_the_end_of_the_chain(site: Site, clinic: Clinic) -> None:
    number = review(site)
    luo, boss = site.reference("luo.adjuster"), site.person("liang.supervisor")
    boss.act(number, "ASSIGN", assignee=luo)
    days = {"from_on": "2026-09-29", "until_on": "2026-09-30"}
    key = uuid4().hex
    body = {"person": luo, "substitute": site.reference("gao.lead"), **days}

    first = boss.post("/api/v1/absences", key, json=body)
    again = boss.post("/api/v1/absences", key, json=body)

    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    lead = site.reference("gao.lead")
    clinic.wait_until(lambda: clinic.row(number).assignee == lead, "the stand-in")
    dealt = [event for event in clinic.events(number) if event.kind == "DEALT_ANEW"]
    assert [event.detail["before"] for event in dealt] == [luo]
    refused = boss.act(number, "ASSIGN", assignee=luo)
    assert refused.status_code == 422
    assert lead in refused.text
    cancelled = boss.post(f"/api/v1/absences/{first.json()['id']}/cancel")
    assert cancelled.json()["cancelled_at"]
    assert boss.act(number, "ASSIGN", assignee=luo).status_code == 200


def test_an_adjuster_sets_the_own_absence_and_nobody_elses(site: Site) -> None:
    person = site.person("he.medical")
    days = {"from_on": "2026-12-07", "until_on": "2026-12-11"}

    own = person.post("/api/v1/absences", uuid4().hex, json={"person": site.reference("he.medical"), **days})
    other = person.post(
        "/api/v1/absences", uuid4().hex, json={"person": site.reference("luo.adjuster"), **days}
    )

    assert (own.status_code, other.status_code) == (201, 403)
    assert own.json()["id"] in [each["id"] for each in person.get("/api/v1/absences").json()["absences"]]


def test_a_lead_sets_an_absence_on_the_page_sees_the_end_of_the_chain_and_takes_it_back(
    site: Site,
) -> None:
    lead, clerk = site.person("gao.lead"), site.person("he.medical")
    luo, ma = site.reference("luo.adjuster"), site.reference("ma.adjuster")
    days = {"from_on": "2026-12-07", "until_on": "2026-12-11"}
    page = lead.get("/absences").text
    audited(page)
    assert f'value="{luo}"' in page

    wrong = lead.post("/absences", data={"person": luo, "substitute": luo, **days})
    kept = lead.post("/absences", data={"person": luo, "substitute": ma, **days, "key": uuid4().hex})

    assert wrong.status_code == 422
    audited(wrong.text)
    assert 'href="#substitute"' in wrong.text
    assert kept.status_code == 303
    rows = lead.get("/api/v1/absences").json()["absences"]
    (row,) = [each for each in rows if (each["person"], each["substitute"]) == (luo, ma)]
    assert f"/absences/{row['id']}/cancel" in lead.get("/absences").text
    assert f"/absences/{row['id']}/cancel" not in clerk.get("/absences").text
    assert clerk.post("/absences", data={"person": luo, **days}).status_code == 403
    assert lead.post(f"/absences/{row['id']}/cancel").status_code == 303
    assert row["id"] not in lead.get("/absences").text


def test_substitutes_that_name_each_other_are_shown_as_a_circle_with_who_does_the_work(
    site: Site, clinic: Clinic
) -> None:
    luo, ma, lead = (site.reference(each) for each in ("luo.adjuster", "ma.adjuster", "gao.lead"))
    today = shanghai_date(datetime.now(UTC) + timedelta(seconds=site.settings.clock_offset_seconds))
    with transaction(clinic.engine) as session:
        rows = [away(session, luo, ma, today), away(session, ma, luo, today)]
    try:
        texts = {
            language: site.http.get(
                "/absences", headers={**site.person("gao.lead").token, "Accept-Language": language}
            ).text
            for language in ("zh-CN", "en")
        }
    finally:
        with transaction(clinic.engine) as session:
            for each in rows:
                absences.cancel(session, session.get_one(Absence, each), by="staff:1", at=datetime.now(UTC))

    for text in texts.values():
        audited(text)
    assert texts["en"].count("the substitutes name each other, so it goes up") == 2
    assert texts["zh-CN"].count("代班循环，交上级") == 2
    with transaction(clinic.engine) as session:
        names = names_of(session, [luo, ma, lead])
    for other in (luo, ma):
        assert f"{names[other]} (away) → {names[lead]} · the substitutes" in texts["en"]


def away(session: Session, person: str, substitute: str, on: date) -> UUID:
    """Somebody is away on a day; nobody's cases are dealt for it."""
    who, stands_in = (UUID(each.partition(":")[2]) for each in (person, substitute))
    wish = AbsenceWish(
        staff_id=who,
        from_on=on - timedelta(days=1),
        until_on=on + timedelta(days=1),
        substitute_id=stands_in,
        key=uuid4().hex,
    )
    return absences.put(session, wish, by="staff:1", at=datetime.now(UTC)).id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_on": "2026-12-12"}, "until_on"),
        ({"from_on": "2026-09-01", "until_on": "2026-09-02"}, "until_on"),
        ({"substitute": "staff:00000000-0000-4000-8000-000000000000"}, "substitute"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_with_its_field(
    site: Site, changes: dict[str, str], field: str
) -> None:
    usual = {"person": site.reference("ma.adjuster"), "from_on": "2026-12-07", "until_on": "2026-12-11"}

    answer = site.person("gao.lead").post("/api/v1/absences", uuid4().hex, json=usual | changes)

    assert answer.status_code == 422
    assert field in answer.text
