"""The web app served on loopback, and people who speak to it."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import uvicorn
from fastapi import FastAPI

from settings import Settings
from tests.intake.files import a_pdf
from tests.patience import PATIENCE_SECONDS
from web.line import Line

PDF = a_pdf()
PLANNED_ON = "2026-10-12"
DIRECT = "MEIHUA-FUER"


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free loopback port; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=Line, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="web", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=PATIENCE_SECONDS)
        listener.close()


@dataclass(frozen=True)
class Site:
    """The app at an address, with the tokens of the sample."""

    http: httpx2.Client
    settings: Settings

    @property
    def tokens(self) -> Mapping[str, Mapping[str, str]]:
        """Tokens by the names of the sample."""
        known: dict[str, dict[str, str]] = json.loads((self.settings.home / "tokens.json").read_text("utf-8"))
        return known

    def reference(self, name: str) -> str:
        """The opaque reference of a person of the sample."""
        return self.tokens[name]["principal"]

    def anyone(self) -> "Person":
        """Somebody without a token."""
        return Person(self.http, {})

    def person(self, name: str) -> "Person":
        """A person of the sample."""
        return self.bearer(self.tokens[name]["token"])

    def bearer(self, token: str) -> "Person":
        """Whoever holds that token."""
        return Person(self.http, {"Authorization": f"Bearer {token}"})

    def desk(self) -> "Person":
        """The desk of a direct-billing hospital."""
        return self.person(DIRECT)

    def family(self) -> "Person":
        """The father of M2025000001."""
        return self.person("guardian of M2025000001")


@dataclass(frozen=True)
class Person:
    """Someone who speaks to the API."""

    http: httpx2.Client
    token: Mapping[str, str]

    def get(self, path: str, **query: Any) -> httpx2.Response:
        """Read."""
        return self.http.get(path, params=query, headers=self.token)

    def post(self, path: str, key: str | None = None, **content: Any) -> httpx2.Response:
        """Send, with the key where one is given."""
        headers = {**self.token, **({"Idempotency-Key": key} if key else {}), **content.pop("headers", {})}
        return self.http.post(path, headers=headers, **content)

    def ask(self, body: Any, key: str | None = None) -> httpx2.Response:
        """Ask for approval."""
        return self.post("/api/v1/preauthorizations", key or uuid4().hex, json=body)

    def opened(self, **changes: Any) -> str:
        """The number of a case that was taken."""
        answer = self.ask(a_request(**changes))
        assert answer.status_code == 201, answer.text
        number: str = answer.json()["case_number"]
        return number

    def act(self, number: str, action: str, key: str | None = None, **said: Any) -> httpx2.Response:
        """Act on the newest version, unless another is given."""
        seen = said.pop("seen_version", None) or self.get(f"/api/v1/cases/{number}").json()["version"]
        body = {"action": action, "seen_version": seen, **said}
        return self.post(f"/api/v1/cases/{number}/actions", key or uuid4().hex, json=body)

    def upload(
        self, kind: str = "COST_ESTIMATE", data: bytes = PDF, name: str = "estimate.pdf", **form: str
    ) -> httpx2.Response:
        """Hand in a file."""
        return self.post("/api/v1/documents", data={"kind": kind, **form}, files={"file": (name, data)})

    def uploaded(self, *kinds: str) -> list[str]:
        """Ids of files of these kinds."""
        return [self.upload(kind).json()["id"] for kind in kinds]


def a_request(**changes: Any) -> dict[str, Any]:
    """A planned stay of a child with pneumonia, estimated at 18,000 yuan; None leaves a field out."""
    usual: dict[str, Any] = {
        "member_number": "M2025000001",
        "policy_number": "2607-STD-1",
        "hospital": DIRECT,
        "department_name": "儿科",
        "encounter": "INPATIENT",
        "kind": "INPATIENT",
        "diagnoses": [{"code": "J18.9", "name": "肺炎"}],
        "treatment": "抗感染治疗",
        "planned_on": PLANNED_ON,
        "expected_days": 5,
        "items": [
            {"item": "BED", "description": "床位费", "amount": "8000.00"},
            {"item": "DRUG", "description": "药品费", "amount": "10000.00"},
        ],
        "doctor_name": "李医生",
        "doctor_contact": "021-00000000",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def fields(answer: httpx2.Response) -> dict[str, str]:
    """What is wrong with each field."""
    return {error["field"]: error["message"] for error in answer.json().get("errors", ())}


def review(site: Site, **changes: Any) -> str:
    """A case in review, its file taken as complete by the intake clerk."""
    number = site.desk().opened(**changes)
    answer = site.person("xu.intake").act(number, "ACCEPT_AS_COMPLETE", reason="测试")
    assert answer.json().get("stage") == "IN_REVIEW", answer.text
    return number
