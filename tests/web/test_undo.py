"""The bar that takes a decision back: who sees it, what it does, and what it says when it is too late."""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest
from temporalio.testing import TimeSkipper

from settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.web.browsing import Browser
from tests.web.site import Site, review, served
from tests.web.test_billing import a_bill, visit
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic
from web.app import create_app

WINDOW = 3600
APPROVE = {"outcome": "APPROVE", "explanation": "符合保障范围。"}
REFUSE = {
    "outcome": "DECLINE",
    "reason_code": "WAIT-120",
    "clause": "R-024",
    "explanation": "手术日在等待期内。",
}


@pytest.fixture(scope="module")
def patient(site_settings: Settings) -> Iterator[Site]:
    """The app where letters wait for an hour."""
    settings = site_settings.model_copy(update={"undo_window_seconds": WINDOW})
    with (
        served(create_app(settings)) as url,
        httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as http,
    ):
        yield Site(http, settings)


def decided(site: Site) -> str:
    """A case that ma.adjuster approved a moment ago."""
    number = review(site)
    answer = site.person("ma.adjuster").act(number, "DECIDE", decision=APPROVE)
    assert (answer.status_code, answer.json()["stage"]) == (200, "GUARANTEED"), answer.text
    return number


def undo_form(page: httpx2.Response) -> dict[str, str]:
    form = page.text.split('<form id="undo"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(seen_version|_key)" value="([^"]*)"', form))


def test_the_bar_takes_the_decision_back_and_offers_it_again(patient: Site, clinic: Clinic) -> None:
    number = decided(patient)
    with Browser.of(patient) as browser:
        browser.sign_in("ma.adjuster")
        page = browser.get(f"/cases/{number}")
        audited(re.sub(r"<script[^>]*></script>", "", page.text))
        said = undo_form(page)
        first = browser.send(f"/cases/{number}/do/TAKE_BACK_DECISION", **said)
        second = browser.send(f"/cases/{number}/do/TAKE_BACK_DECISION", **said)
        after = browser.get(f"/cases/{number}?do=DECIDE")

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == f"/cases/{number}?did=TAKE_BACK_DECISION&do=DECIDE#act"
    assert 'id="undo"' not in after.text
    assert "符合保障范围。" in after.text
    cancelled = re.findall(r"已取消</span>(.*?)</li>", after.text, re.S)
    assert cancelled and "等待发出" not in "".join(cancelled)
    told = patient.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()
    assert (told["stage"], told["decisions"], told["approved"]) == ("IN_REVIEW", [], None)
    kinds = [event.kind for event in clinic.events(number)]
    assert kinds.count("DECISION_TAKEN_BACK") == 1
    desk = patient.desk().get(f"/api/v1/cases/{number}/letters").json()
    assert "LT-GOP" not in {letter["code"] for letter in desk if letter["status"] != "PENDING"}


def test_only_who_decided_or_leads_sees_the_bar(patient: Site, clinic: Clinic) -> None:
    number = decided(patient)

    def offered(name: str) -> bool:
        told = patient.person(name).get(f"/api/v1/cases/{number}").json()
        return "TAKE_BACK_DECISION" in told["allowed_actions"]

    assert offered("ma.adjuster")
    assert offered("liang.supervisor")
    staff = patient.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()["staff"]
    assert 0 < staff["undo_seconds_left"] <= WINDOW


def test_a_refusal_that_ended_the_case_shows_the_bar_too(patient: Site) -> None:
    number = review(patient)
    patient.person("ma.adjuster").act(number, "DECIDE", decision=REFUSE)
    answer = patient.person("liang.supervisor").act(number, "CO_SIGN")
    assert (answer.status_code, answer.json()["stage"]) == (200, "DECLINED"), answer.text
    with Browser.of(patient) as browser:
        browser.sign_in("liang.supervisor")
        page = browser.get(f"/cases/{number}")
        audited(re.sub(r"<script[^>]*></script>", "", page.text))
        done = browser.send(f"/cases/{number}/do/TAKE_BACK_DECISION", **undo_form(page))
        after = browser.get(f"/cases/{number}")

    assert done.status_code == 303
    assert 'id="undo"' not in after.text
    told = patient.person("liang.supervisor").get(f"/api/v1/cases/{number}").json()
    assert (told["stage"], told["closed_at"], told["decisions"]) == ("IN_REVIEW", None, [])
    assert "CO_SIGN" in told["allowed_actions"]


def test_a_decision_on_a_bill_shows_the_bar_and_is_offered_again(patient: Site, clinic: Clinic) -> None:
    desk, adjuster = patient.desk(), patient.person("ma.adjuster")
    number = visit(desk).json()["case_number"]
    desk.act(number, "SUBMIT_BILL", bill=a_bill(), documents=desk.uploaded("SIGNED_BILL"))
    confirmed = adjuster.get(f"/api/v1/cases/{number}").json()["billing"]["judgment"]["to_confirm"]
    done = adjuster.act(number, "DECIDE_CLAIM", decision={"answer": "PAY", "confirmed": confirmed})
    assert (done.status_code, done.json()["stage"]) == (200, "ADJUDICATED"), done.text
    with Browser.of(patient) as browser:
        browser.sign_in("ma.adjuster")
        page = browser.get(f"/cases/{number}")
        audited(re.sub(r"<script[^>]*></script>", "", page.text))
        undone = browser.send(f"/cases/{number}/do/TAKE_BACK_DECISION", **undo_form(page))
        after = browser.get(f"/cases/{number}?do=DECIDE_CLAIM")

    assert undone.headers["Location"] == f"/cases/{number}?did=TAKE_BACK_DECISION&do=DECIDE_CLAIM#act"
    assert 'id="undo"' not in after.text
    assert adjuster.get(f"/api/v1/cases/{number}").json()["stage"] == "BILLED"
    assert clinic.see(number).letters == ()
    desk.act(number, "WITHDRAW", reason="测试完成")


def test_too_late_is_said_in_words(patient: Site, clinic: Clinic) -> None:
    number = decided(patient)
    skipper = TimeSkipper(clinic.client)
    with Browser.of(patient) as browser:
        browser.sign_in("ma.adjuster")
        said = undo_form(browser.get(f"/cases/{number}"))
        for letter in clinic.look(number).letters:
            handle = clinic.client.get_workflow_handle(letter.number)
            clinic.loop.run(skipper.fast_forward(handle, timedelta(seconds=WINDOW)))
        clinic.wait_until(lambda: clinic.all_sent(number), "the letters")
        late = browser.send(f"/cases/{number}/do/TAKE_BACK_DECISION", **said)

    assert late.status_code == 409
    assert 'id="act"' not in late.text
    assert patient.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()["stage"] == "GUARANTEED"
