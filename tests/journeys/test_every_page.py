"""Every page in a real browser, found from the routes: sound at phone width."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from tests.journeys.seen_pages import PAGES, look_at, places, readers, sitting
from tests.journeys.showing import chromium, ids, pytestmark
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site
from tests.web.who_may import SAMPLE

__all__ = ["chromium", "ids", "pytestmark", "quiet", "site", "site_settings"]

FIRST = "HGDN"
"""Whose eyes are enough where each page is looked at once: who sees most of staff's pages, then others."""


def once(letter: str) -> list[str]:
    """The pages for which this reader is the first choice; forms are looked at for desks."""
    order = "-" + FIRST + "".join(SAMPLE)
    return [
        path
        for path in PAGES
        if (letter == "D" if path == "/new/{what}" else min(readers(path), key=order.index) == letter)
    ]


@pytest.mark.parametrize("letter", ["-", *FIRST])
def test_each_page_is_sound(
    chromium: Browser, site: Site, reader: Engine, ids: Mapping[str, str], letter: str
) -> None:
    with sitting(chromium, site, reader, letter) as page:
        look_at(page, _addresses(letter), ids, "light")


def _addresses(letter: str) -> Iterator[str]:
    """One part of the API's description is enough here: they are long, and made alike."""
    for path in once(letter):
        yield from places(path, letter)[-1 if path == "/docs/{group}" else 0 :]


def test_no_page_is_left_out() -> None:
    assert set(PAGES) == {path for letter in ["-", *FIRST] for path in once(letter)}
