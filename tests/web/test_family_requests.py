"""Families ask for appointments, complain and ask questions, over the API."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.web.site import Person, Site, fields
from tests.workflows.clinic import Clinic
from web.api.bodies import request_bodies as bodies


def send(person: Person, path: str, body: dict[str, Any], **changes: Any) -> httpx2.Response:
    """Ask for something."""
    said = body | {"member_number": "M2025000001", "policy_number": "2607-STD-1"} | changes
    return person.post(f"/api/v1/{path}", uuid4().hex, json=said)


@pytest.mark.parametrize(
    ("path", "body", "stage"),
    [
        ("appointments", bodies.APPOINTMENT_EXAMPLE, "REQUESTED"),
        ("enquiries", bodies.ENQUIRY_EXAMPLE, "OPEN"),
        ("consultations", bodies.CONSULTATION_EXAMPLE, "NOT_ENTITLED"),
        ("vaccinations", bodies.VACCINATION_EXAMPLE, "REQUESTED"),
        ("on-site-help", bodies.ON_SITE_EXAMPLE, "REQUESTED"),
    ],
)
def test_a_family_asks_and_sees_what_became_of_it(
    site: Site, clinic: Clinic, path: str, body: dict[str, Any], stage: str
) -> None:
    answer = send(site.family(), path, body)

    assert answer.status_code == 201, answer.text
    assert answer.json()["stage"] == stage
    seen = site.family().get(answer.headers["Location"]).json()
    assert seen["family_request"]["words"] == body.get("words", "")
    assert seen["waiting_on"] == ("US" if stage != "NOT_ENTITLED" else None)


def test_a_named_doctor_cannot_be_promised(site: Site, clinic: Clinic) -> None:
    answer = send(site.family(), "appointments", bodies.APPOINTMENT_EXAMPLE, expert="张主任")

    assert answer.json()["stage"] == "REJECTED_EXPERT"


def test_a_complaint_names_a_case_of_the_child_and_shows_a_hospital_nothing(
    site: Site, clinic: Clinic
) -> None:
    unknown = send(site.family(), "complaints", bodies.COMPLAINT_EXAMPLE, represented=True)
    assert unknown.status_code == 422
    assert set(fields(unknown)) >= {"about_case", "documents"}

    answer = send(site.family(), "complaints", bodies.COMPLAINT_EXAMPLE, about_case=None)
    assert answer.status_code == 201, answer.text
    assert site.desk().get(answer.headers["Location"]).status_code == 404
    seen = site.family().get(answer.headers["Location"]).json()
    assert seen["family_request"]["complaint"]["subject"] == bodies.COMPLAINT_EXAMPLE["subject"]
    assert seen["allowed_actions"] == ["WITHDRAW"]
