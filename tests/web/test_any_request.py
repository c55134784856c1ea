"""Whatever is sent to the API, it answers as it describes itself, never breaks and takes nothing wrong."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import Staff
from models.consent import Consent
from rules.consents import ConsentNeed, ConsentRecipient
from rules.vocabulary import ConsentPurpose
from stores.database import transaction
from stores.trust import consents
from tests.patience import PATIENCE_SECONDS
from tests.web.site import Site
from tests.web.unserved import APP
from tests.web.who_may import ROUTES, SAMPLE, row_of
from tests.workflows.clinic import Clinic


def _without_sign_in(document: dict[str, Any]) -> dict[str, Any]:
    """Who asks is said by each test: a generated sign-in would be replaced, and so be valid."""
    said = deepcopy(document)
    del said["components"]["securitySchemes"]
    for methods in said["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    return said


DESCRIBED: Any = schemathesis.openapi.from_dict(_without_sign_in(APP.openapi()))
OPERATIONS = {
    found.ok().definition.raw["operationId"]: found.ok() for found in DESCRIBED.get_all_operations()
}
TRUE_TO_ITS_WORD = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


def path_of(name: str) -> str:
    """Where an operation is, as the matrix names it."""
    return f"{OPERATIONS[name].method.upper()} {OPERATIONS[name].path}"


def inside(name: str) -> str:
    """Who gets past the gate of an operation."""
    return ROUTES.get(row_of(*path_of(name).split(" ", 1)) or "", "")


def of_each_side(name: str) -> str:
    """A family, a hospital desk, and somebody of the house: one who gets in, if anybody does."""
    return "GD" + next((letter for letter in "FISCMVLAUN" if letter in inside(name)), "H")


@cache
def requests_of(name: str, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """What an operation may be sent; made once, for making it costs more than drawing from it."""
    made: st.SearchStrategy[Any] = OPERATIONS[name].as_strategy(generation_mode=mode)
    return made


@cache
def modes_of(name: str) -> tuple[GenerationMode, ...]:
    """Whether an operation can be sent anything wrong: not where any word in the path will do."""
    said = OPERATIONS[name].definition.raw
    words = {"type": "string"}
    broken = any(
        each["in"] != "path" or {**each["schema"], **words} != {"title": each["schema"].get("title"), **words}
        for each in said.get("parameters", ())
    )
    return tuple(GenerationMode) if broken or "requestBody" in said else (GenerationMode.POSITIVE,)


@dataclass(frozen=True)
class Line:
    """A connection that is kept open, who was refused which operation, and what was read with which words."""

    http: requests.Session = field(default_factory=requests.Session)
    refused: set[tuple[str, str]] = field(default_factory=set)
    read: set[tuple[str, str, str]] = field(default_factory=set)


def send(site: Site, name: str, letters: str, data: st.DataObject, line: Line) -> None:
    """Send one generated request as each of these people.

    Whoever does not get in is refused before anything that was sent is read: once is enough. So is reading
    with the same words: what wants to break something repeats itself.
    """
    mode = data.draw(st.sampled_from(modes_of(name)))
    case = data.draw(requests_of(name, mode))
    words = f"{mode} {case.formatted_path} {case.query} {case.headers}" if case.method == "GET" else ""
    for letter in letters:
        if letter not in inside(name) and (name, letter) in line.refused:
            continue
        if words and (name, letter, words) in line.read:
            continue
        token = {"Authorization": f"Bearer {site.tokens[SAMPLE[letter]]['token']}"}
        answer = case.call(
            base_url=str(site.http.base_url), headers=token, session=line.http, timeout=PATIENCE_SECONDS
        )
        case.validate_response(answer, checks=TRUE_TO_ITS_WORD)
        line.read.add((name, letter, words))
        if answer.status_code == 403:
            line.refused.add((name, letter))


def drawn(examples: int) -> settings:
    """That many requests, the same at each run."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module", autouse=True)
def families_allow_again(reader: Engine) -> Iterator[None]:
    """What these requests took back of consents is given again: other tests ask about the same children."""
    yield
    with transaction(reader) as session:
        for row in session.exec(select(Consent).where(col(Consent.withdrawn_at).is_not(None))).all():
            need = ConsentNeed(ConsentPurpose(row.purpose), ConsentRecipient(row.recipient))
            assert row.withdrawn_at
            consents.give(
                session,
                row.member_id,
                row.guardian_id,
                need,
                form_version=row.form_version,
                at=row.withdrawn_at,
            )


@pytest.fixture(scope="module", autouse=True)
def nobody_new_stays(reader: Engine) -> Iterator[None]:
    """Who was taken in by these requests is gone again: other tests deal cases to those who are here."""
    with Session(reader) as session:
        known = set(session.exec(select(Staff.id)).all())
    yield
    with transaction(reader) as session:
        for row in session.exec(select(Staff).where(col(Staff.id).not_in(known))).all():
            row.left_on = date(2020, 1, 1)


@pytest.fixture(scope="module")
def line() -> Line:
    """The connection of a run."""
    return Line()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@drawn(20)
@given(data=st.data())
def test_nothing_that_is_sent_breaks_the_app(
    site: Site, clinic: Clinic, line: Line, name: str, data: st.DataObject
) -> None:
    send(site, name, of_each_side(name), data, line)
