"""The browser of the journeys, and what its pages are about."""

import shutil
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from temporalio.client import Client

from commands.lived.loops import LoopThread
from tests.journeys.seen_pages import things
from tests.money.treasury import Treasury, paying
from tests.web.site import Site
from tests.workflows.clinic import Clinic

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

shown = pytest.mark.skipif(
    CHROMIUM is None, reason="no browser is here: install Debian's chromium to run the journeys"
)
pytestmark = shown


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def ids(
    site: Site, clinic: Clinic, loop: LoopThread, client: Client, reader: Engine
) -> Iterator[Mapping[str, str]]:
    """Names of ids and what stands for them."""
    with paying(loop, client):
        yield things(site, Treasury(clinic.settings, loop, client, reader))
