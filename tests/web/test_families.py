"""What families allow, the cards on their phones, and what to do when data got out, over the API."""

import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta
from uuid import UUID

from pypdfium2 import PdfDocument
from sqlmodel import Session, select

from models import AccessLog, DataExport
from stores.database import transaction
from tests.web.site import Site
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic
from web.api import brands, cards, consents, incidents, vaccines

MEMBER = "/api/v1/members/M2025000002/consents"


def test_nothing_is_taken_in_without_the_consent_that_it_needs(site: Site, clinic: Clinic) -> None:
    family = site.person("guardian of M2025000002")
    withdrawn = family.post(f"{MEMBER}/withdrawal", json=consents.WITHDRAWAL_EXAMPLE)
    assert withdrawn.status_code == 200, withdrawn.text
    assert any(each["withdrawn_at"] for each in withdrawn.json())

    question = {"member_number": "M2025000002", "policy_number": "2607-PLUS-2", "on": "2026-12-03"}
    asked = {**question, "hospital": "SHENCHENG", "department": "VIP", "department_name": "特需"}
    refused = family.post("/api/v1/appointments", "a-first-key", json=asked)
    assert refused.status_code == 422
    assert "MEDICAL_RECORDS for HOSPITAL" in refused.text
    enquiry = {**{k: v for k, v in question.items() if k != "on"}, "words": "我撤回同意后会怎样？"}
    assert family.post("/api/v1/enquiries", "another-key", json=enquiry).status_code == 201

    given = family.post(MEMBER, json=consents.EXAMPLE)
    assert given.status_code == 200, given.text
    assert family.post("/api/v1/appointments", "a-third-key", json=asked).status_code == 201


def test_consents_of_another_family_are_not_there(site: Site) -> None:
    assert site.family().get(MEMBER).status_code == 404
    assert site.family().post(MEMBER, json=consents.EXAMPLE).status_code == 404
    assert site.desk().get(MEMBER).status_code == 403
    assert site.person("cao.auditor").get(MEMBER).status_code == 200


def test_a_relative_binds_a_card_by_name_and_purchase_number(site: Site) -> None:
    relative = site.person("guardian of M2025000002")
    wrong = {**cards.EXAMPLE, "purchase_phone": "12000000009"}
    assert relative.post("/api/v1/cards/bindings", json=wrong).status_code == 422

    bound = relative.post("/api/v1/cards/bindings", json=cards.EXAMPLE)
    assert bound.status_code == 200, bound.text
    assert [card["member_number"] for card in bound.json()] == ["M2025000001"]
    assert bound.json()[0]["status"] == "ACTIVE"
    assert relative.post("/api/v1/cards/bindings", json=cards.EXAMPLE).json() == bound.json()

    number = bound.json()[0]["number"]
    assert relative.post(f"/api/v1/cards/{number}/unbinding").json() == []
    assert relative.post(f"/api/v1/cards/{number}/unbinding").status_code == 404


def test_a_family_reads_the_services_of_its_plan(site: Site) -> None:
    address = "/api/v1/members/M2025000001/policies/2607-STD-1/services"

    services = site.family().get(address).json()

    assert {each["service"] for each in services} >= {"FAMILY_DOCTOR", "ON_SITE_HELP"}


def test_a_breach_is_closed_once_measures_and_guardians_are_on_record(site: Site) -> None:
    head = site.person("song.head")
    assert site.family().post("/api/v1/incidents", json=incidents.EXAMPLE).status_code == 403
    kept = head.post("/api/v1/incidents", json=incidents.EXAMPLE).json()
    address = f"/api/v1/incidents/{kept['id']}/progress"

    closing = {"closed_at": "2026-09-28T18:00:00+08:00"}
    assert head.post(address, json=closing).status_code == 422
    told = {**incidents.PROGRESS_EXAMPLE, "measures_at": incidents.EXAMPLE["found_at"]}
    assert head.post(address, json={"measures_at": told["measures_at"]}).status_code == 422, "of no measures"
    assert head.post(address, json={**told, "measures_at": "2026-09-26T08:00:00Z"}).status_code == 422
    ahead = head.post(address, json={**told, "guardians_told_at": "2046-09-28T11:00:00Z"})
    assert (ahead.status_code, "lies in the future" in ahead.text) == (422, True)
    assert head.post(address, json=told).status_code == 200
    closed = head.post(address, json=closing)

    assert closed.status_code == 200, closed.text
    for reader, members in ((head, ["M2025000001"]), (site.person("peng.admin"), [])):
        listed = {each["id"]: each for each in reader.get("/api/v1/incidents").json()}[kept["id"]]
        assert (listed["children"], listed["members"]) == (1, members), "who sees no cases learns no child"
        taken = datetime.fromisoformat(listed["measures_at"]), listed["measures_by"]
        found_at = datetime.fromisoformat(str(incidents.EXAMPLE["found_at"]))
        assert taken == (found_at, site.reference("song.head"))


def test_a_family_chooses_a_brand_and_may_choose_again(site: Site) -> None:
    address = "/api/v1/members/M2025000001/policies/2607-STD-1/brands"
    assert site.family().post(address, json={"benefit": "VACCINE", "brand": "没有这家"}).status_code == 422
    assert site.family().post(address, json={**brands.EXAMPLE, "benefit": "INPATIENT"}).status_code == 422

    chosen = site.family().post(address, json=brands.EXAMPLE)

    assert chosen.status_code == 200, chosen.text
    vaccine = chosen.json()[1]
    assert (vaccine["state"], vaccine["brand"]) == ("CHOSEN", brands.EXAMPLE["brand"])
    assert site.person("guardian of M2025000002").get(address).status_code == 404


