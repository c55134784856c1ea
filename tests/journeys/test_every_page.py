"""Every page in a real browser, found from the routes: sound for everybody, in every look and language."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.responses import HTMLResponse

from models import PlanVersion
from rules.vocabulary import PrincipalKind
from stores.database import transaction
from stores.trust import sessions
from tests.journeys.test_browser import chromium, pytestmark
from tests.patience import PATIENCE_SECONDS
from tests.web.conftest import quiet, site, site_settings
from tests.web.site import Site, review
from tests.web.test_who_may_what import ALL, let_in
from tests.web.unserved import APP
from tests.web.who_may import ACTS, ANYONE, OWN_SESSION, ROLES, SAMPLE
from tests.workflows.clinic import Clinic
from web.browser import session_cookie
from web.new_cases.new_pages import KINDS

__all__ = ["chromium", "pytestmark", "quiet", "site", "site_settings"]

OWN = {"G": "guardian of M2025000001", "D": "MEIHUA-FUER"}
FIRST = "HGDN"
"""Whose eyes are enough in the short run: who sees most of the staff's pages, then the others."""


def _pages() -> Iterator[str]:
    for context in iter_route_contexts(APP.routes):
        found = context.route
        if isinstance(found, APIRoute) and found.methods == {"GET"}:
            answers = getattr(found.response_class, "value", found.response_class)
            if answers is HTMLResponse and not str(context.path).endswith(".csv"):
                yield str(context.path)


PAGES = sorted(set(_pages()))
NOT_HERE = frozenset(
    {
        *("/security/second-factor", "/calendars/drafts/{draft_id}", "/calendars/publications/{draft_id}"),
        "/accounts/{account_id}",
        *("/house/letters/preview", "/cases/{case_number}/letters/{letter}/preview"),
    }
)
"""Pages of what has first to be made; their own tests audit them."""


UNKNOWN_LETTER = {"/verify/{code}": "/verify/AAAA-BBBB", "/answer/{token}": "/answer/0123"}
"""Pages also where they say that there is no such letter."""


def readers(path: str) -> str:
    """Letters of those who see a page; ``-`` for somebody who is not signed in."""
    found = let_in(ALL[f"GET {path}"])
    if found == ANYONE:
        return "-"
    return "".join(ROLES) if found == OWN_SESSION else found


@dataclass(frozen=True)
class Visit:
    """One page as one person sees it."""

    path: str
    letter: str


def places(path: str, letter: str, ids: Mapping[str, str]) -> Iterator[str]:
    """The addresses of a page for that reader."""
    if path == "/new/{what}":
        yield from (f"/new/{what}" for what, kind in KINDS.items() if letter in kind_readers(kind.action))
        return
    filled = UNKNOWN_LETTER.get(path, path)
    for name, value in ids.items():
        filled = filled.replace(f"{{{name}}}", value)
    if "{" not in filled:
        yield filled


def kind_readers(action: str) -> str:
    """Whose form it is."""
    return next(letters for letters, acts in ACTS.items() if action in acts.split())


@pytest.fixture(scope="module")
def ids(site: Site, clinic: Clinic, reader: Engine) -> Mapping[str, str]:
    """What pages are about: a case in review, a fund, a hospital, a colleague, a plan version."""
    number = review(site, documents=site.desk().uploaded("COST_ESTIMATE"))
    with Session(reader) as session:
        plan = session.exec(select(PlanVersion.id).where(PlanVersion.code == "GYX-2025-STD")).one()
    return {
        "case_number": number,
        "code": "insurer:JDAZ",
        "hospital": "UFH-SH",
        "staff_id": site.reference("ma.adjuster").partition(":")[2],
        "plan_id": str(plan),
    }


@contextmanager
def sitting(chromium: Browser, site: Site, owner: Engine, letter: str, **look: str) -> Iterator[Page]:
    """A page at 320 px of somebody who is signed in."""
    context = chromium.new_context(
        base_url=str(site.http.base_url),
        viewport={"width": 320, "height": 800},
        color_scheme="dark" if look.get("theme") == "dark" else "light",
        locale=look.get("locale", "zh-CN"),
        bypass_csp=True,
    )
    if letter != "-":
        kind, _, who = site.reference(OWN.get(letter, SAMPLE[letter])).partition(":")
        with transaction(owner) as session:
            at = datetime.now(UTC)
            secret = sessions.begin(session, PrincipalKind(kind.upper()), who, at=at, browser="test")
        name = session_cookie(site.settings)
        context.add_cookies([{"name": name, "value": secret, "url": str(site.http.base_url)}])
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds, and whether something runs over the edge."""
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    over = [("runs over the edge", str(wide))] if wide > 320 else []
    return [(each["id"], each["nodes"][0]["html"]) for each in found] + over


def look_at(
    chromium: Browser,
    site: Site,
    owner: Engine,
    ids: Mapping[str, str],
    letter: str,
    paths: list[str],
    **look: str,
) -> None:
    """Open each of these pages and look at it."""
    wrong: dict[str, object] = {}
    with sitting(chromium, site, owner, letter, **look) as page:
        for path in paths:
            for place in places(path, letter, ids):
                answer = page.goto(place)
                assert answer and answer.status < 500, place
                if (
                    found := faults(page)
                    if answer.status < 400 or place in UNKNOWN_LETTER.values()
                    else [answer.status]
                ):
                    wrong[place] = found
    assert wrong == {}


def once(letter: str) -> list[str]:
    """The pages for which this reader is the first choice; forms are looked at for desks."""
    order = "-" + FIRST + "".join(ROLES)
    return [
        path
        for path in PAGES
        if path not in NOT_HERE
        if (min(readers(path), key=order.index) == letter and path != "/new/{what}")
        or (path == "/new/{what}" and letter == "D")
    ]


@pytest.mark.long
@pytest.mark.parametrize("letter", ["-", *FIRST])
def test_each_page_is_sound(
    chromium: Browser, site: Site, reader: Engine, ids: Mapping[str, str], letter: str
) -> None:
    look_at(chromium, site, reader, ids, letter, once(letter))


def test_no_page_is_left_out() -> None:
    seen = {path for letter in ["-", *FIRST] for path in once(letter)}

    assert set(PAGES) - seen - NOT_HERE == set()


@pytest.mark.soak
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("letter", ["-", *SAMPLE])
def test_each_page_is_sound_for_each_reader_in_each_look(
    chromium: Browser,
    site: Site,
    reader: Engine,
    ids: Mapping[str, str],
    letter: str,
    theme: str,
    locale: str,
) -> None:
    paths = [path for path in PAGES if path not in NOT_HERE and letter in readers(path)]
    look_at(chromium, site, reader, ids, letter, paths, theme=theme, locale=locale)
