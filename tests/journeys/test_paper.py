"""A paper beside the worksheet in a browser: lines lead to their place on it, and it stays as it was left."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client

from activities.readings_off import start_reading
from rules.findings.reading import PaperKind
from rules.findings.states import ReadingState
from rules.money import format_yuan
from stores.papers import readings
from tests.journeys.showing import chromium, shown
from tests.journeys.test_browser import signed_in
from tests.reading.made.papers import a_paper
from tests.reading.made.sheet import Made
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site, review
from tests.workflows.clinic import OPENED_AT, Clinic

__all__ = ["chromium", "quiet", "site", "site_settings"]

pytestmark = [pytest.mark.long, shown]


@pytest.fixture(scope="module")
def bill() -> Made:
    """A printed list of charges."""
    return a_paper(PaperKind.ITEMISED_LIST, 3)


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic, client: Client, reader: Engine, bill: Made) -> str:
    """A case in review that asks for what the list names, its papers read; another paper is opened first."""
    desk = site.desk()
    estimate, listed = desk.uploaded("COST_ESTIMATE")[0], _handed_in(site, bill)
    items = [
        {"item": "DRUG", "description": name, "amount": format_yuan(fen).replace(",", "")}
        for name, fen in bill.lines
    ]
    made = review(site, documents=[estimate, listed], items=items)
    with Session(reader) as session:
        waiting = readings.order(session, made, OPENED_AT)
        session.commit()
    for each in waiting:
        clinic.loop.run(start_reading(client, made, each, OPENED_AT - datetime.now(UTC)))
        clinic.loop.run(start_reading(client, made, each, timedelta(0)))

    def read() -> bool:
        with Session(reader) as session:
            kept = readings.find(session, [UUID(listed)])
        return UUID(listed) in kept and kept[UUID(listed)].state is ReadingState.READ

    clinic.wait_until(read, "what the list says")
    return made


def _handed_in(site: Site, bill: Made) -> str:
    answer = site.desk().upload("ITEMISED_LIST", data=bill.pdf, name="list.pdf")
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


def test_a_line_of_the_worksheet_leads_to_its_place_on_the_paper(
    chromium: Browser, site: Site, number: str, bill: Made
) -> None:
    with signed_in(chromium, site, "ma.adjuster", width="1280") as page:
        page.goto(f"/cases/{number}?do=DECIDE")
        papers = page.locator(".tabs a")
        closed = papers.filter(has_not=page.locator("[aria-current]")).last
        page.goto(str(closed.get_attribute("href")))
        line = page.locator(".lines a.spot", has_text=bill.lines[1][0])
        line.click()

        frame = page.locator(".viewer .place")
        expect(frame).to_be_visible()
        expect(frame).to_be_in_viewport()
        spot = page.locator(".viewer img").first.bounding_box()
        placed = frame.bounding_box()
        assert spot and placed
        assert spot["y"] < placed["y"] < spot["y"] + spot["height"]


def test_a_paper_stays_as_large_and_turned_as_it_was_left(chromium: Browser, site: Site, number: str) -> None:
    with signed_in(chromium, site, "ma.adjuster", width="1280") as page:
        page.goto(f"/cases/{number}")
        page.click("[data-view=in]")
        page.click("[data-view=turn]")
        expect(page.locator(".tools output")).to_have_text("125%")

        page.reload()

        expect(page.locator(".tools output")).to_have_text("125%")
        expect(page.locator(".viewer img").first).to_have_css("rotate", "90deg")
