"""`/api/v1/eligibility`, `/visits`, `/admissions`: what a hospital's desk may ask and open."""

from typing import Any

import pytest

from tests.web.site import Person, Site, fields
from web.api.bodies.visit_body import ELIGIBILITY_EXAMPLE


@pytest.fixture
def card() -> dict[str, Any]:
    """The card and identity document of M2025000001 in autumn."""
    return {**ELIGIBILITY_EXAMPLE, "card_number": "EC-2607-1", "on": "2026-10-12"}


def asked(person: Person, card: dict[str, Any], **changes: Any) -> Any:
    return person.post("/api/v1/eligibility", json=card | changes)


def test_a_desk_learns_in_one_answer_what_the_card_gives(site: Site, card: dict[str, Any]) -> None:
    answer = asked(site.desk(), card).json()

    assert answer["standing"] == "ELIGIBLE"
    assert answer["visit_number"] is not None
    assert "TCM" in answer["excluded"]


def test_a_card_with_another_childs_document_says_nothing_of_either(site: Site, card: dict[str, Any]) -> None:
    answer = asked(site.desk(), card, identity_number="999999201806150032").json()

    assert (answer["standing"], answer["reasons"][0]["code"]) == ("NOT_ELIGIBLE", "NOT-INSURED")
    assert answer["remaining"] is None
    assert answer["reasons"][0]["what_to_do"]["zh"]


def test_without_the_familys_consent_a_desk_learns_nothing_but_that(site: Site, card: dict[str, Any]) -> None:
    child = {
        "card_number": "EC-2607-6",
        "identity_kind": "BIRTH_CERTIFICATE",
        "identity_number": "Q310000006",
    }
    family, address = site.person("guardian of M2025000006"), "/api/v1/members/M2025000006/consents"
    need = {"purpose": "MEDICAL_RECORDS", "recipient": "HOSPITAL"}
    assert asked(site.desk(), card, **child).json()["expected"] != "0.00"

    assert family.post(f"{address}/withdrawal", json=need).status_code == 200
    answer = asked(site.desk(), card, **child).json()
    assert (answer["standing"], [each["code"] for each in answer["reasons"]]) == (
        "NOT_ELIGIBLE",
        ["NO-CONSENT"],
    )
    assert (answer["remaining"], answer["visit_number"], answer["excluded"]) == (None, None, [])

    assert family.post(address, json={**need, "form_version": "2026-1"}).status_code == 200
    assert asked(site.desk(), card, **child).json()["expected"] != "0.00"


def test_a_family_does_not_ask_at_the_desk_and_a_desk_not_for_another_hospital(
    site: Site, card: dict[str, Any]
) -> None:
    assert asked(site.family(), card).status_code == 403
    assert asked(site.desk(), card, hospital="PUBIN").status_code == 422


def test_a_visit_is_opened_on_its_day_and_a_stay_by_admission(site: Site, card: dict[str, Any]) -> None:
    wrong = site.desk().post(
        "/api/v1/visits", key="visit-2", json={**card, "encounter": "INPATIENT", "on": "2026-10-12"}
    )

    assert wrong.status_code == 422
    assert {"on", "encounter"} <= set(fields(wrong))


def test_an_admission_names_a_letter_that_the_hospital_holds(site: Site) -> None:
    unknown = {"guarantee": "GOP-20260101-000001-V1", "admitted_on": "2026-10-12"}

    assert "guarantee" in fields(site.desk().post("/api/v1/admissions", key="stay-1", json=unknown))
