"""Balances and statements: over the API, as a page, and at a terminal."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner, Result

from cli import compose
from models import AccessLog, Policy
from rules.vocabulary import Benefit
from stores.benefits import ledger
from stores.benefits.ledger import Movement, Settlement
from stores.benefits.policy_years import open_policy_year
from stores.database import driver_connection, transaction
from tests.builders import NOON, a_key, an_episode
from tests.web.site import Site
from tests.web.test_pages import audited

POLICY, MEMBER = "2607-YX-3", "M2021000003"
FAMILY = f"guardian of {MEMBER}"
CASE = "DB-261012-000007-0"


@dataclass(frozen=True)
class Moved:
    """Accounts of a policy on which money was held, paid, given back and reversed."""

    limit: UUID
    deductible: UUID


@pytest.fixture(scope="module")
def moved(site: Site, reader: Engine) -> Moved:
    """A stay: 5,000 held for two cases, 3,200 paid and 400 of a deductible borne; 700 paid and reversed."""
    with transaction(reader) as session:
        policy = session.exec(select(Policy).where(Policy.number == POLICY)).one()
        policy.schedule = {**policy.schedule, "inpatient_deductible": "1000.00"}
        session.flush()
        year = open_policy_year(session, policy.id)
        connection = driver_connection(session)
        limit = year.accounts[Benefit.INPATIENT].account_id
        bearing = year.deductibles[Benefit.INPATIENT].account_id
        stay = an_episode(session, policy.member_id).id
        session.flush()

        def movement() -> Movement:
            return Movement(account_id=limit, episode_id=stay, case_number=CASE, key=a_key(), at=NOON)

        ledger.reserve(connection, movement(), 5_000_00)
        ledger.reserve(connection, movement(), 4_000_00)
        settled = Settlement(payable=3_200_00, deductible=400_00, deductible_account_id=bearing, visits=0)
        ledger.consume(connection, movement(), settled)
        later = movement()
        ledger.consume(connection, later, Settlement(payable=700_00))
        ledger.reverse(connection, movement(), later.key)
    return Moved(limit, bearing)


def test_a_family_reads_the_balances_of_its_child(site: Site, moved: Moved) -> None:
    year = site.person(FAMILY).get("/api/v1/accounts", policy=POLICY).json()

    (account,) = [each for each in year["accounts"] if each["id"] == str(moved.limit)]
    assert (year["policy_number"], year["member_number"]) == (POLICY, MEMBER)
    assert (account["initial"], account["reserved"], account["consumed"]) == ("100000.00", "0.00", "3200.00")
    assert account["remaining"] == "96800.00"
    assert [(each["benefit"], each["kind"]) for each in year["accounts"]] == [
        ("OUTPATIENT_EMERGENCY", "LIMIT"),
        ("INPATIENT", "LIMIT"),
        ("INPATIENT", "DEDUCTIBLE"),
    ]


def test_a_statement_explains_every_fen(site: Site, moved: Moved) -> None:
    told = site.person("ma.adjuster").get(f"/api/v1/accounts/{moved.limit}/statement").json()

    assert [(line["kind"], line["remaining_change"], line["remaining"]) for line in told["lines"]] == [
        ("RESERVE", "-5000.00", "95000.00"),
        ("RESERVE", "0.00", "95000.00"),
        ("CONSUME", "0.00", "95000.00"),
        ("RELEASE", "1800.00", "96800.00"),
        ("CONSUME", "-700.00", "96100.00"),
        ("REVERSE", "700.00", "96800.00"),
    ]
    assert (told["opening"], told["adds_up"]) == ("100000.00", True)
    assert told["lines"][2]["case_url"] == f"/api/v1/cases/{CASE}"
    assert told["lines"][5]["reverses"] == told["lines"][4]["entry"]
    assert all(line["key"] for line in told["lines"])


def test_a_deductible_has_a_statement_too(site: Site, moved: Moved) -> None:
    told = site.person(FAMILY).get(f"/api/v1/accounts/{moved.deductible}/statement").json()

    assert [(line["kind"], line["consumed_change"], line["remaining"]) for line in told["lines"]] == [
        ("CONSUME", "400.00", "600.00")
    ]
    assert told["lines"][0]["key"] is None


PATHS = ("/api/v1/accounts?policy={policy}", "/api/v1/accounts/{limit}/statement", "/accounts/{limit}")


@pytest.mark.parametrize("path", PATHS)
def test_accounts_of_another_family_are_not_there(site: Site, moved: Moved, path: str) -> None:
    theirs = path.format(policy=POLICY, limit=moved.limit)
    nobodys = path.format(policy="P-0", limit=UUID(int=0))
    token = site.person("guardian of M2025000002").token
    one, other = (site.http.get(address, headers=token) for address in (theirs, nobodys))

    assert (one.status_code, other.status_code) == (404, 404)
    assert one.json()["detail"] == other.json()["detail"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["MEIHUA-FUER", "peng.admin"])
def test_hospitals_and_administrators_see_no_accounts(site: Site, moved: Moved, path: str, name: str) -> None:
    address = path.format(policy=POLICY, limit=moved.limit)

    assert site.http.get(address, headers=site.person(name).token).status_code == 403
    assert site.http.get(address).status_code == 401


def test_each_look_is_on_record(site: Site, moved: Moved, reader: Engine) -> None:
    site.person("guardian of M2025000002").get(f"/api/v1/accounts/{moved.limit}/statement")
    site.person(FAMILY).get(f"/api/v1/accounts/{moved.limit}/statement")

    with Session(reader) as session:
        rows = session.exec(select(AccessLog).where(AccessLog.subject == str(moved.limit)))
        looks = {(row.actor, row.action, row.allowed) for row in rows}
    assert looks >= {
        (site.reference("guardian of M2025000002"), "READ_ACCOUNT", False),
        (site.reference(FAMILY), "READ_ACCOUNT", True),
    }


@pytest.mark.parametrize(("accept", "word"), [("zh-CN", "到期释放"), ("en", "Every movement")])
def test_the_page_is_sound_and_explains_each_line(site: Site, moved: Moved, accept: str, word: str) -> None:
    reader = site.person("ma.adjuster")
    for account in (moved.limit, moved.deductible):
        page = reader.http.get(f"/accounts/{account}", headers={**reader.token, "Accept-Language": accept})

        audited(page.text)
        assert page.status_code == 200
        assert f'<a href="/cases/{CASE}">{CASE}</a>' in page.text
    shown = reader.http.get(f"/accounts/{moved.limit}", headers={**reader.token, "Accept-Language": accept})
    assert "−5,000.00" in shown.text
    assert "+1,800.00" in shown.text
    assert "96,800.00" in shown.text
    assert shown.text.count("Shares a reserve" if accept == "en" else "沿用预留") == 1
    assert (word in shown.text) is (accept == "en")


def test_a_page_of_no_account_is_not_there(site: Site) -> None:
    assert site.person("ma.adjuster").get("/accounts/nothing").status_code == 422


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(compose(), ["ledger", *arguments, "--url", str(site.http.base_url)])


def test_the_terminal_shows_balances(site: Site, moved: Moved) -> None:
    lines = run(site, "show", POLICY).stdout.splitlines()

    assert lines[0].startswith(f"policy {POLICY}, member {MEMBER}, 2026-07-01 to")
    assert lines[3].split()[:5] == ["INPATIENT", "100000.00", "0.00", "3200.00", "96800.00"]
    year = site.person(FAMILY).get("/api/v1/accounts", policy=POLICY).json()
    visits = f"{year['counted_visits']} counted, {year['reserved_visits']} held"
    assert lines[-1] == f"visits: {visits}; check-ups: {year['checkups_used']}"


@pytest.mark.parametrize("account", ["{id}", "2607-YX-3/inpatient"])
def test_the_terminal_shows_a_statement(site: Site, moved: Moved, account: str) -> None:
    shown = run(site, "statement", account.format(id=moved.limit))

    assert shown.exit_code == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert lines[3].split()[3:] == [CASE, "+5000.00", "5000.00", "0.00", "-5000.00", "95000.00"]
    assert lines[-1] == "100000.00 - 0.00 reserved - 3200.00 consumed = 96800.00 remaining"


def test_machines_read_both_as_json(site: Site, moved: Moved) -> None:
    year: dict[str, Any] = json.loads(run(site, "show", POLICY, "--json").stdout)
    told = json.loads(run(site, "statement", f"{POLICY}/INPATIENT/DEDUCTIBLE", "--json").stdout)

    assert year["member_number"] == MEMBER
    assert told["account"]["id"] == str(moved.deductible)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "P-0"), "not known to you"),
        (("statement", f"{POLICY}/DENTAL"), f"{POLICY}/INPATIENT/LIMIT"),
        (("statement", "nothing"), "account_id"),
    ],
)
def test_an_account_that_is_not_there_is_bad_input(
    site: Site, moved: Moved, arguments: tuple[str, ...], says: str
) -> None:
    ended = run(site, *arguments)

    assert (ended.exit_code, says in ended.stderr) == (2, True)
