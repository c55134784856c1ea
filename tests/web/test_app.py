"""How the app stands: alive, ready, guarded, and silent about people."""

import json
import socket

import httpx2
import pytest
import structlog
from fastapi import Depends

from settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.web.site import Site, a_request, served
from web.access import anyone
from web.app import create_app
from web.pace import Pace


def test_it_is_alive_and_ready(site: Site) -> None:
    assert site.http.get("/healthz").json() == {"status": "alive"}
    assert site.http.get("/readyz").json() == {
        "ready": True,
        "parts": {"postgres": True, "temporal": True, "objects": True},
    }


def a_closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def cut_off(site_settings: Settings) -> Settings:
    """Settings of an app that reaches nothing."""
    return site_settings.model_copy(
        update={
            "database_web_url": f"postgresql+psycopg://web@127.0.0.1:{a_closed_port()}/lipei",
            "temporal_address": f"127.0.0.1:{a_closed_port()}",
            "s3_endpoint": f"http://127.0.0.1:{a_closed_port()}",
        }
    )


def test_an_app_that_reaches_nothing_is_alive_but_not_ready(cut_off: Settings) -> None:
    app = create_app(cut_off)
    app.state.backend.verifying = Pace(0)
    with served(app) as url, httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as http:
        assert http.get("/healthz").status_code == 200
        guessed = http.get("/verify/AAAA-BBBB-CCCC", headers={"Accept": "text/html"})
        ready = http.get("/readyz")
        asked = http.get("/api/v1/cases", headers={"Authorization": "Bearer lipei_x"})

    assert (ready.status_code, set(ready.json()["parts"].values())) == (503, {False})
    assert (asked.status_code, asked.headers["Retry-After"]) == (503, "5")
    assert asked.json()["type"] == "/docs#unavailable"
    # Nothing was looked up: there is nowhere to look.
    assert (guessed.status_code, guessed.headers["Retry-After"]) == (429, "60")
    assert "请求过于频繁" in guessed.text


def test_an_address_may_ask_so_often_and_others_as_often() -> None:
    pace = Pace(2, seconds=60)

    assert [pace.takes("a", at) for at in (0, 1, 59)] == [True, True, False]
    assert pace.takes("b", 59)
    assert [pace.takes("a", at) for at in (60, 119, 119)] == [True, True, False]


def test_without_temporal_a_request_may_be_repeated_with_the_same_key(
    site: Site, site_settings: Settings
) -> None:
    away = site_settings.model_copy(update={"temporal_address": f"127.0.0.1:{a_closed_port()}"})
    headers = {"Authorization": f"Bearer {site.tokens['MEIHUA-FUER']['token']}", "Idempotency-Key": "cut-off"}
    with served(create_app(away)) as url, httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as http:
        answer = http.post("/api/v1/preauthorizations", json=a_request(), headers=headers)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "same Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/api/v1/cases", "/nothing", "/static/lipei.css"])
def test_every_answer_carries_the_headers_that_guard_it(site: Site, path: str) -> None:
    headers = site.http.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert len(headers["X-Request-ID"]) == 32


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("DELETE", "/api/v1/cases", 405)]
)
def test_what_is_not_served_is_told_as_a_problem(site: Site, method: str, path: str, status: int) -> None:
    answer = site.http.request(method, path)

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_log_holds_no_address_query_body_or_name(site: Site) -> None:
    with structlog.testing.capture_logs() as lines:
        site.desk().ask(a_request(treatment="特别的秘密", planned_on="2020-01-01"))
        site.desk().get("/api/v1/cases", assignee="someone-secret")
        site.http.get("/verify/AAAA-SECRET")

    written = json.dumps(lines, ensure_ascii=False)
    assert len(lines) == 3
    assert '"route": "/verify/{code}"' in written
    assert site.reference("MEIHUA-FUER") in written
    for secret in ("秘密", "someone-secret", "SECRET", "M2025000001", "lipei_"):
        assert secret not in written


def test_what_breaks_is_answered_and_logged_without_its_message(site_settings: Settings) -> None:
    app = create_app(site_settings)

    @app.get("/broken", dependencies=[Depends(anyone)])
    def broken() -> None:
        raise ValueError("林小满")

    with (
        structlog.testing.capture_logs() as lines,
        served(app) as url,
        httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as http,
    ):
        answer = http.get("/broken")
        seen = http.get("/broken", headers={"Accept": "text/html"})

    assert seen.status_code == 500
    assert "<h1>" in seen.text
    assert (answer.status_code, answer.json()["type"]) == (500, "/docs#failed")
    assert answer.json()["request_id"] == lines[0]["request_id"]
    assert lines[0]["error"] == "builtins.ValueError"
    assert "林小满" not in json.dumps(lines, ensure_ascii=False)
