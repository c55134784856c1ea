"""Forms as a parent meets them: words without jargon, and what may be left out folded until it is used."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from rules.vocabulary import PrincipalKind
from stores.database import transaction
from stores.trust import sessions
from tests.web.browsing import Browser
from tests.web.site import Site
from web.browser import session_cookie

_FOLDED = re.compile(r'<details class="more">.*?</details>', re.S)


@pytest.fixture
def family(site: Site, reader: Engine) -> Iterator[Browser]:
    """The father of M2025000001, signed in."""
    guardian = site.reference("guardian of M2025000001").partition(":")[2]
    with transaction(reader) as session:
        secret = sessions.begin(
            session, PrincipalKind.GUARDIAN, guardian, at=datetime.now(UTC), browser="test"
        )
    with Browser.of(site) as browser:
        browser.http.cookies.set(session_cookie(site.settings), secret)
        yield browser


def test_a_family_chooses_a_child_and_a_policy_not_numbers(family: Browser, site: Site) -> None:
    page = family.get("/new/claim").text

    assert ">孩子</label>" in page
    assert "会员号" not in page
    assert 'value="CHIEF_PHYSICIAN">主任医师<' in page
    assert "会员号" in site.desk().get("/new/preauthorization").text


def test_what_may_be_left_out_is_folded_and_unfolds_with_what_was_entered(family: Browser) -> None:
    empty = family.get("/new/claim").text
    folded = "".join(_FOLDED.findall(empty))
    sent = {"claim.diagnoses.0": "肺炎", "claim.lines.0.amount": "5.00"}
    filled = family.send("/new/claim", **sent).text

    assert 'name="claim.diagnoses.0"' in folded
    assert 'name="claim.invoices.0.number"' in folded
    assert 'name="claim.lines.0.amount"' not in folded, "what is needed stands open"
    assert 'value="肺炎"' not in "".join(_FOLDED.findall(filled))
    assert 'value="肺炎"' in filled


def test_a_desk_finds_its_whole_form_open(site: Site) -> None:
    assert '<details class="more">' not in site.desk().get("/new/preauthorization").text
