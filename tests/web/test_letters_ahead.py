"""What an act would send is read before it is done, and what leaves afterwards is the same."""

import json
import re
from collections.abc import Iterable, Iterator

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from letters.drafts import as_draft
from letters.kinds import Letter
from letters.stored import from_json, to_json
from rules.permissions import Relation
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome
from rules.roles import Actor
from tests.web.browsing import Browser
from tests.web.site import Site, review
from tests.web.test_pages import audited
from tests.web.test_workbench import browser_of, fill, hidden
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import FamilyClaims, refuse
from tests.workflows.stays import ADJUSTER, SUPERVISOR
from workflows.messages import Body, Command, CoSign, Decide, FlagFraud, ReleaseHold
from workflows.rehearsals.act import rehearse

REFUSAL = {
    "decision.outcome": "DECLINE",
    "decision.reason_code": "WAIT-120",
    "decision.clause": "R-024",
    "decision.explanation": "手术日在等待期内。",
}
APPROVAL = {
    "decision.outcome": "APPROVE",
    "decision.approved_days": "5",
    "decision.room_class": "STANDARD_SINGLE",
}
AHEAD = 'id="letters-ahead"'


@pytest.fixture
def adjuster(site: Site) -> Iterator[Browser]:
    yield from browser_of(site, "ma.adjuster")


@pytest.fixture
def supervisor(site: Site) -> Iterator[Browser]:
    yield from browser_of(site, "liang.supervisor")


def ahead(page: httpx2.Response) -> list[str]:
    """The names of the letters that the page shows before they are sent."""
    shown = page.text.split(AHEAD)[1].split("</section>")[0]
    return [name.strip() for name in re.findall(r"<summary>(.*?) →", shown)]


def test_letters_are_read_before_the_decision_is_sent(site: Site, clinic: Clinic, adjuster: Browser) -> None:
    number = review(site)
    before = site.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()["version"]

    page = fill(adjuster, number, "DECIDE", _letters="1", **APPROVAL)

    audited(re.sub(r"<script[^>]*></script>", "", page.text))
    assert len(ahead(page)) == 2, "to the family and to the hospital"
    assert 'value="APPROVE" selected' in page.text
    told = site.person("ma.adjuster").get(f"/api/v1/cases/{number}").json()
    assert (told["stage"], told["version"], told["decisions"]) == ("IN_REVIEW", before, [])


def test_who_signs_second_reads_what_is_proposed_and_the_letters_that_leave(
    site: Site, clinic: Clinic, adjuster: Browser, supervisor: Browser
) -> None:
    number = review(site)
    asked = fill(adjuster, number, "DECIDE", _letters="1", **REFUSAL)
    assert "先由第二人签署" in asked.text
    assert fill(adjuster, number, "DECIDE", **REFUSAL).status_code == 303

    page = supervisor.get(f"/cases/{number}?do=CO_SIGN")

    audited(re.sub(r"<script[^>]*></script>", "", page.text))
    assert "手术日在等待期内。" in page.text.split('id="act"')[1].split("</form>")[0]
    assert ahead(page) == ahead(asked)
    sent = supervisor.send(
        f"/cases/{number}/do/CO_SIGN", **{name: hidden(page, name) for name in ("seen_version", "_key")}
    )
    assert sent.status_code == 303


def test_an_entry_that_is_refused_says_so_where_the_letters_would_be(site: Site, adjuster: Browser) -> None:
    number = review(site)
    site.person("liang.supervisor").act(number, "FLAG_FRAUD", reason="票据相同")

    page = fill(adjuster, number, "ASK", _letters="1", asked_of="HOSPITAL", **{"items.0": "体温多少？"})

    assert AHEAD in page.text


def foreseen(clinic: Clinic, engine: Engine, number: str, who: Actor, body: Body) -> dict[str, Letter]:
    """The letters of an act by their codes, as its maker reads them first."""
    case = clinic.see(number)
    command = Command(actor=who, relation=Relation.STAFF, seen_version=case.version, body=body)
    with Session(engine) as session:
        found = rehearse(session, case, command, clinic.now(number), clinic.settings.public_url)
    return {each.item.code: each.letter for each in found.letters}


def said(letter: Letter) -> str:
    """What a letter says, whenever and under whatever number it does."""
    written = json.dumps(to_json(as_draft(letter)), ensure_ascii=False, sort_keys=True)
    return re.sub(r"\d{4}-\d\d-\d\dT[^\"]*", "an instant", written)


def as_they_left(clinic: Clinic, number: str, codes: Iterable[str]) -> dict[str, str]:
    """What the letters of a case that have these codes say, as they are kept."""
    kept = [row for row in clinic.letters(number) if row.code in set(codes)]
    return {row.code: said(from_json(row.code, row.content)) for row in kept}


def test_an_approval_says_what_its_maker_read_first(clinic: Clinic, reader: Engine) -> None:
    number = clinic.open()
    decision = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))

    read = foreseen(clinic, reader, number, ADJUSTER, decision)
    clinic.act(number, ADJUSTER, decision)

    assert set(read) == {"LT-PA-OK", "LT-GOP"}
    assert as_they_left(clinic, number, read) == {code: said(each) for code, each in read.items()}


def test_a_refused_claim_says_what_its_second_signer_read_first(clinic: Clinic, reader: Engine) -> None:
    claims = FamilyClaims(clinic)
    number = claims.open(4_000_00)
    claims.act(number, ADJUSTER, FlagFraud(reason="票据可疑"))
    claims.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    claims.act(number, ADJUSTER, refuse())

    read = foreseen(clinic, reader, number, SUPERVISOR, CoSign())
    claims.act(number, SUPERVISOR, CoSign())

    assert set(read) == {"LT-REF"}
    assert as_they_left(clinic, number, read) == {code: said(each) for code, each in read.items()}
