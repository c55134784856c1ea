"""A family claims what it paid, over the API."""

import time
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.web.browsing import Browser
from tests.web.site import Person, Site, fields
from tests.workflows.clinic import Clinic

_bills = count(1)


def a_claim(**changes: Any) -> dict[str, Any]:
    """A visit to a public hospital that cost 386.40 yuan; None leaves a field out."""
    number = f"{time.time_ns() % 10**7:07}{next(_bills):03}"
    usual: dict[str, Any] = {
        "encounter": "OUTPATIENT",
        "on": "2026-09-20",
        "diagnoses": ["J06.900"],
        "invoices": [{"code": "31060126", "number": number, "check_code": "a1b2c3"}],
        "lines": [
            {"item": "CONSULTATION", "amount": "50.00", "invoice": number},
            {"item": "DRUG", "amount": "336.40", "invoice": number},
        ],
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def a_body(**changes: Any) -> dict[str, Any]:
    """That claim of a child of the sample."""
    usual: dict[str, Any] = {
        "member_number": "M2025000001",
        "policy_number": "2607-STD-1",
        "hospital": "SHENCHENG",
        "claim": a_claim(),
        "form_signed_on": "2026-09-25",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def send(person: Person, key: str | None = None, **changes: Any) -> httpx2.Response:
    """Send the claim."""
    return person.post("/api/v1/reimbursements", key or uuid4().hex, json=a_body(**changes))


@pytest.fixture(scope="module")
def manual(site: Site, clinic: Clinic) -> str:
    """A claim that an adjuster decides."""
    number: str = send(site.family()).json()["case_number"]
    answer = site.person("xu.intake").act(number, "ACCEPT_AS_COMPLETE", reason="资料另行核验")
    assert answer.status_code == 200, answer.text
    return number


def test_a_family_claims_and_is_told_once_what_is_missing(site: Site, clinic: Clinic) -> None:
    answer = send(site.family())

    assert answer.status_code == 201, answer.text
    assert answer.json()["case_number"].startswith("RC-260929-")
    assert answer.json()["stage"] == "AWAITING_DOCS"
    case = site.family().get(answer.headers["Location"]).json()
    assert "CLAIM_FORM" in case["missing_documents"]
    assert case["reimbursement"]["billed"] == "386.40"
    assert case["reimbursement"]["judgment"] is None
    assert "SUBMIT_DOCUMENTS" in case["allowed_actions"]


def test_a_complete_file_is_judged_and_staff_see_why_a_person_must_look(site: Site, manual: str) -> None:
    case = site.person("ma.adjuster").get(f"/api/v1/cases/{manual}").json()

    assert case["stage"] == "MANUAL"
    assert "FILE_INCOMPLETE" in case["reimbursement"]["judgment"]["concerns"]
    assert "DECIDE_CLAIM" in case["allowed_actions"]


def test_a_contract_is_rescinded_within_30_days_and_staff_see_how_it_ended(
    site: Site, clinic: Clinic, manual: str
) -> None:
    adjuster, supervisor, number = site.person("ma.adjuster"), site.person("liang.supervisor"), manual

    raised = adjuster.act(number, "RAISE_NONDISCLOSURE", reason="出生记录载明投保前已确诊")
    clinic.skip_to(number, datetime(2026, 10, 29, 16, tzinfo=UTC))
    late = supervisor.act(number, "CONCLUDE_NONDISCLOSURE", rescind=True, reason="未如实告知")

    assert raised.status_code == 200, raised.text
    assert (late.status_code, "ended at 2026-10-30 00:00" in late.text) == (409, True), late.text
    stands = supervisor.act(number, "CONCLUDE_NONDISCLOSURE", rescind=False, reason="解除权已消灭")
    assert stands.status_code == 200, stands.text
    told = adjuster.get(f"/api/v1/cases/{number}").json()["reimbursement"]["nondisclosure"]
    assert (told["rescind_before"], told["rescinded"]) == ("2026-10-29T16:00:00Z", False)
    assert site.family().get(f"/api/v1/cases/{number}").json()["reimbursement"]["nondisclosure"] is None
    with Browser.of(site) as browser:
        browser.sign_in("liang.supervisor")
        assert "合同继续有效" in browser.get(f"/cases/{number}").text


def test_a_repeat_is_the_same_claim(site: Site, clinic: Clinic) -> None:
    key, body = uuid4().hex, a_body()
    first, again = (
        site.family().post("/api/v1/reimbursements", key, json=body),
        site.family().post("/api/v1/reimbursements", key, json=body),
    )

    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_report_needs_no_claim(site: Site, clinic: Clinic) -> None:
    answer = send(site.family(), claim=None, form_signed_on=None)

    assert (answer.status_code, answer.json()["stage"]) == (201, "REPORTED")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"form_signed_on": None}, "form_signed_on"),
        ({"form_signed_on": "2026-10-01"}, "form_signed_on"),
        ({"hospital": None}, "hospital"),
        ({"hospital": "NOWHERE"}, "hospital"),
        ({"claim": a_claim(on="2026-10-01")}, "claim.on"),
        ({"claim": a_claim(until_on="2026-09-19")}, "claim.until_on"),
        ({"claim": a_claim(public_insurance_paid="386.41")}, "claim.public_insurance_paid"),
        ({"claim": a_claim(invoices=[])}, "claim.lines.0.invoice"),
        ({"claim": a_claim(preauthorization="APPROVED")}, "claim.preauthorization"),
        ({"policy_number": "2607-PLUS-2"}, "policy_number"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    site: Site, clinic: Clinic, changes: dict[str, Any], field: str
) -> None:
    answer = send(site.family(), **changes)

    assert answer.status_code == 422
    assert field in fields(answer)


def test_another_family_and_a_hospital_cannot_claim_for_the_child(site: Site, clinic: Clinic) -> None:
    stranger = site.person("guardian of M2025000002")
    number = send(site.family()).json()["case_number"]

    assert send(stranger).status_code == 422
    assert send(site.desk()).status_code == 403
    assert stranger.get(f"/api/v1/cases/{number}").status_code == 404
