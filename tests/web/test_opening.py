"""A request becomes one case, however often and however fast it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import Case, Intake, Upload
from rules.case_number import verify
from rules.opening import Opening
from rules.preauthorization.values import Stage
from rules.vocabulary import DocumentKind, PrincipalKind
from stores.database import connect, transaction
from stores.trust import tokens
from tests.web.site import Site, a_request, fields
from tests.workflows.clinic import Clinic
from web.access import Caller
from web.api.bodies.preauthorization_body import PreauthorizationBody
from web.api.preauthorizations import DOOR
from web.backend import Backend
from web.new_cases import opening


def test_a_hospital_opens_a_case_and_finds_it_again(site: Site, clinic: Clinic) -> None:
    answer = site.desk().ask(a_request(hospital=None))

    opened = answer.json()
    assert answer.status_code == 201
    assert verify(opened["case_number"])
    assert opened["case_number"].startswith("PA-260929-")
    assert opened["stage"] == Stage.AWAITING_DOCS
    assert site.desk().get(answer.headers["Location"]).json()["hospital"] == "MEIHUA-FUER"


def test_the_same_key_and_body_get_the_same_answer(site: Site, clinic: Clinic, reader: Engine) -> None:
    key = uuid4().hex
    first = site.family().ask(a_request(), key)
    again = site.family().ask(dict(reversed(a_request().items())), key)

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (first.headers["Idempotency-Replayed"], again.headers["Idempotency-Replayed"]) == ("false", "true")
    with Session(reader) as session:
        intakes = session.exec(select(Intake).where(Intake.idempotency_key == key)).all()
    assert [intake.case_number for intake in intakes] == [first.json()["case_number"]]


def test_the_same_key_with_another_body_is_refused(site: Site, clinic: Clinic) -> None:
    key = uuid4().hex
    site.desk().ask(a_request(), key)

    other = site.desk().ask(a_request(expected_days=6), key)

    assert (other.status_code, other.json()["type"]) == (422, "/docs#key-reused")
    assert set(fields(other)) == {"Idempotency-Key"}


def test_two_people_may_use_the_same_key(site: Site, clinic: Clinic) -> None:
    key = uuid4().hex

    assert site.desk().ask(a_request(), key).json() != site.family().ask(a_request(), key).json()


def test_fifty_rivals_with_one_key_share_one_case(site: Site, clinic: Clinic, reader: Engine) -> None:
    key = uuid4().hex
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: site.desk().ask(a_request(treatment=key), key), range(50)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    number = answers[0].json()["case_number"]
    with Session(reader) as session:
        assert len(session.exec(select(Case).where(Case.case_number == number)).all()) == 1
    assert [event.kind for event in clinic.events(number)].count("SUBMITTED") == 1


def test_a_repeat_after_a_crash_goes_on_with_the_claimed_number(site: Site, clinic: Clinic) -> None:
    key, token = uuid4().hex, site.tokens["MEIHUA-FUER"]["token"]
    backend = Backend(site.settings)
    with backend.session() as session:
        principal = tokens.principal(session, token, at=datetime.now(UTC))
    assert principal is not None and principal.kind is PrincipalKind.HOSPITAL
    body = PreauthorizationBody.model_validate(a_request())
    claimed = opening.begin(DOOR, backend, Caller(principal=principal, request_id=None), key, body)
    backend.close()
    assert isinstance(claimed, Opening)

    answer = site.desk().ask(a_request(), key)

    assert (answer.status_code, answer.json()["case_number"]) == (201, claimed.case.case_number)


def test_a_request_for_a_child_whose_policy_begins_later_is_answered_with_a_no(
    site: Site, clinic: Clinic
) -> None:
    key, late = uuid4().hex, a_request(planned_on="2027-07-20")
    first = site.desk().ask(late, key)

    assert (first.status_code, first.json()["stage"]) == (201, Stage.NOT_ACCEPTED)
    assert site.desk().ask(late, key).json() == first.json()


def test_a_closed_case_still_answers_a_repeat_that_was_not_kept(site: Site, clinic: Clinic) -> None:
    key, late = uuid4().hex, a_request(planned_on="2027-07-20")
    first = site.desk().ask(late, key).json()
    clinic.wait_until(lambda: _is_closed(clinic, first["case_number"]), "the case to close")
    _forget_answer(site, first["case_number"])

    assert site.desk().ask(late, key).json() == first


def _is_closed(clinic: Clinic, number: str) -> bool:
    told = clinic.loop.run(clinic.cases.handle(number).describe())
    return told.close_time is not None


def _forget_answer(site: Site, number: str) -> None:
    engine = connect(site.settings.database_owner_url, pool_size=1)
    with transaction(engine) as session:
        row = session.exec(select(Intake).where(Intake.case_number == number)).one()
        row.answer_status = row.answer_body = None
    engine.dispose()


def test_documents_sent_with_the_request_belong_to_the_case(
    site: Site, clinic: Clinic, reader: Engine
) -> None:
    handed_in = site.desk().uploaded(DocumentKind.MEDICAL_RECORD, DocumentKind.COST_ESTIMATE)
    number = site.desk().opened(documents=handed_in)

    shown = site.desk().get(f"/api/v1/cases/{number}").json()
    assert {document["id"] for document in shown["documents"]} == set(handed_in)
    assert not {"MEDICAL_RECORD", "COST_ESTIMATE"} & set(shown["missing_documents"])
    with Session(reader) as session:
        rows = session.exec(select(Upload).where(col(Upload.id).in_(handed_in))).all()
    assert {row.case_number for row in rows} == {number}


def test_a_document_belongs_to_one_case(site: Site, clinic: Clinic) -> None:
    handed_in = site.desk().uploaded(DocumentKind.MEDICAL_RECORD)
    site.desk().opened(documents=handed_in)

    second = site.desk().ask(a_request(documents=handed_in))

    assert "another case" in fields(second)["documents.0"]


@pytest.mark.parametrize("name", ["he.medical", "ma.adjuster", "cao.auditor"])
def test_who_does_not_take_in_requests_may_not_send_one(site: Site, name: str) -> None:
    assert site.person(name).ask(a_request()).status_code == 403


def test_an_intake_clerk_asks_for_any_child(site: Site, clinic: Clinic) -> None:
    answer = site.person("xu.intake").ask(
        a_request(member_number="M2025000002", policy_number="2607-PLUS-2", planned_on="2026-10-20")
    )

    assert answer.status_code == 201
