"""A family asks for an advance, and everybody acts on it, over the API."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.web.site import Person, Site, a_request, fields
from tests.workflows.clinic import Clinic

HOSPITAL = "SHENCHENG"
PUBLIC = {"hospital": HOSPITAL, "department_name": "儿科"}


def send(person: Person, key: str | None = None, **changes: Any) -> httpx2.Response:
    """Ask for an advance for a planned stay of 18,000 yuan."""
    body = a_request(**PUBLIC | changes)
    return person.post("/api/v1/advances", key or uuid4().hex, json=body)


def asked(site: Site, **changes: Any) -> str:
    """The number of an advance that was asked for."""
    answer = send(site.family(), **changes)
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["case_number"]
    return number


def done(answer: httpx2.Response, stage: str) -> None:
    assert answer.status_code == 200, answer.text
    assert answer.json()["stage"] == stage, answer.text


def approved(site: Site) -> str:
    """Called, taken as complete, approved by an adjuster."""
    number, specialist = asked(site), site.person("tang.advance")
    done(specialist.act(number, "RECORD_CALL", notes="家属需要垫付"), "CONTACTED")
    done(site.person("xu.intake").act(number, "ACCEPT_AS_COMPLETE", reason="材料另行核验"), "DOCS_COMPLETE")
    decision = {"answer": "APPROVE", "explanation": "属于保险责任"}
    done(site.person("song.head").act(number, "DECIDE_ADVANCE", decision=decision), "APPROVED")
    return number


def test_an_advance_goes_from_the_request_to_its_payment_order(site: Site, clinic: Clinic) -> None:
    number = approved(site)
    family, specialist = site.family(), site.person("tang.advance")
    promised = family.get(f"/api/v1/advances/{number}/statement").json()
    assert (promised["paid"], promised["open"]) == ("0.00", "0.00")
    assert float(promised["promised"]) > 0

    mandate = family.uploaded("MANDATE")
    done(family.act(number, "SIGN_MANDATE", verified="SIGNED_IN", documents=mandate), "SIGNED")
    unchecked = specialist.act(number, "PAY_ADVANCE", account_checked="电话核对")
    assert (unchecked.status_code, "account_checked" in fields(unchecked)) == (422, True)
    account = specialist.upload("HOSPITAL_ACCOUNT").json()["id"]
    done(specialist.act(number, "SUBMIT_DOCUMENTS", documents=[account]), "SIGNED")
    done(specialist.act(number, "PAY_ADVANCE", account_checked="与医院财务电话核对"), "SIGNED")

    (order,) = site.person("feng.finance").get("/api/v1/payments", case=number).json()["payments"]
    assert order["amount"] == promised["promised"]


def test_acts_of_an_advance_are_kept_to_those_whose_they_are(site: Site, clinic: Clinic) -> None:
    number = approved(site)
    stranger = site.person("guardian of M2025000002")

    assert stranger.get(f"/api/v1/cases/{number}").status_code == 404
    assert stranger.get(f"/api/v1/advances/{number}/statement").status_code == 404
    act = {"action": "SIGN_MANDATE", "seen_version": 1, "verified": "SIGNED_IN"}
    assert stranger.post(f"/api/v1/cases/{number}/actions", uuid4().hex, json=act).status_code == 404
    assert site.desk().get(f"/api/v1/cases/{number}").status_code == 404, "another hospital"
    paid_by_family = site.family().act(number, "PAY_ADVANCE", account_checked="电话核对")
    assert paid_by_family.status_code == 403
    assert site.family().act(number, "WAIVE_DEBT", debt="REFUND", reason="困难").status_code == 403


def test_what_rules_an_advance_out_is_answered_by_a_person(site: Site, clinic: Clinic) -> None:
    number = asked(site, circumstances={"deposit": True})

    rejection: dict[str, Any] = {"entitled": False, "reason_code": "ADV-DEPOSIT", "explanation": "押金"}
    done(site.person("xu.intake").act(number, "CHECK_ENTITLEMENT", **rejection), "REJECTED")

    late = site.family().act(number, "WITHDRAW", reason="改期")
    assert late.status_code == 409


def test_a_discharge_ends_an_advance_that_nobody_paid(site: Site, clinic: Clinic) -> None:
    number = approved(site)
    past = site.family().act(number, "NOTIFY_DISCHARGE", on="2026-09-01")
    assert "on" in fields(past)

    noticed = site.family().act(number, "NOTIFY_DISCHARGE", on="2026-10-20")

    assert noticed.status_code == 200, noticed.text
    case = site.family().get(f"/api/v1/cases/{number}").json()
    assert case["stage"] == "APPROVED", "it lapses at the end of that day"
