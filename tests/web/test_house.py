"""The administrator's pages: people, hospitals and insurers; every act is written down."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from rules.china_time import shanghai_date
from stores.trust import tokens
from tests.web.browsing import Browser
from tests.web.site import Site, review
from tests.web.test_pages import audited
from tests.workflows.clinic import OPENED_AT, Clinic
from web.backend import Backend

TODAY = shanghai_date(OPENED_AT)


@pytest.fixture(scope="module")
def administrator(site: Site) -> Iterator[Browser]:
    """The browser of the administrator."""
    with Browser.of(site) as browser:
        browser.sign_in("peng.admin")
        yield browser


def sound(answer: httpx2.Response) -> None:
    """Audit a page of somebody who signed in: scripts of our own are loaded beside it."""
    audited(re.sub(r"<script[^>]*></script>", "", answer.text))


def fresh(name: str) -> str:
    return f"{name}.{uuid4().hex[:8]}"


def entered(administrator: Browser, **said: Any) -> tuple[httpx2.Response, str]:
    """Take in an adjuster, and the name to sign in with."""
    usual = {"full_name": "试理算", "sign_in_name": fresh("shi"), "roles": "ADJUSTER", "team": "理算一组"}
    return administrator.send("/house/people/new", **(usual | said)), str((usual | said)["sign_in_name"])


def told(answer: httpx2.Response) -> str:
    """The one-time password that a page shows."""
    (found,) = re.findall(r'class="secret">([^<]+)<', answer.text)
    return str(found)


def address(administrator: Browser, name: str) -> str:
    """The page of the person with that account."""
    rows = administrator.get("/house").text.split("<tr>")
    found = next(re.findall(r'href="(/house/people/[^"]+)"', row) for row in rows if name in row)
    return str(found[0])


def test_a_one_time_password_opens_nothing_but_the_page_that_sets_an_own_one(
    site: Site, administrator: Browser
) -> None:
    answer, name = entered(administrator)
    sound(answer)
    password = told(answer)
    with Browser.of(site) as browser:
        assert browser.send("/sign-in", name=name, password=password).status_code == 303
        assert browser.get("/work").headers["Location"] == "/security"
        assert browser.get("/api/v1/cases").status_code == 403
        assert (
            browser.send("/security/password", old=password, new=password, again=password).status_code == 422
        )

        own = "a wholly new word"
        browser.send("/security/password", old=password, new=own, again=own)

        assert browser.get("/work").status_code == 200
    assert password not in administrator.get(address(administrator, name)).text


def test_a_role_that_an_administrator_takes_away_counts_at_the_next_request(
    site: Site, administrator: Browser
) -> None:
    answer, name = entered(administrator, roles="TEAM_LEAD")
    with Browser.of(site) as browser:
        browser.send("/sign-in", name=name, password=told(answer))
        own = "a wholly new word"
        browser.send("/security/password", old=told(answer), new=own, again=own)
        assert browser.get("/tasks").status_code == 200
        page = address(administrator, name)

        administrator.send(page, full_name="试组长", roles="ADJUSTER")

        assert browser.get("/tasks").status_code == 403
        assert browser.get("/work").status_code == 200
        administrator.send(f"{page}/close")
        assert browser.get("/work").status_code == 303
    shown = administrator.get(page)
    for act in ("新增人员", "更改人员", "停用人员", "停用账号"):
        assert act in shown.text
    sound(shown)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"roles": ""}, "至少选择一个角色"),
        ({"roles": ["ADMINISTRATOR", "ADJUSTER"]}, "管理员看不到健康信息"),
        ({"roles": ["AUDITOR", "FINANCE"]}, "不能审计自己的工作"),
        ({"roles": "SYSTEM"}, "系统不是工作人员的角色"),
        ({"sign_in_name": "ma.adjuster"}, "已被使用"),
        ({"email": "nowhere"}, "nowhere不是邮箱地址"),
    ],
)
def test_a_person_who_cannot_be_is_refused_and_what_was_entered_stays(
    administrator: Browser, said: dict[str, Any], told: str
) -> None:
    answer, _ = entered(administrator, **said)

    assert answer.status_code == 422
    assert told in answer.text
    assert "试理算" in answer.text
    sound(answer)


def test_nobody_changes_the_own_entry_and_the_last_administrator_stays(
    site: Site, administrator: Browser
) -> None:
    own = f"/house/people/{site.reference('peng.admin').partition(':')[2]}"

    assert administrator.send(own, full_name="彭管理", roles="ADJUSTER").status_code == 403
    assert administrator.send(f"{own}/close").status_code == 403
    assert "保存" not in administrator.get(own).text.partition("<main")[2]


def test_a_lost_second_factor_is_taken_away_and_a_new_password_signs_out_everywhere(
    site: Site, administrator: Browser
) -> None:
    answer, name = entered(administrator)
    page = address(administrator, name)
    account = re.findall(r"/house/accounts/([^/]+)/password", answer.text)[0]
    with Browser.of(site) as browser:
        browser.send("/sign-in", name=name, password=told(answer))
        again = administrator.send(f"/house/accounts/{account}/password")

        assert told(again) != told(answer)
        assert browser.get("/security").status_code == 303
    assert administrator.send(f"/house/accounts/{account}/second-factor").status_code == 303
    assert "清除两步验证" in administrator.get(page).text


def test_a_hospital_is_on_a_list_from_day_to_day_and_never_twice(administrator: Browser) -> None:
    code = fresh("H").upper()
    facts = {"name": "测试医院", "brand": "测试", "ownership": "PRIVATE", "departments": "GENERAL"}
    page = f"/house/hospitals/{code}"
    assert administrator.send("/house/hospitals/new", code=code, **facts).status_code == 303
    assert administrator.send("/house/hospitals/new", code=code, **facts).status_code == 422
    term = {"network_list": "A", "kind": "NETWORK", "from_on": str(TODAY)}

    assert administrator.send(f"{page}/networks", **term).status_code == 303
    assert "有效" in administrator.get(page).text
    twice = administrator.send(f"{page}/networks", **term | {"from_on": str(TODAY + timedelta(30))})
    assert twice.status_code == 422
    assert "已在此清单中" in twice.text
    sound(twice)
    membership = re.findall(r"/networks/([^/]+)/end", twice.text)[0]
    ended = str(TODAY - timedelta(1))
    assert administrator.send(f"{page}/networks/{membership}/end", to_on=ended).status_code == 422
    assert administrator.send(f"{page}/networks/{membership}/end", to_on=str(TODAY)).status_code == 303
    assert administrator.send(f"{page}/networks", **term | {"from_on": str(TODAY + timedelta(1))}).is_redirect


def test_a_desk_account_and_an_insurer_are_made_and_written_down(administrator: Browser) -> None:
    made = administrator.send("/house/hospitals/UFH-SH/accounts", sign_in_name=fresh("desk"))
    code = fresh("INS").upper()
    saved = administrator.send("/house/insurers", code=code, name="测试保险")

    assert len(told(made)) >= 12
    assert saved.status_code == 303
    assert "测试保险" in administrator.get("/house/insurers").text
    changes = administrator.get("/house/changes")
    assert "开设账号" in changes.text
    assert code in changes.text
    sound(changes)


def test_an_auditor_reads_the_house_and_changes_nothing(site: Site) -> None:
    with Browser.of(site) as auditor:
        auditor.sign_in("cao.auditor")
        page = auditor.get("/house/hospitals/UFH-SH")

        assert page.status_code == 200
        assert "/networks" not in page.text.partition("<main")[2]
        assert auditor.send("/house/insurers", code="X", name="X").status_code == 403


def test_the_administrator_sees_nothing_of_health(administrator: Browser) -> None:
    for path in (
        "/work",
        "/board",
        "/tasks",
        "/reports",
        "/sampling",
        "/finance",
        "/audit",
        "/notifications",
    ):
        assert administrator.get(path).status_code == 403, path
    assert administrator.get("/home").headers["Location"] == "/house"


def test_a_limit_counts_once_another_senior_confirmed_it_and_from_its_day_on(site: Site) -> None:
    with Browser.of(site) as one, Browser.of(site) as other:
        one.sign_in("liang.supervisor")
        other.sign_in("song.head")
        limit = {"role": "ADVANCE_SPECIALIST", "amount": "1234.00", "reason": "试行"}
        today = shanghai_date(datetime.now(UTC))
        past = one.send("/house/authority", from_on=str(today - timedelta(1)), **limit)
        assert past.status_code == 422
        sound(past)

        assert one.send("/house/authority", from_on=str(today), **limit).status_code == 303
        proposed = re.findall(r"/house/authority/(\d+)/withdraw", one.get("/house/authority").text)[0]
        assert one.send(f"/house/authority/{proposed}/confirm").status_code == 403
        assert authority_of(site, "tang.advance") == 0
        assert other.send(f"/house/authority/{proposed}/confirm").status_code == 303
        assert other.send(f"/house/authority/{proposed}/withdraw").status_code == 404

        assert authority_of(site, "tang.advance") == 1_234_00
        assert "1234.00" in one.get("/house/changes").text
        usual_again(one, other, limit | {"amount": "0.00", "from_on": str(today)})
        assert authority_of(site, "tang.advance") == 0


def usual_again(one: Browser, other: Browser, limit: dict[str, str]) -> None:
    """Set the limit back, for those who share the stack."""
    one.send("/house/authority", **limit)
    proposed = re.findall(r"/house/authority/(\d+)/withdraw", one.get("/house/authority").text)[0]
    other.send(f"/house/authority/{proposed}/confirm")


def authority_of(site: Site, name: str) -> int:
    """How much somebody may decide alone now; fen."""
    backend = Backend(site.settings)
    with backend.session() as session:
        found = tokens.principal(session, site.tokens[name]["token"], at=datetime.now(UTC))
    backend.close()
    assert found
    return found.actor.authority


def test_plan_versions_are_compared_in_words_and_letters_are_listed_with_their_versions(site: Site) -> None:
    lead = site.person("gao.lead")
    listed = lead.get("/house/plans")
    ids = re.findall(r'href="(/house/plans/[^"]+)"', listed.text)
    compared = lead.get(ids[0], against=ids[1].rpartition("/")[2])

    assert "处不同" in compared.text
    for answer in (listed, compared, lead.get(ids[0]), lead.get("/house/letters")):
        audited(answer.text)
    assert lead.get(ids[0], against=str(uuid4())).status_code == 404
    assert lead.get("/house/clock").status_code == 403
    assert lead.get("/house").status_code == 403


def test_the_demonstration_clock_lets_the_time_of_one_case_pass(site: Site, clinic: Clinic) -> None:
    number = review(site)
    with Browser.of(site) as supervisor:
        supervisor.sign_in("liang.supervisor")
        assert supervisor.send("/house/clock", by="DAY").status_code == 422
        passed = supervisor.send("/house/clock", by="THREE_DAYS", chosen=number)

        assert "现在是 2026-10-02" in passed.text
        sound(passed)
        assert number in supervisor.get("/house/changes").text