def test_a_brand_that_nothing_locks_needs_no_transfer(site: Site, clinic: Clinic) -> None:
    child = {"member_number": "M2025000001", "policy_number": "2607-STD-1"}
    asked = {**child, "benefit": "VACCINE", "brand": brands.EXAMPLE["brand"]}

    answer = site.family().post("/api/v1/brand-transfers", "a-transfer", json=asked)

    assert answer.json()["stage"] == "NOT_ACCEPTED", answer.text


def test_a_family_complains_from_a_form(site: Site, clinic: Clinic) -> None:
    family = site.family()
    form = family.get("/new/complaint").text
    assert 'name="source"' not in form
    child = {"member_number": "M2025000001", "policy_number": "2607-STD-1"}

    opened = family.post("/new/complaint", data={**child, "subject": "太慢", "words": "至今没有答复。"})

    assert opened.status_code == 303, opened.text
    number = opened.headers["Location"].partition("?")[0].rpartition("/")[2]
    assert number.startswith("CO-") or number in family.get("/family").text


def test_a_claim_is_no_form_of_a_hospital(site: Site) -> None:
    assert site.desk().get("/new/claim").status_code == 403
    assert site.family().get("/new/claim").status_code == 200


def test_a_family_finds_hospitals_by_benefit_and_city(site: Site) -> None:
    every = site.family().get("/family/hospitals")
    assert "美华" in every.text
    audited(every.text, scripts=["near.js"])
    elsewhere = site.family().get("/family/hospitals", city="广州", benefit="DENTAL").text

    assert "美华" not in elsewhere


def test_a_misspelt_filter_is_refused_and_not_taken_for_none(site: Site) -> None:
    head = site.person("song.head")

    assert head.get("/api/v1/payments", staus="FAILED").status_code == 422
    assert head.get("/api/v1/tasks", closed=["true", "false"]).status_code == 422
    assert head.get("/api/v1/payments", status=["FAILED", "SENT"]).status_code == 200


def test_guardians_of_a_breach_are_written_to_once_measures_are_on_record(site: Site) -> None:
    head = site.person("song.head")
    kept = head.post("/api/v1/incidents", json=incidents.EXAMPLE).json()
    room = f"/api/v1/incidents/{kept['id']}"

    assert head.post(f"{room}/guardians").status_code == 422
    assert head.post(f"{room}/progress", json=incidents.PROGRESS_EXAMPLE).status_code == 200
    begun = head.post(f"{room}/guardians")
    assert begun.status_code == 200, begun.text
    assert head.post(f"{room}/guardians").json() == begun.json()

    report = head.get(f"{room}/report.pdf")
    words = PdfDocument(report.content)[0].get_textpage().get_text_range()
    assert "个人信息安全事件报告" in words
    assert "林小满" not in words
    strange = head.post("/api/v1/incidents", json={**incidents.EXAMPLE, "members": ["M-NOBODY"]}).json()
    room = f"/api/v1/incidents/{strange['id']}"
    head.post(f"{room}/progress", json=incidents.PROGRESS_EXAMPLE)
    assert "M-NOBODY" in head.post(f"{room}/guardians").text


def test_a_family_says_which_vaccines_were_given(site: Site) -> None:
    address = "/api/v1/members/M2025000002/vaccine-doses"
    family = site.person("guardian of M2025000002")
    assert {each["state"] for each in family.get(address).json()} == {None}

    told = family.post(address, json=vaccines.EXAMPLE)

    assert told.status_code == 200, told.text
    assert [each["dose"] for each in told.json() if each["state"] == "GIVEN"] == ["MMR-1"]
    assert family.post(address, json={"dose": "NONE", "state": "GIVEN"}).status_code == 422
    assert site.family().get(address).status_code == 404


def test_a_guardian_takes_home_all_that_is_kept_of_the_child(site: Site, clinic: Clinic) -> None:
    family = site.family()
    made = family.post("/api/v1/members/M2025000001/export")
    assert made.status_code == 201, made.text
    package = family.get(made.json()["url"])

    assert hashlib.sha256(package.content).hexdigest() == made.json()["sha256"]
    with zipfile.ZipFile(io.BytesIO(package.content)) as files:
        data = json.loads(files.read("data.json"))
        assert all(files.read(name).startswith(b"%PDF") for name in data["letter_files"])
    assert data["child"][0]["member_number"] == "M2025000001"
    assert {"policies", "consents", "cases", "decisions", "payments", "letters", "looks"} <= data.keys()
    with Session(clinic.engine) as session:
        looked = select(AccessLog.allowed).where(AccessLog.action == "EXPORT_DATA")
        assert list(session.exec(looked)).count(True) >= 2

    stranger = site.person("guardian of M2025000002")
    assert stranger.get(made.json()["url"]).status_code == 404
    assert stranger.post("/api/v1/members/M2025000001/export").status_code == 404
    with transaction(clinic.engine) as session:
        export = session.get_one(DataExport, UUID(made.json()["id"]))
        export.made_at -= timedelta(days=8)
        export.expires_at -= timedelta(days=8)
    assert family.get(made.json()["url"]).status_code == 404
