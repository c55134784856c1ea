"""A large file whose page was closed goes on where it broke off, when it is chosen again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.intake.files import a_pdf
from tests.journeys.showing import chromium, pytestmark
from tests.journeys.test_browser import signed_in
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site
from web.files.refused import MAX_BYTES

__all__ = ["chromium", "pytestmark", "quiet", "site", "site_settings"]

FILLING = 17 * 2**20
"""Bytes: three parts."""
FORM = "/new/preauthorization"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A large file."""
    filling = b"<</Length %d>>stream\n%s\nendstream" % (FILLING, b"\0" * FILLING)
    file = tmp_path / "发票.pdf"
    file.write_bytes(a_pdf("a large page", objects=(filling,)))
    assert file.stat().st_size < MAX_BYTES
    return file


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Page]:
    with signed_in(chromium, site, "desk.meihua-fuer", width="900") as page:
        yield page


def sends(page: Page, paper: Path) -> None:
    """Choose the file and send the form; whatever else it lacks is told later."""
    row = page.locator("[data-broken] .row").first
    row.locator("select").select_option("COST_ESTIMATE")
    row.locator("input[type=file]").set_input_files(paper)
    page.evaluate("document.querySelector('main form [data-broken]').closest('form').noValidate = true")
    page.locator("main form:has([data-broken]) button:not([type=button])").last.click()


def parts_sent(page: Page) -> list[str]:
    """The numbers of the parts that leave from now on."""
    sent: list[str] = []

    def noted(address: str, method: str) -> None:
        if method == "PUT" and (found := re.search(r"/parts/(\d+)$", address)):
            sent.append(found[1])

    page.on("request", lambda request: noted(request.url, request.method))
    return sent


def left_after_one_part(page: Page, paper: Path) -> Page:
    """The form on a second visit: the page of the first one closed when one part had arrived."""
    page.goto(FORM)
    page.route("**/parts/2", lambda _route: None)
    with page.expect_request("**/parts/2"):
        sends(page, paper)
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(FORM)
    return again


def test_a_second_visit_offers_to_go_on_and_sends_the_rest_alone(desk: Page, paper: Path) -> None:
    again = left_after_one_part(desk, paper)
    offer = again.locator(".unfinished")
    expect(offer).to_contain_text("“发票.pdf”上次只传了 3 段中的 1 段")
    assert "发票" not in again.evaluate("JSON.stringify(localStorage)")
    sent = parts_sent(again)
    with again.expect_navigation():
        sends(again, paper)

    assert sent == ["2", "3"]
    expect(again.locator("p.kept")).to_have_count(1)
    expect(again.locator("p.kept")).to_contain_text("发票.pdf")
    assert again.evaluate("Object.keys(localStorage).filter(each => each.startsWith('lipei-file-'))") == []


def test_what_was_begun_may_be_given_up(desk: Page, paper: Path) -> None:
    again = left_after_one_part(desk, paper)
    with again.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        again.get_by_role("button", name="不再上传").click()
    expect(again.locator(".unfinished")).to_have_count(0)
    again.reload()

    assert gone.value.status == 204
    expect(again.locator(".unfinished")).to_have_count(0)
