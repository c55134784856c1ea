"""A day at the adjuster's desk in a real browser: by keyboard alone, two at one case, a browser that dies."""

from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error

from tests.journeys.showing import ARGUMENTS, CHROMIUM, chromium
from tests.journeys.test_browser import signed_in
from tests.patience import PATIENCE_SECONDS
from tests.web.browsing import Browser as Account
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site, review
from tests.workflows.clinic import Clinic

__all__ = ["chromium", "quiet", "site", "site_settings"]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no browser is here: install Debian's chromium to run the journeys"
    ),
]

TEN = [{"item": "DRUG", "description": f"药品 {n}", "amount": f"{n}00.00"} for n in range(11, 21)]


def test_a_case_of_ten_lines_is_decided_by_keyboard_alone(
    chromium: Browser, site: Site, clinic: Clinic
) -> None:
    number = review(site, items=TEN)
    with signed_in(chromium, site, "ma.adjuster", width="1280") as page:
        page.goto(f"/cases/{number}")
        with page.expect_navigation():
            page.keyboard.press("e")
        page.wait_for_function("document.activeElement.id === 'f-decision-outcome'")
        page.keyboard.press("Tab")
        for line in range(10):
            assert page.evaluate("document.activeElement.name") == f"decision.lines.{line}.approved"
            if line == 4:
                page.keyboard.press("Control+A")
                page.keyboard.type("1400.00")
                page.keyboard.press("Tab")
                page.keyboard.type("EXC-TCM")
                page.keyboard.press("Tab")
                page.keyboard.type("责任免除第 3 条")
                page.keyboard.press("Tab")
            else:
                for _ in range(3):
                    page.keyboard.press("Tab")
        page.wait_for_function("document.querySelector('#price')?.innerText.includes('15,400.00')")
        assert page.input_value("#f-decision-outcome") == "APPROVE_IN_PART", "a line was cut"

        with page.expect_navigation():
            page.keyboard.press("Control+Enter")

        assert "did=DECIDE" in page.url, page.inner_text("main")
        assert "13,860.00" in page.inner_text("main"), "less a tenth that the family bears"


def test_two_adjusters_never_overwrite_each_other(chromium: Browser, site: Site, clinic: Clinic) -> None:
    number = review(site)
    with (
        signed_in(chromium, site, "ma.adjuster", width="1280") as mine,
        signed_in(chromium, site, "luo.adjuster", width="1280") as theirs,
    ):
        mine.goto(f"/cases/{number}?do=DECIDE")
        theirs.goto(f"/cases/{number}")
        mine.wait_for_function("document.querySelector('#present').innerText.trim() !== ''")
        mine.fill("#f-decision-explanation", "与指南一致")
        mine.select_option("#f-decision-outcome", "APPROVE")

        theirs.goto(f"/cases/{number}?do=FLAG_FRAUD")
        theirs.fill("#f-reason", "票据存疑")
        theirs.click("#send")
        theirs.wait_for_url(lambda url: "did=" in url)

        mine.wait_for_selector("#changed .note")
        assert mine.input_value("#f-decision-explanation") == "与指南一致", "what I type stays mine"
        mine.click("#send")
        mine.wait_for_selector("#conflict")
        assert mine.input_value("#f-decision-explanation") == "与指南一致"


def test_a_draft_survives_a_browser_that_dies(chromium: Browser, site: Site, clinic: Clinic) -> None:
    number = review(site)
    doomed = chromium.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    with suppress(Error), signed_in(doomed, site, "ma.adjuster", width="1280") as page:
        page.goto(f"/cases/{number}?do=DECIDE")
        page.fill("#f-decision-explanation", "我写了一半")
        said = "document.querySelector('#saved').textContent.includes('已保存')"
        page.wait_for_function(said)
        doomed.new_browser_cdp_session().send("Browser.crash")

    with signed_in(chromium, site, "ma.adjuster", width="320") as page:
        page.goto(f"/cases/{number}?do=DECIDE")
        assert page.input_value("#f-decision-explanation") == "我写了一半"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_palette_offers_what_the_page_offers_and_no_more(
    chromium: Browser, site: Site, clinic: Clinic
) -> None:
    number = review(site)
    with signed_in(chromium, site, "ma.adjuster", width="1280") as page:
        page.goto(f"/cases/{number}")
        page.keyboard.press("Control+k")
        told = page.inner_text("#palette-list")
        acts = page.locator("[data-act]").all_inner_texts()
        assert acts
        assert all(act in told for act in acts)
        assert "报表" not in told, "an adjuster reads no reports"

        page.keyboard.type("作出决定")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "do=DECIDE" in page.url


def test_a_passkey_is_made_in_the_browser_and_opens_the_door(chromium: Browser, site: Site) -> None:
    at = f"http://localhost:{site.http.base_url.port}"
    name, password = "feng.finance", Account(site.http, site.settings).password("feng.finance")
    context = chromium.new_context(base_url=at, viewport={"width": 320, "height": 800}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    verified = {"hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **verified}})

    def sign_in() -> None:
        page.goto("/sign-in")
        page.fill("#name", name)
        page.fill("#password", password)
        page.click("main form button")

    sign_in()
    page.wait_for_url("**/work")
    page.goto("/security")
    page.fill("#key-name", "办公电脑")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/security?done=passkey")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    context.clear_cookies()
    sign_in()
    page.wait_for_url("**/sign-in/code")
    page.click("#use-key")
    page.wait_for_url("**/work")

    page.goto("/security")
    page.fill("#key-1", password)
    page.click("form.key:has(#key-1) button")
    page.wait_for_url("**/security?done=unkeyed")
    context.close()
