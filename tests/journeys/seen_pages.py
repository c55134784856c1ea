"""Every page as somebody sees it in a real browser: where it is, who is let in, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.responses import HTMLResponse

from models import PlanVersion, Policy
from models.account import Account
from rules.payments.values import Payee
from rules.payments.vocabulary import PayeeKind
from rules.vocabulary import Benefit, PrincipalKind
from stores.benefits.policy_years import open_policy_year
from stores.database import transaction
from stores.trust import second_factor, sessions
from tests.money.treasury import Treasury
from tests.patience import PATIENCE_SECONDS
from tests.web.site import Site, review
from tests.web.test_who_may_what import ALL, let_in
from tests.web.unserved import APP
from tests.web.who_may import ACTS, ANYONE, OWN_SESSION, SAMPLE
from web.api import incidents
from web.browser import session_cookie
from web.new_cases.new_pages import KINDS
from web.reference import read_reference

OWN = {"G": "guardian of M2025000001", "D": "MEIHUA-FUER"}
"""The family and the desk whose case is opened."""


def _pages() -> Iterator[str]:
    for context in iter_route_contexts(APP.routes):
        found = context.route
        if isinstance(found, APIRoute) and found.methods == {"GET"}:
            answers = getattr(found.response_class, "value", found.response_class)
            if answers is HTMLResponse and not str(context.path).endswith(".csv"):
                yield str(context.path)


PAGES = sorted(set(_pages()))
SEVERAL: Mapping[str, Sequence[str]] = {
    "/docs/{group}": [f"/docs/{group.slug}" for group in read_reference(APP.openapi()).groups],
    "/cases/{case_number}": ["/cases/{case_number}", "/cases/{case_number}?do=DECIDE"],
    "/finance/batches/{number}": ["/finance/batches/{batch}"],
    "/verify/{code}": ["/verify/AAAA-BBBB"],
    "/answer/{token}": ["/answer/0123"],
    "/house/letters/preview": ["/house/letters/preview?case={case_number}&code=LT-ACK&version=1"],
}
"""Pages with several addresses, or with one that has to be said."""
NOTHING_THERE = frozenset({"/verify/AAAA-BBBB", "/answer/0123"})
"""Pages that say, with 404, that there is no such letter."""


def readers(path: str) -> str:
    """Letters of those who see a page; ``-`` for somebody who is not signed in."""
    found = let_in(ALL[f"GET {path}"])
    if found == ANYONE:
        return "-"
    return "".join(letter for letter in SAMPLE if found == OWN_SESSION or letter in found)


def places(path: str, letter: str) -> Sequence[str]:
    """The addresses of a page for that reader, with names where an id is to stand."""
    if path == "/new/{what}":
        return [f"/new/{what}" for what, kind in KINDS.items() if letter in _senders(kind.action)]
    if path == "/security/second-factor" and letter == "G":
        return []  # families sign in with a code of their phone
    return SEVERAL.get(path, [path])


def _senders(action: str) -> str:
    return next(letters for letters, acts in ACTS.items() if action in acts.split())


def things(site: Site, treasury: Treasury) -> dict[str, str]:
    """What pages are about: a case in review, a batch that was paid, a fund, and more."""
    number = review(site, documents=site.desk().uploaded("COST_ESTIMATE"))
    payment, batch = _paid(site, treasury)
    draft = site.person("liang.supervisor").post(
        "/api/v1/calendars/STANDARD/drafts", json={"hours": ["09:00-12:00", "13:30-18:00"]}
    )
    breach = site.person("song.head").post("/api/v1/incidents", json=incidents.EXAMPLE)
    with transaction(treasury.engine) as session:
        policy = session.exec(select(Policy).where(Policy.number == "2607-STD-1")).one()
        year = open_policy_year(session, policy.id)
        plan = session.exec(select(PlanVersion.id).where(PlanVersion.code == "GYX-2025-STD")).one()
    return {
        "case_number": number,
        "letter": f"LT-ACK-{number}-1",
        "number": payment,
        "batch": batch,
        "code": "insurer:JDAZ",
        "hospital": "UFH-SH",
        "staff_id": site.reference("ma.adjuster").partition(":")[2],
        "plan_id": str(plan),
        "account_id": str(year.accounts[Benefit.INPATIENT].account_id),
        "draft_id": draft.json()["id"],
        "incident_id": breach.json()["id"],
    }


def _paid(site: Site, treasury: Treasury) -> tuple[str, str]:
    """A payment to the desk that arrived, and its batch."""
    case = treasury.case()
    desk = Payee(kind=PayeeKind.HOSPITAL, reference=site.reference(OWN["D"]))
    payment = case.order(payee=desk, deciders=(site.reference("feng.finance"),)).number
    signed = {"payments": [{"number": payment}]}
    site.person("shen.finance").post("/api/v1/payments/sign", f"sign-{payment}", json=signed)
    case.wait_for_news()
    batch: str = site.person("cao.auditor").get(f"/api/v1/payments/{payment}").json()["batch"]
    return payment, batch


@contextmanager
def sitting(
    chromium: Browser, site: Site, owner: Engine, letter: str, locale: str = "zh-CN"
) -> Iterator[Page]:
    """A page at 320 px of somebody who is signed in; axe comes with every document."""
    context = chromium.new_context(
        base_url=str(site.http.base_url),
        viewport={"width": 320, "height": 800},
        locale=locale,
        bypass_csp=True,
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    context.add_init_script(Axe().axe_script)
    context.route("**/calendars/publications/*", _without_refresh)
    if letter != "-":
        name, secret = session_cookie(site.settings), _signed_in(site, owner, letter)
        context.add_cookies([{"name": name, "value": secret, "url": str(site.http.base_url)}])
    yield context.new_page()
    context.close()


def _without_refresh(route: Route) -> None:
    """A page that loads itself anew would do so while axe looks at it."""
    answer = route.fetch()
    kept = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=kept)


def _signed_in(site: Site, owner: Engine, letter: str) -> str:
    """The secret of a session; with an account, a second factor has been begun and not confirmed."""
    kind, _, who = site.reference(OWN.get(letter, SAMPLE[letter])).partition(":")
    with transaction(owner) as session:
        account = _account(session, kind.upper(), who)
        if account and account.second_factor is None:
            secret, key = second_factor.new_secret(), site.settings.secret_key
            account.second_factor = second_factor.seal(secret, key, account)
        said: dict[str, Any] = {"at": datetime.now(UTC), "browser": "test", "account": account}
        return sessions.begin(session, PrincipalKind(kind.upper()), who, **said)


def _account(session: Session, kind: str, who: str) -> Account | None:
    own = select(Account).where(Account.principal_kind == kind, Account.principal_id == who)
    return session.exec(own.order_by(col(Account.name))).first()


# Nothing plays and nothing has to be fetched: styles and pictures come from the page's own place.
_LOOK = """axe.run({resultTypes: ["violations"], preload: false}).then(
    (seen) => seen.violations.map((each) => [each.id, each.nodes[0].html]))"""


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds, and whether something runs over the edge."""
    found: list[tuple[str, str]] = [(rule, html) for rule, html in page.evaluate(_LOOK)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, ("runs over the edge", str(wide))] if wide > 320 else found


def look_at(page: Page, addresses: Iterable[str], ids: Mapping[str, str], *themes: Any) -> None:
    """Open each of these addresses once and look at it in every theme."""
    wrong: dict[str, object] = {}
    for place in (each.format_map(ids) for each in addresses):
        answer = page.goto(place)
        if not answer or (answer.status != 200 and place not in NOTHING_THERE):
            wrong[place] = answer and answer.status
            continue
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            if found := faults(page):
                wrong[f"{place} ({theme})"] = found
    assert wrong == {}, wrong
