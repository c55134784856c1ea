"""Breaches of data on their pages: record, plan, notices, and who sees which of it (L-33)."""

import re
from collections.abc import Iterator

import pytest

from tests.web.browsing import Browser
from tests.web.site import Site
from tests.web.test_house import sound

WHAT = "林小满的给付说明被寄到了另一家庭。"
NEW = {
    "happened_at": "2026-09-28T22:00",
    "found_at": "2026-09-29T09:10",
    "what": WHAT,
    "data_concerned": "姓名与赔付金额。",
    "children": "M2025000001\nM2025000002\nM2025000001",
}


@pytest.fixture(scope="module")
def head(site: Site) -> Iterator[Browser]:
    """The browser of the head."""
    with Browser.of(site) as browser:
        browser.sign_in("song.head")
        yield browser


@pytest.fixture(scope="module")
def administrator(site: Site) -> Iterator[Browser]:
    """The browser of the administrator."""
    with Browser.of(site) as browser:
        browser.sign_in("peng.admin")
        yield browser


@pytest.fixture(scope="module")
def address(head: Browser) -> str:
    """The page of a breach that was recorded on one."""
    answer = head.send("/house/incidents/new", **NEW)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def test_a_breach_shows_its_plan_and_what_is_next(head: Browser, address: str) -> None:
    page = head.get(address)

    sound(page)
    assert WHAT in page.text
    assert page.text.count("2026-09-30 18:00") == 3, "measures and report are due then, measures are next"
    assert "2026-10-09 18:00" in page.text, "the guardians have three working days"
    sound(head.get("/house/incidents"))
    assert address in head.get("/house/incidents").text


def test_whoever_sees_no_cases_sees_how_many_children_and_no_words(
    administrator: Browser, address: str
) -> None:
    page = administrator.get(address)

    sound(page)
    for hidden in ("林小满", "姓名与赔付金额", "M2025000001", "report.pdf"):
        assert hidden not in page.text
        assert hidden not in administrator.get("/house/incidents").text
    assert "<dd>2</dd>" in page.text
    number = address.rpartition("/")[2]
    (kept,) = [each for each in administrator.get("/api/v1/incidents").json() if each["id"] == number]
    words = [kept[name] for name in ("what", "data_concerned", "measures", "members")]
    assert words == [None, None, None, []]
    assert administrator.get(f"/api/v1/incidents/{number}/report.pdf").status_code == 403


def test_what_is_wrong_with_a_record_is_said_and_nothing_is_kept(head: Browser) -> None:
    before = len(head.get("/api/v1/incidents").json())
    early = head.send("/house/incidents/new", **{**NEW, "found_at": "2026-09-28T21:00"})
    strange = head.send("/house/incidents/new", **{**NEW, "children": "M-NOBODY"})

    assert (early.status_code, strange.status_code) == (422, 422)
    assert "M-NOBODY" in strange.text
    assert WHAT in early.text, "what was typed is not lost"
    assert len(head.get("/api/v1/incidents").json()) == before


def test_what_has_not_happened_yet_is_not_recorded(head: Browser, address: str) -> None:
    tomorrow = head.send("/house/incidents/new", **{**NEW, "found_at": "2046-09-29T09:10"})
    measures = head.send(f"{address}/progress", measures="将收回信件。", measures_at="2046-10-08T09:30")
    reported = head.send(f"{address}/progress", reported_at="2046-10-08T09:30")

    for answer in (tomorrow, measures, reported):
        assert answer.status_code == 422
        assert "不能晚于当前时间" in answer.text


def test_guardians_are_written_to_after_the_measures_and_all_of_it_is_on_record(
    head: Browser, address: str
) -> None:
    assert head.send(f"{address}/guardians").status_code == 422
    assert head.send(f"{address}/progress", closed_at="2026-09-29T09:50").status_code == 422

    measures = {"measures": "信件已追回。", "measures_at": "2026-09-29T09:30"}
    assert head.send(f"{address}/progress", **measures).status_code == 303
    assert head.send(f"{address}/progress", measures="信件已追回。收件人已删除副本。").status_code == 303
    assert head.send(f"{address}/guardians").status_code == 303
    reported = {"reported_at": "2026-09-29T09:40", "guardians_told_at": "2026-09-29T09:50"}
    assert head.send(f"{address}/progress", **reported).status_code == 303
    assert head.send(f"{address}/progress", closed_at="2026-09-29T09:55").status_code == 303

    page = head.get(address)
    sound(page)
    record = page.text.partition('id="changes"')[2]
    assert len(re.findall("<tr>", record)) == 1 + 6, "recorded, four times followed, told"
    plan = page.text.partition('id="plan"')[2].partition("</table>")[0]
    assert re.search(r"2026-09-29 09:30.*宋|2026-09-29 09:30.*Song", plan), "when and by whom, as first told"
    assert "信件已追回" not in record, "the record holds no words"
    assert page.text.count(">done<") + page.text.count(">已完成<") == 4
