"""Staff see what Temporal stores; nobody else does, and no other page of the browser."""

from base64 import b64decode, b64encode

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import AccessLog
from tests.web.site import Site

PLAIN = {"metadata": {"encoding": b64encode(b"json/plain").decode()}, "data": b64encode(b'"secret"').decode()}


def test_what_was_encrypted_is_decrypted_again(site: Site) -> None:
    head = site.person("song.head")
    sealed = head.post("/codec/encode", json={"payloads": [PLAIN]}).json()

    assert b64decode(sealed["payloads"][0]["metadata"]["encoding"]) == b"binary/encrypted"
    assert "secret" not in b64decode(sealed["payloads"][0]["data"]).decode("latin-1")
    assert head.post("/codec/decode", json=sealed).json() == {"payloads": [PLAIN]}


@pytest.mark.parametrize(
    ("name", "status"),
    [("gao.lead", 200), ("cao.auditor", 200), ("ma.adjuster", 403), ("peng.admin", 403), ("UFH-SH", 403)],
)
def test_only_leaders_and_auditors_decode(site: Site, name: str, status: int) -> None:
    assert site.person(name).post("/codec/decode", json={"payloads": [PLAIN]}).status_code == status


def test_each_decoding_is_on_record(site: Site, reader: Engine) -> None:
    site.person("cao.auditor").post("/codec/decode", json={"payloads": [PLAIN]})

    with Session(reader) as session:
        actions = session.exec(
            select(AccessLog.action).where(AccessLog.actor == site.reference("cao.auditor"))
        ).all()
    assert "DECODE_PAYLOADS" in actions


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"payloads": 3}', b'{"payloads": [{"data": 5}]}', b'{"colour": 1}', b"\xff"]
)
def test_what_is_not_the_protocol_is_refused(site: Site, body: bytes) -> None:
    assert site.person("song.head").post("/codec/decode", content=body).status_code == 400


def test_a_payload_of_an_unknown_key_is_refused(site: Site) -> None:
    stranger = {
        "metadata": {
            "encoding": b64encode(b"binary/encrypted").decode(),
            "key-id": b64encode(b"k99").decode(),
        },
        "data": b64encode(b"0" * 40).decode(),
    }
    answer = site.person("song.head").post("/codec/decode", json={"payloads": [stranger]})

    assert answer.status_code == 400
    assert "k99" in answer.json()["detail"]


@pytest.mark.parametrize(("own", "allowed"), [(True, True), (False, False)])
def test_only_temporals_own_pages_may_call_from_a_browser(site: Site, own: bool, allowed: bool) -> None:
    origin = site.settings.temporal_ui_url if own else "https://elsewhere.example"
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-namespace",
    }
    answer = site.http.options("/codec/decode", headers=asked)

    assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is allowed


def test_the_rest_of_the_app_is_closed_to_other_origins(site: Site) -> None:
    origin = {"Origin": site.settings.temporal_ui_url}

    assert "Access-Control-Allow-Origin" not in site.http.get("/api/v1/cases", headers=origin).headers


def sign_in(site: Site, name: str, **headers: str) -> httpx2.Response:
    token = site.tokens[name]["token"]
    return site.http.post("/codec/session", data={"token": token}, headers=headers)


def test_a_browser_that_signed_in_decodes_and_can_do_nothing_else(site: Site) -> None:
    kept = sign_in(site, "song.head")
    site.http.cookies.clear()
    cookie = kept.headers["Set-Cookie"]

    assert (kept.status_code, kept.headers["Location"]) == (303, "/codec/session")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/codec;"))
    carried = {"Cookie": cookie.split(";")[0]}
    decoded = site.http.post("/codec/decode", json={"payloads": [PLAIN]}, headers=carried)
    assert decoded.json() == {"payloads": [PLAIN]}
    assert site.http.get("/api/v1/cases", headers=carried).status_code == 401


def test_a_browser_is_not_signed_in_for_others(site: Site) -> None:
    refused = [sign_in(site, "ma.adjuster"), sign_in(site, "song.head", **{"Sec-Fetch-Site": "cross-site"})]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert not any("Set-Cookie" in answer.headers for answer in refused)
