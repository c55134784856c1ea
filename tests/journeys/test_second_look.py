"""What is allowed and unlikely is asked about once more in a real browser, before anything leaves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.showing import chromium, shown
from tests.journeys.test_browser import signed_in
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site, review
from tests.workflows.clinic import Clinic

__all__ = ["chromium", "quiet", "site", "site_settings"]

pytestmark = [pytest.mark.long, shown]

ITEM = "PSYCHOLOGY"
USUAL = [{"item": ITEM, "description": f"心理治疗 {n}", "amount": "1000.00"} for n in range(10)]


@pytest.fixture
def unlikely(site: Site, clinic: Clinic) -> Iterator[str]:
    """A case whose one line is ten times what was usual on ten before."""
    settled = review(site, items=USUAL)
    decided = site.person("song.head").act(settled, "DECIDE", decision={"outcome": "APPROVE"})
    assert decided.status_code == 200, decided.text
    number = review(site, items=[{"item": ITEM, "description": "心理治疗", "amount": "10000.00"}])
    yield number
    site.person("song.head").act(number, "CANCEL_GUARANTEE", reason="测试结束")


def test_ten_times_the_usual_waits_for_a_second_yes_and_keeps_what_was_entered(
    chromium: Browser, site: Site, unlikely: str
) -> None:
    with signed_in(chromium, site, "ma.adjuster", width="1280") as page:
        page.goto(f"/cases/{unlikely}?do=DECIDE")
        page.select_option("#f-decision-outcome", "APPROVE")
        page.fill("#f-decision-explanation", "与指南一致")
        with page.expect_navigation():
            page.click("#send")

        expect(page.locator("#sure")).to_contain_text(
            "“心理治疗”填写 10,000.00 元，是通常金额 1,000.00 元的十倍以上"
        )
        assert page.input_value("#f-decision-explanation") == "与指南一致"
        assert site.person("ma.adjuster").get(f"/api/v1/cases/{unlikely}").json()["stage"] == "IN_REVIEW"

        with page.expect_navigation():
            page.click("#sure button")
        assert "did=DECIDE" in page.url, page.inner_text("main")
