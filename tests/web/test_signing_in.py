"""The doors: who gets in, for how long, and what a browser that is in may send."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from models import Account, SignInFailure, StaffRole, WebSession
from rules.roles import Role
from stores.database import transaction
from stores.trust import sign_ins
from tests.web.browsing import Browser
from tests.web.site import Site


@pytest.fixture(autouse=True)
def no_failures(reader: Engine) -> None:
    """Each test begins with nothing held against it."""
    with transaction(reader) as session:
        session.exec(delete(SignInFailure))


@pytest.fixture
def adjuster(site: Site) -> Iterator[Browser]:
    """The adjuster's browser."""
    with Browser.of(site) as browser:
        browser.sign_in("ma.adjuster")
        yield browser


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """A browser of nobody."""
    with Browser.of(site) as browser:
        yield browser


def open_sessions(reader: Engine, name: str) -> list[WebSession]:
    with Session(reader) as session:
        account = sign_ins.find(session, name)
        assert account is not None
        rows = select(WebSession).where(
            WebSession.account_id == account.id, col(WebSession.ended_at).is_(None)
        )
        return list(session.exec(rows))


def change(reader: Engine, name: str, **values: Any) -> None:
    """Change the sessions of an account behind its back."""
    ids = [row.id for row in open_sessions(reader, name)]
    with transaction(reader) as session:
        for row in session.exec(select(WebSession).where(col(WebSession.id).in_(ids))):
            for field, value in values.items():
                setattr(row, field, value)


def test_a_right_password_leads_to_the_work(adjuster: Browser) -> None:
    page = adjuster.get("/security")

    assert page.status_code == 200
    assert "马理算" in page.text


@pytest.mark.parametrize(("name", "password"), [("ma.adjuster", "wrong"), ("nobody", "wrong"), ("", "")])
def test_wrong_names_and_wrong_passwords_are_answered_alike(
    browser: Browser, name: str, password: str
) -> None:
    page = browser.send("/sign-in", name=name, password=password)

    assert page.status_code == 401
    assert "账号或密码不正确" in page.text
    assert not browser.http.cookies


def test_after_five_failures_even_the_right_password_waits(browser: Browser) -> None:
    for _ in range(5):
        assert browser.send("/sign-in", name="luo.adjuster", password="wrong").status_code == 401

    refused = browser.send("/sign-in", name="LUO.adjuster", password=browser.password("luo.adjuster"))

    assert refused.status_code == 429
    assert "15 分钟" in refused.text


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    answer = browser.send("/sign-in", name="ma.adjuster", password=browser.password("ma.adjuster"))

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_only_hashes_of_passwords_and_sessions_are_kept(adjuster: Browser, reader: Engine) -> None:
    secret = adjuster.http.cookies["lipei_session"]
    with Session(reader) as session:
        account = sign_ins.find(session, "ma.adjuster")

    assert account is not None
    assert account.password_hash.startswith("$argon2id$")
    assert secret not in {row.secret_sha256 for row in open_sessions(reader, "ma.adjuster")}


def test_without_a_sign_in_a_page_leads_to_the_door_and_back(browser: Browser) -> None:
    refused = browser.get("/absences")

    assert refused.status_code == 303
    assert refused.headers["Location"] == "/sign-in?next=%2Fabsences"
    gone_on = browser.sign_in("ma.adjuster", next="/absences")
    assert gone_on.headers["Location"] == "/absences"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"])
def test_the_door_leads_nowhere_else(browser: Browser, elsewhere: str) -> None:
    assert browser.sign_in("ma.adjuster", next=elsewhere).headers["Location"] == "/home"


@pytest.mark.parametrize(
    "moved",
    [
        {"seen_at": datetime.now(UTC) - timedelta(minutes=46)},
        {"expires_at": datetime.now(UTC) - timedelta(seconds=1)},
        {"ended_at": datetime.now(UTC)},
    ],
)
def test_a_session_ends_when_idle_too_long_after_half_a_day_or_when_revoked(
    adjuster: Browser, reader: Engine, moved: dict[str, datetime]
) -> None:
    assert adjuster.get("/security").status_code == 200

    change(reader, "ma.adjuster", **moved)

    assert adjuster.get("/security").status_code == 303


