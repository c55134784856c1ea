"""What is not one's own looks as if it were not there, and each look is on record."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import AccessLog
from rules.permissions import Action
from rules.vocabulary import PrincipalKind
from stores.database import connect, transaction
from stores.trust import tokens
from tests.web.site import Person, Site
from tests.workflows.clinic import Clinic
from web.access import Permission, anyone, require_permissions


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case of M2025000001 at MEIHUA-FUER."""
    return site.desk().opened()


def test_without_a_token_nothing_is_told(site: Site, number: str) -> None:
    answer = site.anyone().get(f"/api/v1/cases/{number}")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("token", ["lipei_", "lipei_wrong", "ÿ"])
def test_an_unknown_token_is_refused(site: Site, token: str) -> None:
    header = {b"Authorization": f"Bearer {token}".encode("latin-1")}
    answer = site.http.get("/api/v1/cases", headers=header)

    assert answer.status_code == 401


@pytest.mark.parametrize(("after_it_ended", "status"), [(False, 200), (True, 401)])
def test_a_token_works_until_it_ends(site: Site, after_it_ended: bool, status: int) -> None:
    ends = datetime.now(UTC) + timedelta(minutes=-1 if after_it_ended else 1)
    engine = connect(site.settings.database_owner_url, pool_size=1)
    with transaction(engine) as session:
        at = datetime.now(UTC) - timedelta(hours=1)
        token = tokens.issue(session, PrincipalKind.HOSPITAL, "UFH-SH", "test", at=at, expires_at=ends)
    engine.dispose()

    assert site.bearer(token.secret).get("/api/v1/cases").status_code == status


PATHS = ("", "/events", "/letters")


@pytest.mark.parametrize("path", PATHS)
def test_own_family_own_hospital_and_staff_read_a_case(site: Site, number: str, path: str) -> None:
    for reader in (site.family(), site.desk(), site.person("ma.adjuster"), site.person("cao.auditor")):
        assert reader.get(f"/api/v1/cases/{number}{path}").status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["guardian of M2025000002", "UFH-SH"])
def test_another_family_or_hospital_finds_nothing(site: Site, number: str, path: str, name: str) -> None:
    theirs = site.person(name).get(f"/api/v1/cases/{number}{path}")
    nobodys = site.person(name).get(f"/api/v1/cases/PA-260929-999999-1{path}")

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.json()["title"] == nobodys.json()["title"]


@pytest.mark.parametrize("path", ["/house/hospitals/%00", "/cases/a%00b", "/api/v1/cases/%00"])
def test_an_address_that_no_text_can_be_is_nobodys(site: Site, path: str) -> None:
    assert site.person("song.head").get(path).status_code == 404


def test_another_family_cannot_act(site: Site, number: str) -> None:
    answer = site.person("guardian of M2025000002").act(number, "WITHDRAW", seen_version=1, reason="x")

    assert answer.status_code == 404


def test_an_administrator_reads_no_cases(site: Site, number: str) -> None:
    assert site.person("peng.admin").get(f"/api/v1/cases/{number}").status_code == 403


def test_a_family_does_not_decide(site: Site, number: str) -> None:
    answer = site.family().act(number, "DECIDE", decision={"outcome": "APPROVE"})

    assert answer.status_code == 403
    assert "adjuster" in answer.json()["detail"]


def test_families_and_hospitals_are_not_told_what_is_internal(site: Site, number: str) -> None:
    site.person("ma.adjuster").act(number, "FLAG_FRAUD", reason="The prices differ.")

    for outsider in (site.family(), site.desk()):
        shown = outsider.get(f"/api/v1/cases/{number}").json()
        events = outsider.get(f"/api/v1/cases/{number}/events").json()["events"]
        assert shown["staff"] is None
        assert "FLAG_FRAUD" not in [event["kind"] for event in events]
        assert not any(event["detail"] for event in events)
    assert site.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()["staff"]["held"]


def looks(reader: Engine, subject: str) -> set[tuple[str, str, bool]]:
    with Session(reader) as session:
        rows = session.exec(select(AccessLog).where(AccessLog.subject == subject))
        return {(row.actor, row.action, row.allowed) for row in rows}


def test_each_look_is_on_record_also_one_that_failed(site: Site, number: str, reader: Engine) -> None:
    site.family().get(f"/api/v1/cases/{number}")
    site.person("guardian of M2025000002").get(f"/api/v1/cases/{number}")

    assert looks(reader, number) >= {
        (site.reference("guardian of M2025000001"), "READ", True),
        (site.reference("guardian of M2025000002"), "READ", False),
    }


def listed(person: Person, **query: str) -> list[str]:
    page = person.get("/api/v1/cases", limit="200", **query).json()
    return [case["case_number"] for case in page["cases"]]


def test_a_queue_holds_only_ones_own_cases(site: Site, number: str) -> None:
    assert number in listed(site.family())
    assert number in listed(site.desk())
    assert number in listed(site.person("ma.adjuster"))
    assert number not in listed(site.person("UFH-SH"))
    assert number not in listed(site.person("guardian of M2025000002"))


def a_router(*dependencies: Callable[..., Any]) -> APIRouter:
    router = APIRouter(dependencies=[Depends(each) for each in dependencies])
    router.add_api_route("/somewhere", lambda: None)
    return router


def test_an_app_with_a_route_that_names_no_permission_is_not_built() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(a_router())

    with pytest.raises(RuntimeError, match="/somewhere name"):
        require_permissions(app)


@pytest.mark.parametrize("permission", [Permission(Action.READ), anyone])
def test_a_route_that_names_its_permission_is_fine(permission: Callable[..., Any]) -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(a_router(permission))

    require_permissions(app)
