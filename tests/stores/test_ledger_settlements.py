"""What settling and undoing a claim does to an account, its counters and its statement."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import CheckViolation
from sqlalchemy import Engine

from rules.vocabulary import Benefit, LedgerEntryKind
from stores.benefits import accounts, ledger
from stores.benefits.ledger import InsufficientBenefit, NothingHeld, NothingToReverse, Reversed, Settlement
from stores.benefits.posting import Posted
from stores.database import driver_connection, transaction
from tests.stores.policy_year import DEDUCTIBLE, LIMIT, Year


def test_a_settled_claim_draws_on_the_reserve_and_releases_the_rest(year: Year) -> None:
    year.reserve(400_00)

    paid = year.consume(250_00, key="RC-1/post")

    assert isinstance(paid, Posted)
    assert (paid.amount, paid.from_reserve, paid.reserved) == (250_00, 250_00, 150_00)
    assert year.balance == (0, 250_00, 750_00)
    assert year.held() == 0
    assert year.connection.execute("SELECT state FROM benefit_reserve").fetchall() == [("CONSUMED",)]
    assert year.release() == NothingHeld()


def test_a_claim_above_its_reserve_takes_the_rest_from_what_is_available(year: Year) -> None:
    year.reserve(400_00)
    year.reserve(500_00, episode_id=year.other_episode)

    assert year.consume(500_01) == InsufficientBenefit(asked=500_01, available=500_00)
    paid = year.consume(500_00)

    assert isinstance(paid, Posted)
    assert paid.from_reserve == 400_00
    assert year.balance == (500_00, 500_00, 0)


def test_an_interim_bill_leaves_the_rest_reserved(year: Year) -> None:
    year.reserve(400_00)

    year.consume(150_00, keep_rest=True)

    assert year.held() == 250_00
    assert year.balance == (250_00, 150_00, 600_00)
    year.consume(250_00, keep_rest=True)
    assert year.release() == NothingHeld()


def test_a_claim_outside_any_stay_is_paid_from_what_is_available(year: Year) -> None:
    movement = year.movement(episode_id=None)

    assert isinstance(ledger.consume(year.connection, movement, Settlement(payable=LIMIT)), Posted)
    assert year.balance == (0, LIMIT, 0)


def test_a_settled_visit_is_counted_even_where_nothing_is_paid(year: Year) -> None:
    year.consume(0, visits=1)

    assert (year.now.counted_visits, year.now.checkups_used) == (1, 0)


def test_a_place_in_the_visit_count_is_held_with_the_reserve(year: Year) -> None:
    year.reserve(100_00, visits=1)
    assert (year.now.reserved_visits, year.now.counted_visits) == (1, 0)

    year.consume(80_00, visits=1)

    assert (year.now.reserved_visits, year.now.counted_visits) == (0, 1)


def test_a_place_in_the_visit_count_is_given_back_with_the_reserve(year: Year) -> None:
    year.reserve(100_00, visits=1)

    year.expire()

    assert year.now.reserved_visits == 0


def test_the_deductible_is_borne_once(year: Year) -> None:
    year.consume(0, deductible=DEDUCTIBLE, deductible_account_id=year.deductible)
    assert year.now.deductibles[Benefit.INPATIENT].left == 0

    with pytest.raises(CheckViolation):
        year.consume(0, deductible=1, deductible_account_id=year.deductible)
    assert year.now.deductibles[Benefit.INPATIENT].used == DEDUCTIBLE


def test_a_deductible_needs_its_account(year: Year) -> None:
    with pytest.raises(ValueError, match="needs the account that bears it"):
        year.consume(0, deductible=1)


def test_a_reversal_undoes_payment_deductible_and_counters(year: Year) -> None:
    before = year.now
    usual: dict[str, Any] = {"deductible_account_id": year.deductible, "visits": 1, "checkups": 1}
    year.consume(250_00, key="RC-1/post", deductible=100_00, **usual)

    undone = year.reverse("RC-1/post")

    assert isinstance(undone, Reversed)
    assert undone.posted.amount == 250_00
    now = year.now
    assert now.accounts == before.accounts
    assert now.deductibles == before.deductibles
    assert (now.counted_visits, now.checkups_used) == (0, 0)


def test_a_posting_is_reversed_once(year: Year) -> None:
    year.consume(250_00, key="RC-1/post")
    first = year.reverse("RC-1/post", key="RC-1/undo")

    assert year.reverse("RC-1/post", key="RC-1/undo") == first
    assert year.reverse("RC-1/post") == NothingToReverse()
    assert year.reverse("RC-9/post") == NothingToReverse()
    assert year.balance == (0, 0, LIMIT)


def test_a_reversal_lists_the_cases_that_were_settled_later(year: Year) -> None:
    for number in (1, 2, 3, 4):
        movement = year.movement(case_number=f"RC-{number}", key=f"RC-{number}/post")
        ledger.consume(year.connection, movement, Settlement(payable=1_00))
    year.reverse("RC-4/post", case_number="RC-4")

    undone = year.reverse("RC-2/post", case_number="RC-2")

    assert isinstance(undone, Reversed)
    assert undone.later_cases == ("RC-3",)


def test_a_negative_figure_is_refused(year: Year) -> None:
    with pytest.raises(ValueError, match="no negative figure"):
        year.reserve(-1)


def test_an_account_that_was_never_opened_is_named(year: Year) -> None:
    unknown = uuid4()

    with pytest.raises(LookupError, match=str(unknown)):
        year.reserve(1, account_id=unknown)


def test_every_movement_moves_the_version_that_a_decision_names(year: Year) -> None:
    versions = [year.now.version]
    year.reserve(2_00)
    versions.append(year.now.version)
    year.consume(1_00)
    versions.append(year.now.version)
    year.consume(0, visits=1)
    versions.append(year.now.version)

    year.consume(0, key="RC-1/post", deductible=1_00, deductible_account_id=year.deductible)
    versions.append(year.now.version)
    year.reverse("RC-1/post")
    versions.append(year.now.version)

    assert versions == sorted(set(versions))
    year.reserve(LIMIT + 1)
    assert year.now.version == versions[-1]


def test_the_statement_explains_every_fen(year: Year) -> None:
    year.reserve(400_00)
    year.consume(250_00, key="RC-1/post")
    year.reverse("RC-1/post")
    year.consume(100_00)

    lines = accounts.statement(year.connection, year.account)

    assert [(line.kind, line.amount, line.reserved_after, line.consumed_after) for line in lines] == [
        (LedgerEntryKind.RESERVE, 400_00, 400_00, 0),
        (LedgerEntryKind.CONSUME, 250_00, 150_00, 250_00),
        (LedgerEntryKind.RELEASE, 150_00, 0, 250_00),
        (LedgerEntryKind.REVERSE, 250_00, 0, 0),
        (LedgerEntryKind.CONSUME, 100_00, 0, 100_00),
    ]
    assert all(line.available_after + line.reserved_after + line.consumed_after == LIMIT for line in lines)


def test_each_line_of_a_statement_adds_up_while_another_stay_holds_money(year: Year) -> None:
    year.reserve(300_00, episode_id=year.other_episode)
    year.reserve(400_00)
    year.release(keep=350_00)
    year.consume(250_00, key="RC-1/post")
    year.reverse("RC-1/post")
    year.expire(episode_id=year.other_episode)

    lines = accounts.statement(year.connection, year.account)

    assert [line.available_after for line in lines] == [700_00, 300_00, 350_00, 350_00, 450_00, 700_00, LIMIT]
    assert all(line.available_after + line.reserved_after + line.consumed_after == LIMIT for line in lines)


def test_the_statement_of_a_deductible_shows_what_the_family_bore(year: Year) -> None:
    year.consume(0, key="RC-1/post", deductible=100_00, deductible_account_id=year.deductible)

    lines = accounts.statement(year.connection, year.deductible)

    assert [(line.amount, line.consumed_after, line.available_after) for line in lines] == [
        (100_00, 100_00, 200_00)
    ]
    year.consume(0, deductible=50_00, deductible_account_id=year.deductible)
    year.reverse("RC-1/post")
    undone = accounts.statement(year.connection, year.deductible)[-1]
    assert (undone.amount, undone.consumed_after, undone.available_after) == (100_00, 50_00, 250_00)


def test_a_movement_in_a_session_is_undone_with_it(engine: Engine, year: Year) -> None:
    def reserve_and_fail() -> None:
        with transaction(engine) as session:
            ledger.reserve(driver_connection(session), year.movement(), 400_00)
            raise RuntimeError("the letter could not be numbered")

    with pytest.raises(RuntimeError):
        reserve_and_fail()
    assert year.balance == (0, 0, LIMIT)


def test_the_worker_role_may_make_every_movement_and_the_web_none(year: Year) -> None:
    year.connection.execute("SET ROLE lipei_activities")
    accounts.open_year(year.connection, year.terms)
    year.reserve(400_00, visits=1)
    year.release(keep=300_00)
    year.consume(100_00, key="RC-1", deductible=1_00, deductible_account_id=year.deductible)
    year.reverse("RC-1")
    year.reserve(400_00)
    year.expire()
    assert year.balance == (0, 0, LIMIT)

    year.connection.execute("SET ROLE lipei_web")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        year.reserve(1)
    assert year.balance == (0, 0, LIMIT)
    year.connection.execute("RESET ROLE")


def test_movements_in_a_transaction_that_fails_leave_nothing(year: Year) -> None:
    def settle_and_fail() -> None:
        with year.connection.transaction():
            accounts.lock_year(year.connection, year.id)
            year.reserve(400_00)
            year.consume(100_00)
            raise RuntimeError("the letter could not be numbered")

    with pytest.raises(RuntimeError):
        settle_and_fail()
    assert year.balance == (0, 0, LIMIT)
    assert accounts.statement(year.connection, year.account) == []
