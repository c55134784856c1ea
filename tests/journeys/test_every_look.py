"""Every page in a real browser for each of its readers, in both languages, light and dark."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from tests.journeys.seen_pages import PAGES, look_at, places, readers, sitting
from tests.journeys.showing import chromium, ids, shown
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site
from tests.web.who_may import SAMPLE

__all__ = ["chromium", "ids", "quiet", "site", "site_settings"]

pytestmark = [pytest.mark.long, shown]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("letter", ["-", *SAMPLE])
def test_each_page_is_sound_for_each_reader_in_each_look(
    chromium: Browser, site: Site, reader: Engine, ids: Mapping[str, str], letter: str, locale: str
) -> None:
    with sitting(chromium, site, reader, letter, locale) as page:
        seen = [place for path in PAGES if letter in readers(path) for place in places(path, letter)]
        look_at(page, seen, ids, "light", "dark")