def test_signing_out_ends_the_session_on_the_server(adjuster: Browser) -> None:
    kept = dict(adjuster.http.cookies)

    adjuster.send("/sign-out")
    adjuster.http.cookies.update(kept)

    assert adjuster.get("/security").status_code == 303


def test_a_removed_role_counts_at_the_next_request(browser: Browser, reader: Engine, site: Site) -> None:
    browser.sign_in("gao.lead")
    assert browser.get("/tasks").status_code == 200
    lead = UUID(site.reference("gao.lead").partition(":")[2])
    with transaction(reader) as session:
        session.exec(delete(StaffRole).where(col(StaffRole.staff_id) == lead))
    try:
        assert browser.get("/tasks").status_code == 403
    finally:
        with transaction(reader) as session:
            session.add(StaffRole(staff_id=lead, role=Role.TEAM_LEAD))


def test_a_form_without_its_token_does_nothing(adjuster: Browser, reader: Engine) -> None:
    sent = {"old": adjuster.password("ma.adjuster"), "new": "a wholly new word", "again": "a wholly new word"}
    for token in ("", "0" * 64):
        assert adjuster.send("/security/password", csrf=token, **sent).status_code == 403

    assert adjuster.get("/security").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/preferences", "/security/password"])
def test_a_form_of_another_site_is_refused(adjuster: Browser, path: str, headers: dict[str, str]) -> None:
    sent = adjuster.http.post(path, data={"csrf": adjuster.csrf()}, headers=headers)

    assert sent.status_code == 403


def test_a_sign_in_reads_over_the_api_but_never_acts(adjuster: Browser) -> None:
    assert adjuster.http.get("/api/v1/cases").status_code == 200
    sent = adjuster.http.post(
        "/api/v1/preauthorizations",
        json={},
        headers={"Idempotency-Key": "k", "Sec-Fetch-Site": "same-origin"},
    )

    assert sent.status_code == 401


def test_a_new_password_counts_and_signs_the_other_browsers_out(site: Site, reader: Engine) -> None:
    with Browser.of(site) as one, Browser.of(site) as other:
        one.sign_in("deng.complaint")
        other.sign_in("deng.complaint")
        old, new = one.password("deng.complaint"), "seven green bicycles"
        for wrong in ({"old": "x", "new": new, "again": new}, {"old": old, "new": "short", "again": "short"}):
            assert one.send("/security/password", **wrong).status_code == 422

        one.send("/security/password", old=old, new=new, again=new)

        assert one.get("/security").status_code == 200
        assert other.get("/security").status_code == 303
        assert other.send("/sign-in", name="deng.complaint", password=old).status_code == 401
        assert other.send("/sign-in", name="deng.complaint", password=new).status_code == 303


def test_nobody_ends_the_session_of_another(site: Site, adjuster: Browser, reader: Engine) -> None:
    with Browser.of(site) as lead:
        lead.sign_in("gao.lead")
        theirs = open_sessions(reader, "gao.lead")[0].id

        assert adjuster.send(f"/security/sessions/{theirs}/end").status_code == 404
        assert lead.get("/security").status_code == 200


@pytest.fixture
def factor(site: Site, reader: Engine) -> Iterator[str]:
    """The secret of a second factor that cao.auditor has set up."""
    with Browser.of(site) as browser:
        browser.sign_in("cao.auditor")
        browser.send("/security/second-factor")
        secret = re.findall(r'class="secret">([A-Z2-7]+)<', browser.get("/security/second-factor").text)[0]
        assert browser.send("/security/second-factor/confirm", code="000000").status_code == 422
        browser.send("/security/second-factor/confirm", code=pyotp.TOTP(secret).now())
        assert "已启用" in browser.get("/security").text
    yield secret
    with transaction(reader) as session:
        account = session.exec(select(Account).where(Account.name == "cao.auditor")).one()
        account.second_factor = account.second_factor_at = account.second_factor_step = None


