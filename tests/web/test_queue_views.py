"""Views that people keep, and one act on several cases."""

import re
from collections.abc import Iterator

import pytest

from tests.web.browsing import Browser
from tests.web.site import Site, review
from tests.web.test_pages import audited
from tests.web.test_workbench import browser_of
from tests.workflows.clinic import Clinic


@pytest.fixture
def lead(site: Site) -> Iterator[Browser]:
    yield from browser_of(site, "gao.lead")


def test_a_kept_view_is_a_link_and_the_queue_can_begin_with_it(site: Site, lead: Browser) -> None:
    kept = lead.send("/work/views", name="住院", query="view=on_us&process=PA", opens_first="true")
    assert kept.headers["Location"] == "/work?view=on_us&process=PA"

    assert lead.get("/work").headers["Location"] == "/work?view=on_us&process=PA"
    page = lead.get("/work?view=open").text
    assert "★ 住院" in page
    for colleague in browser_of(site, "luo.adjuster"):
        assert "★ 住院" not in colleague.get("/work").text, "it was not shared"

    (view_id,) = re.findall(r"/work/views/([0-9a-f-]{36})/forget", page)
    lead.send(f"/work/views/{view_id}/forget")
    assert lead.get("/work").status_code == 200


def test_a_view_wants_a_name(lead: Browser) -> None:
    assert lead.send("/work/views", name=" ", query="view=mine").status_code == 422


def test_many_cases_get_an_act_each_and_every_row_tells_what_became_of_it(
    site: Site, clinic: Clinic, lead: Browser
) -> None:
    number = review(site)
    preview = lead.send("/work/bulk", case=number)
    assert "尚未执行" in preview.text
    (colleague,) = re.findall(r'value="(staff:[0-9a-f-]{36})">马', preview.text)

    done = lead.http.post(
        "/work/bulk/do",
        data={
            "csrf": lead.csrf(),
            "case": [number, "PA-260929-999999-X"],
            "what": "ASSIGN",
            "assignee": colleague,
        },
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert "✓ 已完成 1" in done.text
    assert "✗ 未完成 1" in done.text
    assert "马" in lead.get(f"/cases/{number}").text


def test_a_tag_is_hung_once_and_finds_its_cases(site: Site, clinic: Clinic, lead: Browser) -> None:
    number = review(site)

    first, again = (lead.send("/work/bulk/do", case=number, what="TAG", tag="待复核") for _ in range(2))

    assert "✓ 已完成 1" in first.text
    assert "– 已跳过 1" in again.text
    assert number in lead.get("/work?tag=待复核").text
    assert number not in lead.get("/work?tag=别的").text


def test_nothing_selected_and_too_many_are_refused(lead: Browser) -> None:
    assert lead.send("/work/bulk").status_code == 422
    data = {"csrf": lead.csrf(), "case": [f"PA-260929-{n:06}-X" for n in range(101)]}
    answer = lead.http.post("/work/bulk", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"what": "ASSIGN", "assignee": "staff:ma.adjuster"},
        {"what": "ASSIGN", "assignee": "staff:------------------------------------"},
        {"what": "CHANGE_PRIORITY", "priority": "SOON"},
    ],
)
def test_what_the_form_does_not_offer_is_refused_for_all(lead: Browser, said: dict[str, str]) -> None:
    answer = lead.send("/work/bulk/do", case="PA-260929-999999-X\0", **said)

    assert answer.status_code == 422


def test_a_choice_that_lacks_something_is_asked_for_again_with_what_was_chosen(
    site: Site, clinic: Clinic, lead: Browser
) -> None:
    number = review(site)

    page = lead.send("/work/bulk/do", case=number, what="CHANGE_PRIORITY", priority="", reason="排查")

    assert page.status_code == 422
    assert "<title>错误" in page.text and 'href="#priority"' in page.text
    assert 'value="排查"' in page.text and f'value="{number}" checked' in page.text
    assert 'value="CHANGE_PRIORITY" checked' in page.text
    audited(re.sub(r"<script[^>]*></script>", "", page.text))


def test_who_is_called_in_a_note_finds_the_case_until_it_was_opened(
    site: Site, clinic: Clinic, lead: Browser
) -> None:
    number = review(site)
    (name,) = re.findall(r'staff:[0-9a-f-]{36}">(马[^<]*)<', lead.get("/work?view=open").text)
    lead.send(f"/cases/{number}/notes", body=f"@{name} 请看一下影像")

    for called in browser_of(site, "ma.adjuster"):
        assert number in called.get("/work?view=mentioned").text
        called.send(f"/cases/{number}/here")
        assert number not in called.get("/work?view=mentioned").text
    assert number not in lead.get("/work?view=mentioned").text
