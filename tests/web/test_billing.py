"""A hospital opens visits and stays and bills them, over the API."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.web.site import DIRECT, Person, Site, review
from tests.workflows.clinic import Clinic
from web.api.bodies.bill_body import BILL_EXAMPLE
from web.api.bodies.visit_body import VISIT_EXAMPLE

TODAY = "2026-09-29"
OTHER_DESK = "PUBIN"


def visit(person: Person, **changes: Any) -> httpx2.Response:
    """Open a visit of M2025000001 at the desk today."""
    body = {**VISIT_EXAMPLE, "card_number": "EC-2607-1", "on": TODAY} | changes
    return person.post("/api/v1/visits", uuid4().hex, json=body)


def a_bill(**changes: Any) -> dict[str, Any]:
    """The bill of the example, with an invoice that nobody has sent before."""
    number = f"{uuid4().int % 10**10:010}"
    invoices = [{"number": number, "code": "31060126", "total": "660.00"}]
    return {**BILL_EXAMPLE, "invoices": invoices, **changes}


def sent(person: Person, number: str, bill: dict[str, Any]) -> httpx2.Response:
    """The bill with its papers."""
    papers = person.uploaded("SIGNED_BILL", "MEDICAL_RECORD", "EXAMINATION_REPORT")
    return person.act(number, "SUBMIT_BILL", bill=bill, documents=papers)


@pytest.fixture
def opened(site: Site, clinic: Clinic) -> str:
    answer = visit(site.desk())
    assert answer.status_code == 201, answer.text
    assert answer.json()["stage"] == "VISIT_OPEN", answer.text
    number: str = answer.json()["case_number"]
    return number


def test_a_visit_is_opened_billed_and_adjudicated(site: Site, opened: str) -> None:
    answer = sent(site.desk(), opened, a_bill())

    assert answer.status_code == 200, answer.text
    case = site.person("ma.adjuster").get(f"/api/v1/cases/{opened}").json()
    assert case["stage"] in ("BILLED", "ADJUDICATED", "HOSPITAL_PAID", "CLOSED")
    assert case["billing"]["bills"][-1]["billed"] == "660.00"


def test_another_hospital_and_another_family_know_nothing_of_the_visit(site: Site, opened: str) -> None:
    stranger = site.person("guardian of M2025000002")

    assert stranger.get(f"/api/v1/cases/{opened}").status_code == 404
    assert site.family().get(f"/api/v1/cases/{opened}").status_code == 200
    assert opened in site.family().get("/family/visits").text
    assert opened not in stranger.get("/family/visits").text
    bill = {"action": "SUBMIT_BILL", "seen_version": 1, "bill": a_bill()}
    answer = stranger.post(f"/api/v1/cases/{opened}/actions", uuid4().hex, json=bill)
    assert answer.status_code == 404
    by_family = site.family().act(opened, "SUBMIT_BILL", bill=a_bill())
    assert by_family.status_code == 403


def test_a_stay_is_admitted_on_its_letter_and_billed_as_it_goes(site: Site, clinic: Clinic) -> None:
    letter = review(site, planned_on=TODAY)
    decided = site.person("song.head").act(letter, "DECIDE", decision={"outcome": "APPROVE"})
    assert decided.json()["stage"] == "GUARANTEED", decided.text
    guarantee = site.desk().get(f"/api/v1/cases/{letter}").json()["guarantee"]["number"]

    admission = {"guarantee": guarantee, "admitted_on": TODAY, "department_name": "儿科"}
    answer = site.desk().post("/api/v1/admissions", uuid4().hex, json={"hospital": DIRECT, **admission})

    assert answer.status_code == 201, answer.text
    assert answer.json()["stage"] == "ADMITTED", answer.text
    number = answer.json()["case_number"]
    interim = a_bill(diagnoses=[{"code": "J18.9", "name": "肺炎"}])
    assert sent(site.desk(), number, interim).json()["stage"] == "INTERIM_BILLED"
    leaving = a_bill(diagnoses=[{"code": "J18.9", "name": "肺炎"}], discharged_on=TODAY)
    assert sent(site.desk(), number, leaving).json()["stage"] == "DISCHARGE_BILLED"
    seen = site.desk().get(f"/api/v1/cases/{number}").json()
    assert seen["stage"] == "DISCHARGE_BILLED"
    given = site.person("song.head").act(number, "AUTHORIZE_DISCHARGE", reason="与担保函相符")
    assert given.status_code in (200, 409, 422), given.text
