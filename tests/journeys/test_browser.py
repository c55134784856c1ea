"""The pages in a real browser: with keys and without script."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.showing import chromium, pytestmark
from tests.patience import PATIENCE_SECONDS
from tests.web.browsing import Browser as Account
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site, review
from tests.workflows.clinic import Clinic

__all__ = ["chromium", "pytestmark", "quiet", "site", "site_settings"]


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review."""
    return review(site)


@contextmanager
def signed_in(
    chromium: Browser, site: Site, name: str, *, script: bool = True, **look: str
) -> Iterator[Page]:
    """A page of somebody, at 320 px unless another width is given."""
    context = chromium.new_context(
        base_url=str(site.http.base_url),
        viewport={"width": int(look.get("width", "320")), "height": 800},
        color_scheme="dark" if look.get("theme") == "dark" else "light",
        locale=look.get("locale", "zh-CN"),
        java_script_enabled=script,
        bypass_csp=script,
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", Account(site.http, site.settings).password(name))
    page.click("main form button")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    yield page
    context.close()


def test_one_key_takes_the_next_case_but_not_while_typing(chromium: Browser, site: Site, number: str) -> None:
    with signed_in(chromium, site, "luo.adjuster", width="1280") as page:
        page.goto("/work")
        page.focus("#q")
        page.keyboard.press("n")
        assert page.input_value("#q") == "n"
        page.keyboard.press("Escape")
        page.focus("h1 >> xpath=ancestor::main")

        with page.expect_navigation():
            page.keyboard.press("n")

        assert "/cases/" in page.url, "the most urgent case of any process"


def test_keys_can_be_switched_off(chromium: Browser, site: Site, number: str) -> None:
    with signed_in(chromium, site, "gao.lead", width="1280") as page:
        page.goto("/work")
        page.keyboard.press("?")
        page.uncheck("#keys-on")
        page.click("#keys button")

        page.keyboard.press("/")

        assert page.evaluate("document.activeElement.id") != "q"


def test_a_query_is_asked_without_script(chromium: Browser, site: Site, clinic: Clinic) -> None:
    asked = review(site)
    with signed_in(chromium, site, "ma.adjuster", script=False, width="1280") as page:
        page.goto(f"/cases/{asked}")
        page.click('a[data-act="ASK"]')
        page.select_option("#f-asked_of", "HOSPITAL")
        page.fill("#f-items-0", "体温多少？")
        page.click("form.act p.buttons button")

        assert "体温多少？" in page.inner_text("main")