def test_with_a_second_factor_the_password_alone_opens_nothing(factor: str, browser: Browser) -> None:
    assert browser.sign_in("cao.auditor").headers["Location"] == "/sign-in/code"
    for path in ("/security", "/board", "/api/v1/cases"):
        assert browser.get(path).status_code in (303, 401)
    csrf = re.findall(r'name="csrf" value="([0-9a-f]+)"', browser.get("/sign-in/code").text)[0]
    later = pyotp.TOTP(factor).at(datetime.now(UTC) + timedelta(seconds=30))

    assert browser.send("/sign-in/code", csrf=csrf, code="000000").status_code == 401
    assert browser.send("/sign-in/code", csrf=csrf, code=later).status_code == 303
    assert browser.get("/security").status_code == 200


def test_a_code_opens_once(factor: str, browser: Browser) -> None:
    browser.sign_in("cao.auditor")
    csrf = re.findall(r'name="csrf" value="([0-9a-f]+)"', browser.get("/sign-in/code").text)[0]

    assert browser.send("/sign-in/code", csrf=csrf, code=pyotp.TOTP(factor).now()).status_code == 401


def test_where_the_house_asks_for_it_staff_first_set_up_a_second_factor(site: Site) -> None:
    strict = site.settings.model_copy(update={"second_factor_required": True})
    with Browser.serving(strict) as browser:
        browser.sign_in("ma.adjuster")

        assert browser.get("/absences").status_code == 403
        assert browser.get("/security").status_code == 200


def code_for(site: Site, phone: str) -> str:
    outbox = sorted(site.settings.sms_outbox.glob("*.json"))
    messages = [json.loads(path.read_text("utf-8")) for path in outbox]
    text = [message["text"] for message in messages if message["phone"] == phone][-1]
    found: list[str] = re.findall(r"\d{6}", text)
    return found[0]


def test_a_guardian_gets_in_with_a_code_to_the_phone_once(site: Site, browser: Browser) -> None:
    asked = browser.send("/sign-in/family", phone="+86 120-0000-0001")
    code_id = re.findall(r'name="code_id" value="([^"]+)"', asked.text)[0]
    sent = {"code_id": code_id, "phone": "12000000001"}

    assert browser.send("/sign-in/family/code", code="12345", **sent).status_code == 401
    let_in = browser.send("/sign-in/family/code", code=code_for(site, "12000000001"), **sent)
    assert let_in.status_code == 303
    assert "林建国" in browser.get("/security").text
    again = browser.send("/sign-in/family/code", code=code_for(site, "12000000001"), **sent)
    assert again.status_code == 401


def test_an_unknown_phone_is_answered_like_a_known_one(site: Site, browser: Browser) -> None:
    before = len(list(site.settings.sms_outbox.glob("*.json")))
    asked = browser.send("/sign-in/family", phone="13900000000")

    assert asked.status_code == 200
    assert 'name="code_id"' in asked.text
    assert len(list(site.settings.sms_outbox.glob("*.json"))) == before


def test_five_wrong_codes_end_a_code(site: Site, browser: Browser) -> None:
    asked = browser.send("/sign-in/family", phone="12000000003")
    code_id = re.findall(r'name="code_id" value="([^"]+)"', asked.text)[0]
    for _ in range(5):
        browser.send("/sign-in/family/code", code_id=code_id, phone="12000000003", code="wrong")

    right = browser.send(
        "/sign-in/family/code", code_id=code_id, phone="12000000003", code=code_for(site, "12000000003")
    )
    assert right.status_code == 401


def test_language_and_look_are_kept_in_the_browser(adjuster: Browser) -> None:
    adjuster.send("/preferences", language="en", theme="dark", back="/security")
    page = adjuster.get("/security").text

    assert '<html lang="en" data-theme="dark">' in page
    assert "Sign-in and security" in page


def test_files_with_passwords_are_read_by_their_owner_alone(site: Site) -> None:
    assert (site.settings.home / "accounts.json").stat().st_mode & 0o077 == 0
    for message in site.settings.sms_outbox.glob("*.json"):
        assert message.stat().st_mode & 0o077 == 0


def test_a_token_has_no_session_to_manage(site: Site) -> None:
    answer: httpx2.Response = site.person("ma.adjuster").get("/security")

    assert answer.status_code == 403
