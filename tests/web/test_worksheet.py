"""The worksheet: what an entry comes to before it is sent, drafts, and who else is at the case."""

from collections.abc import Iterator
from typing import Any

import pytest

from rules.claims.values import JudgedClaim
from stores.benefits.usual_prices import FEWEST
from tests.web.browsing import Browser
from tests.web.site import Site, review
from tests.web.test_workbench import browser_of, hidden
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import FamilyClaims
from tests.workflows.stays import ADJUSTER, SUPERVISOR
from web.worksheet.doubts import TIMES, above_reserve, ten_times_usual
from web.worksheet.values import Doubt, DoubtKind, Priced
from workflows.messages import FlagFraud, ReleaseHold


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review: a bed of 8,000 and drugs of 10,000 yuan."""
    return review(site)


@pytest.fixture
def adjuster(site: Site) -> Iterator[Browser]:
    yield from browser_of(site, "ma.adjuster")


CUT = {
    "decision.outcome": "APPROVE_IN_PART",
    "decision.lines.0.approved": "8000.00",
    "decision.lines.1.approved": "6000.00",
    "decision.lines.1.reason_code": "EXC-TCM",
    "decision.lines.1.clause": "责任免除第 3 条",
}


def test_an_entry_is_priced_and_nothing_is_recorded(adjuster: Browser, number: str) -> None:
    before = hidden(adjuster.get(f"/cases/{number}?do=DECIDE"), "seen_version")

    priced = adjuster.send(f"/cases/{number}/price/DECIDE", seen_version=before, **CUT)

    assert priced.status_code == 200, priced.text
    assert "14,000.00" in priced.text, "what is approved of the lines"
    assert "12,600.00" in priced.text, "less a tenth that the family bears"
    assert hidden(adjuster.get(f"/cases/{number}?do=DECIDE"), "seen_version") == before


def test_the_price_is_shown_without_script_by_a_button(adjuster: Browser, number: str) -> None:
    page = adjuster.send(f"/cases/{number}/do/DECIDE", seen_version="1", _price="1", **CUT)

    assert page.status_code == 200
    assert "12,600.00" in page.text
    assert "责任免除第 3 条" in page.text


def test_a_draft_comes_back_to_its_writer_alone_until_it_is_thrown_away(
    site: Site, adjuster: Browser, number: str
) -> None:
    kept = adjuster.send(f"/cases/{number}/draft/ASK", seen_version="1", **{"items.0": "体温多少？"})
    assert kept.status_code == 204

    again = adjuster.get(f"/cases/{number}?do=ASK").text
    assert "体温多少？" in again
    assert 'data-kind="ACCEPT_AS_COMPLETE"' in again, "what happened since the version that was seen"
    for colleague in browser_of(site, "gao.lead"):
        assert "体温多少？" not in colleague.get(f"/cases/{number}?do=ASK").text

    adjuster.send(f"/cases/{number}/draft/ASK/discard")
    assert "体温多少？" not in adjuster.get(f"/cases/{number}?do=ASK").text


def test_a_draft_is_gone_on_with_by_the_accounts_as_they_stand(
    adjuster: Browser, site: Site, number: str
) -> None:
    entered = {"decision.accumulator_version": "0", "decision.explanation": "昨天写的"}
    adjuster.send(f"/cases/{number}/draft/DECIDE", **entered)

    page = adjuster.get(f"/cases/{number}?do=DECIDE")

    seen = site.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()["staff"]["accumulator_version"]
    assert "昨天写的" in page.text
    assert hidden(page, "decision.accumulator_version") == str(seen)
    adjuster.send(f"/cases/{number}/draft/DECIDE/discard")


def test_a_claim_is_decided_by_the_accounts_that_its_page_shows(clinic: Clinic, adjuster: Browser) -> None:
    claims = FamilyClaims(clinic)
    number = claims.open(4_000_00)
    claims.act(number, ADJUSTER, FlagFraud(reason="票据可疑"))
    claims.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    judged = claims.look(number).judged
    other = claims.open(300_00)
    clinic.wait_until(lambda: bool(claims.look(other).decisions), "another claim of the child to be paid")

    page = adjuster.get(f"/cases/{number}?do=DECIDE_CLAIM")
    shown = {name: hidden(page, name) for name in ("seen_version", "_key", "decision.accumulator_version")}
    ticks = {f"decision.{name}": codes for name, codes in _to_tick(judged).items()}
    sent = adjuster.send(f"/cases/{number}/do/DECIDE_CLAIM", **shown, **ticks, **{"decision.answer": "PAY"})

    assert judged and shown["decision.accumulator_version"] != str(judged.accumulator_version)
    assert sent.status_code == 303, sent.text


def _to_tick(judged: JudgedClaim | None) -> dict[str, Any]:
    assert judged is not None
    found = {"confirmed": list(judged.to_confirm), "allowed": list(judged.referred_for)}
    return {name: codes for name, codes in found.items() if codes}


def test_news_of_a_case_and_who_is_there_come_as_they_happen(
    site: Site, adjuster: Browser, number: str
) -> None:
    for colleague in browser_of(site, "gao.lead"):
        colleague.send(f"/cases/{number}/here", editing="true")

    with adjuster.http.stream("GET", f"/cases/{number}/live?after=0") as news:
        lines = news.iter_lines()
        told = "\n".join(next(lines) for _ in range(9))

    assert "event: changed" in told
    assert "event: here" in told
    assert r"\u6b63\u5728\u586b\u5199" in told, "the colleague is writing"


def test_ten_times_the_usual_is_doubted_and_a_fen_less_is_not() -> None:
    usual = {"DRUG": 100_00}
    told = list(ten_times_usual([("DRUG", "药品", TIMES * 100_00)], usual))

    assert told == [Doubt(kind=DoubtKind.TEN_TIMES_USUAL, about="药品", entered=1000_00, expected=100_00)]
    assert not list(ten_times_usual([("DRUG", "药品", TIMES * 100_00 - 1)], usual))
    assert not list(ten_times_usual([("BED", "床位", 10**9)], usual)), "nothing is usual of a bed yet"
    assert FEWEST > 1


def test_more_than_the_reserve_is_doubted_and_other_figures_are_confirmed_anew() -> None:
    first, second = (tuple(above_reserve(payable, 500_00)) for payable in (500_01, 600_00))

    assert not list(above_reserve(500_00, 500_00))
    assert Priced(doubts=first).sure_of != Priced(doubts=second).sure_of
    assert Priced().sure_of == ""
