"""Opening a policy year's accounts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models import Policy
from rules.vocabulary import Benefit
from stores.benefits import accounts, ledger
from stores.database import autocommit
from tests.builders import NOON, a_key, a_policy, an_episode


@pytest.fixture
def policy(engine: Engine) -> Policy:
    with Session(engine, expire_on_commit=False) as session:
        policy = a_policy(session)
        session.commit()
        return policy


@pytest.fixture
def connection(engine: Engine) -> Iterator[psycopg.Connection]:
    with autocommit(engine) as connection:
        yield connection


def terms(policy: Policy, **changes: Any) -> accounts.PolicyYear:
    usual: dict[str, Any] = {
        "member_id": policy.member_id,
        "policy_id": policy.id,
        "starts_on": policy.effective_on,
        "ends_on": policy.expires_on,
        "limits": {Benefit.INPATIENT: 100, Benefit.OUTPATIENT_EMERGENCY: 50},
        "deductibles": {Benefit.INPATIENT: 10},
    }
    return accounts.PolicyYear(**usual | changes)


def test_a_year_opens_with_its_limits_unused(connection: psycopg.Connection, policy: Policy) -> None:
    opened = accounts.open_year(connection, terms(policy))

    limits = {benefit: account.available for benefit, account in opened.accounts.items()}
    assert limits == {Benefit.INPATIENT: 100, Benefit.OUTPATIENT_EMERGENCY: 50}
    assert opened.deductibles[Benefit.INPATIENT].left == 10
    assert opened.version == 0


def test_opening_a_year_twice_changes_nothing(connection: psycopg.Connection, policy: Policy) -> None:
    first = accounts.open_year(connection, terms(policy))

    assert accounts.open_year(connection, terms(policy)) == first


def test_a_corrected_limit_is_taken_over_and_moves_the_version(
    connection: psycopg.Connection, policy: Policy
) -> None:
    accounts.open_year(connection, terms(policy))

    opened = accounts.open_year(connection, terms(policy, limits={Benefit.INPATIENT: 120}))

    assert opened.accounts[Benefit.INPATIENT].limit == 120
    assert opened.accounts[Benefit.OUTPATIENT_EMERGENCY].limit == 50
    assert opened.version == 1


@pytest.mark.parametrize(
    "corrected",
    [{"starts_on": date(2026, 6, 15)}, {"ends_on": date(2028, 1, 31)}, {"ends_on": date(2026, 9, 1)}],
)
def test_a_policy_whose_days_were_corrected_keeps_its_one_year(
    engine: Engine, policy: Policy, corrected: dict[str, date]
) -> None:
    with autocommit(engine) as connection:
        first = accounts.open_year(connection, terms(policy))

        again = accounts.open_year(connection, terms(policy, **corrected))

        assert again == first
        (day,) = corrected.values()
        assert accounts.find_year(connection, policy.id, day) == first.member_year_id


def test_a_limit_is_not_lowered_below_what_is_held(engine: Engine, policy: Policy) -> None:
    with autocommit(engine) as connection, Session(engine) as session:
        opened = accounts.open_year(connection, terms(policy))
        episode = an_episode(session, policy.member_id).id
        session.commit()
        movement = ledger.Movement(
            account_id=opened.accounts[Benefit.INPATIENT].account_id,
            episode_id=episode,
            case_number="PA-1",
            key=a_key(),
            at=NOON,
        )
        ledger.reserve(connection, movement, 60)

        with pytest.raises(ValueError, match="has used more"):
            accounts.open_year(connection, terms(policy, limits={Benefit.INPATIENT: 59}))
        assert accounts.open_year(connection, terms(policy, limits={Benefit.INPATIENT: 60}))


def test_a_day_falls_into_the_year_that_it_lies_in(connection: psycopg.Connection, policy: Policy) -> None:
    opened = accounts.open_year(connection, terms(policy))

    for on, year in [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), opened.member_year_id),
        (date(2026, 12, 31), opened.member_year_id),
        (date(2027, 1, 1), None),
    ]:
        assert accounts.find_year(connection, policy.id, on) == year


def test_a_year_that_is_not_open_is_named(connection: psycopg.Connection) -> None:
    unknown = uuid4()

    for read in (accounts.balances, accounts.lock_year):
        with pytest.raises(LookupError, match=str(unknown)):
            read(connection, unknown)


def test_a_year_belongs_to_the_member_of_its_policy(connection: psycopg.Connection, policy: Policy) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        accounts.open_year(connection, replace(terms(policy), member_id=uuid4()))
