"""`/api/v1/quotes`: what a claim would come to, for those who may ask, and nothing of it recorded."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from models import AccessLog, Case, Decision, LedgerEntry, Member, Policy
from rules.money import parse_yuan
from rules.vocabulary import PrincipalKind, Process
from stores.database import transaction
from stores.trust import tokens
from tests.web.site import Person, Site, fields
from tests.workflows.children import new_child
from web.api.bodies.quote_body import EXAMPLE, QuoteBody

PATH = "/api/v1/quotes"


def a_visit(**changes: Any) -> dict[str, Any]:
    """A visit of M2025000001 to a network hospital in autumn; None leaves a field out."""
    usual = {**EXAMPLE, "on": "2026-10-12"}
    return {name: value for name, value in (usual | changes).items() if value is not None}


@pytest.fixture(scope="module")
def untouched(site: Site, reader: Engine) -> tuple[Person, dict[str, Any]]:
    """A guardian, and a child that no other case knows, insured as M2025000001 is."""
    tiers = [
        {"from": 1, "to": 8, "copay": "0.00", "coinsurance": "0.00"},
        {"from": 9, "to": None, "copay": "200.00", "coinsurance": "0.00"},
    ]
    child = new_child(reader, outpatient_tiers=tiers, outpatient_exclusions=["tcm"])
    with transaction(reader) as session:
        numbers = {
            "member_number": session.get_one(Member, UUID(child.member_id)).number,
            "policy_number": session.get_one(Policy, UUID(child.policy_id)).number,
        }
        now = datetime(2026, 1, 1, tzinfo=UTC)
        issued = tokens.issue(session, PrincipalKind.GUARDIAN, child.guardian_id, "quotes", at=now)
        return site.bearer(issued.secret), numbers


def quoted(person: Person, explain: bool = False, **changes: Any) -> httpx2.Response:
    return person.post(f"{PATH}?explain={str(explain).lower()}", json=a_visit(**changes))


@pytest.fixture
def patient_of_meihua(reader: Engine) -> Iterator[None]:
    """M2025000001 was at MEIHUA-FUER once; UFH-SH never saw the child."""
    with transaction(reader) as session:
        child = session.exec(select(Member.id).where(Member.number == "M2025000001")).one()
        then = datetime(2026, 9, 1, tzinfo=UTC)
        row = Case(
            case_number="PA-260901-990001-1",
            process=Process.PREAUTHORIZATION,
            stage="CLOSED",
            state_version=1,
            member_id=child,
            hospital_code="MEIHUA-FUER",
            opened_by="hospital:MEIHUA-FUER",
            opened_at=then,
            updated_at=then,
            closed_at=then,
        )
        session.add(row)
    yield
    with transaction(reader) as session:
        session.delete(session.get_one(Case, row.case_number))


def test_the_example_of_a_quote_is_one() -> None:
    assert len(QuoteBody.model_validate(EXAMPLE).lines) == 3


def test_a_family_learns_what_a_visit_will_cost(untouched: tuple[Person, dict[str, Any]]) -> None:
    family, numbers = untouched
    answer = quoted(family, **numbers).json()

    assert (answer["outcome"], answer["insurer"], answer["member"]) == ("PAY", "1360.00", "120.00")
    assert [reason["code"] for reason in answer["reasons"]] == ["EXC-TCM"]
    assert [line["payable"] for line in answer["lines"]] == ["500.00", "860.00", "0.00"]
    assert answer["visits"][0]["number"] == 1
    assert answer["plan"] == {"code": "GYX-2025-STD", "version": "2025.1"}
    assert answer["trace"] is None


def test_the_trace_comes_where_it_is_asked_for(untouched: tuple[Person, dict[str, Any]]) -> None:
    family, numbers = untouched
    answer = quoted(family, explain=True, **numbers).json()

    steps = {step["rule"]: step for step in answer["trace"]}
    assert steps["remaining_limit"]["facts"]["left before"] == "100000.00"
    assert steps["exclusions"]["words"] == {"zh": "责任免除", "en": "exclusions"}
    assert all(step["clause"] for step in answer["trace"])


def test_header_and_lines_add_up(site: Site) -> None:
    insured: dict[str, Any] = {"public_insurance_paid": "300.00", "channel": "REIMBURSEMENT"}
    answer = quoted(site.person("ma.adjuster"), **insured).json()

    for name, total in answer["amounts"].items():
        assert sum(parse_yuan(line[name]) for line in answer["lines"]) == parse_yuan(total), name


def test_a_hospital_asks_for_its_own_patient_and_may_leave_itself_out(
    site: Site, patient_of_meihua: None
) -> None:
    assert quoted(site.desk(), hospital=None).status_code == 200
    other = quoted(site.person("UFH-SH"))
    assert (other.status_code, set(fields(other))) == (422, {"hospital"})


def test_a_child_that_a_hospital_does_not_treat_is_as_unknown_to_it_as_a_child_of_nobody(
    site: Site, patient_of_meihua: None, reader: Engine
) -> None:
    other = site.person("UFH-SH")
    theirs = quoted(other, hospital=None)
    nobodys = quoted(other, hospital=None, member_number="M2099999999", policy_number="2607-STD-999")

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.json()["detail"] == nobodys.json()["detail"]
    with Session(reader) as session:
        newest = select(AccessLog).where(AccessLog.action == "QUOTE").order_by(col(AccessLog.id).desc())
        looks = session.exec(newest.limit(2)).all()
    assert [look.allowed for look in looks] == [False, False]
    assert [look.subject is None for look in looks] == [True, False]


@pytest.mark.parametrize("name", ["xu.intake", "he.medical", "song.head", "cao.auditor"])
def test_case_staff_may_ask(site: Site, name: str) -> None:
    assert quoted(site.person(name)).status_code == 200


def test_an_administrator_may_not(site: Site) -> None:
    answer = quoted(site.person("peng.admin"))

    assert (answer.status_code, "needs one of the roles" in answer.json()["detail"]) == (403, True)


def test_another_family_is_not_told_whether_there_is_such_a_policy(site: Site) -> None:
    theirs = quoted(site.person("guardian of M2025000002"))
    nobodys = quoted(site.family(), member_number="M0", policy_number="P0")

    assert theirs.status_code == 422
    assert fields(theirs) == fields(nobodys)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hospital": "NOWHERE"}, "hospital"),
        ({"lines": []}, "lines"),
        ({"lines": [{"item": "DRUG", "amount": 5}]}, "lines.0.amount"),
        ({"on": "2026-02-30"}, "on"),
        ({"diagnoses": ["pneumonia"]}, "diagnoses.0"),
        ({"approval": "APPROVED"}, "approval"),
    ],
)
def test_each_wrong_field_is_named(site: Site, changes: dict[str, Any], field: str) -> None:
    answer = quoted(site.family(), **changes)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in fields(answer)


def test_care_outside_the_policy_would_be_refused(site: Site) -> None:
    answer = quoted(site.family(), on="2028-01-01").json()

    assert (answer["outcome"], answer["insurer"]) == ("REFUSE", "0.00")
    assert [reason["code"] for reason in answer["reasons"]] == ["NOT-INFORCE"]


def test_what_nobody_has_stated_goes_to_a_person_without_a_price(site: Site) -> None:
    bare: dict[str, Any] = {"member_number": "M2025000006", "policy_number": "2607-STD-6"}
    answer = quoted(site.person("ma.adjuster"), **bare).json()

    assert (answer["outcome"], answer["insurer"], answer["member"]) == ("REFER", None, None)
    assert answer["missing_terms"]


def rows(reader: Engine, table: Any) -> int:
    with Session(reader) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_nothing_is_recorded_but_the_look(site: Site, reader: Engine) -> None:
    before = [rows(reader, table) for table in (Decision, LedgerEntry)]
    with Session(reader) as session:
        member = session.exec(select(Member).where(Member.number == "M2025000001")).one()

    quoted(site.family())

    assert [rows(reader, table) for table in (Decision, LedgerEntry)] == before
    with Session(reader) as session:
        looks = session.exec(select(AccessLog).where(AccessLog.subject == str(member.id))).all()
    assert (looks[-1].action, looks[-1].allowed) == ("QUOTE", True)
