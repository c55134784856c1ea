"""Many clients at once, on real Postgres: limits hold, and each reserve resolves once."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from models import Episode
from rules.vocabulary import Benefit
from stores import database
from stores.benefits import accounts, ledger
from stores.benefits.ledger import InsufficientBenefit, Movement, NothingHeld, Settlement
from stores.benefits.posting import Posted
from stores.database import autocommit
from tests.builders import NOON, a_key, a_policy

BENEFITS = (Benefit.INPATIENT, Benefit.OUTPATIENT_EMERGENCY, Benefit.DENTAL)


@dataclass(frozen=True)
class Crowd:
    """A number of clients, each with a connection of its own, and one policy year to fight for."""

    engine: Engine
    clients: int
    accounts: Sequence[UUID]
    episodes: Sequence[UUID]

    def do(self, work: Callable[[psycopg.Connection, int], Any], times: int) -> list[Any]:
        """Results of doing the work with the numbers from 0, spread over the clients."""

        def client(first: int) -> list[Any]:
            with autocommit(self.engine) as connection:
                return [work(connection, number) for number in range(first, times, self.clients)]

        with ThreadPoolExecutor(self.clients) as pool:
            return [result for results in pool.map(client, range(self.clients)) for result in results]

    def movement(self, number: int, account: UUID | None = None, episode: UUID | None = None) -> Movement:
        return Movement(
            account_id=account or self.accounts[0],
            episode_id=episode or self.episodes[number],
            case_number=f"PA-{number}",
            key=a_key(),
            at=NOON,
        )


@contextmanager
def crowd(url: str, clients: int, limit: int, stays: int) -> Iterator[Crowd]:
    """A year whose accounts each have the limit, with that many stays."""
    engine = database.connect(url, pool_size=clients)
    with Session(engine) as session, autocommit(engine) as connection:
        policy = a_policy(session)
        episodes = [uuid4() for _ in range(stays)]
        session.add_all([Episode(id=id_, member_id=policy.member_id, opened_at=NOON) for id_ in episodes])
        session.commit()
        year = accounts.PolicyYear(
            member_id=policy.member_id,
            policy_id=policy.id,
            starts_on=policy.effective_on,
            ends_on=policy.expires_on,
            limits=dict.fromkeys(BENEFITS, limit),
            deductibles={},
        )
        opened = accounts.open_year(connection, year)
    try:
        yield Crowd(engine, clients, [opened.accounts[benefit].account_id for benefit in BENEFITS], episodes)
    finally:
        engine.dispose()


def totals(engine: Engine, account: UUID) -> tuple[int, int, int]:
    """What the account says is reserved, what its stays hold, and what its entries add up to."""
    query = text(
        """
        SELECT reserved,
            (SELECT coalesce(sum(amount), 0) FROM benefit_reserve WHERE account_id = account.id),
            (SELECT coalesce(sum(amount), 0) FROM ledger_entry
             WHERE account_id = account.id AND kind = 'RESERVE')
        FROM benefit_account AS account WHERE id = :account
        """
    )
    with engine.connect() as connection:
        reserved, held, entries = connection.execute(query, {"account": account}).one()
        return reserved, int(held), int(entries)


def reserve_past_the_limit(url: str, *, clients: int, attempts: int, seed: int) -> None:
    """Half as much money as attempts ask for, in three accounts of one year: exactly the limit is granted."""
    amount = random.Random(seed).randrange(1_00, 500_00)
    limit = amount * (attempts // len(BENEFITS) // 2) + amount - 1
    with crowd(url, clients, limit, stays=attempts) as people:

        def attempt(connection: psycopg.Connection, number: int) -> object:
            account = people.accounts[number % len(people.accounts)]
            return ledger.reserve(connection, people.movement(number, account), amount)

        results = people.do(attempt, attempts)

        granted = Counter(type(result) for result in results)
        assert granted[Posted] == len(BENEFITS) * (limit // amount)
        assert granted[InsufficientBenefit] == attempts - granted[Posted]
        for account in people.accounts:
            assert totals(people.engine, account) == (limit // amount * amount,) * 3


def test_sixteen_clients_never_pass_a_limit(database_url: str) -> None:
    reserve_past_the_limit(database_url, clients=16, attempts=600, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", [11, 12])
def test_sixty_four_clients_never_pass_a_limit(database_url: str, seed: int) -> None:
    reserve_past_the_limit(database_url, clients=64, attempts=10_000, seed=seed)


def test_a_ledger_that_checks_and_then_writes_is_caught_overspending(database_url: str) -> None:
    """The control: the same fight over a table without a lock or a constraint."""
    with crowd(database_url, 16, limit=0, stays=0) as people:
        with people.engine.begin() as connection:
            connection.execute(text("CREATE TABLE naive (amount bigint)"))

        def attempt(connection: psycopg.Connection, _number: int) -> None:
            row = connection.execute("SELECT coalesce(sum(amount), 0) FROM naive").fetchone()
            if row and row[0] + 100 <= 20_000:
                connection.execute("INSERT INTO naive VALUES (100)")

        people.do(attempt, 600)

        with people.engine.connect() as connection:
            assert connection.scalar(text("SELECT sum(amount) FROM naive")) > 20_000


def test_all_cases_of_one_stay_together_hold_what_the_neediest_asked(database_url: str) -> None:
    with crowd(database_url, 16, limit=10_000, stays=1) as people:

        def attempt(connection: psycopg.Connection, number: int) -> object:
            return ledger.reserve(connection, people.movement(number, episode=people.episodes[0]), number)

        results = people.do(attempt, 320)

        assert all(isinstance(result, Posted) for result in results)
        assert totals(people.engine, people.accounts[0]) == (319, 319, 319)


def test_one_key_sent_by_sixteen_clients_moves_money_once(database_url: str) -> None:
    with crowd(database_url, 16, limit=10_000, stays=40) as people:
        movements = [people.movement(number) for number in range(40)]

        results = people.do(
            lambda connection, number: ledger.reserve(connection, movements[number % 40], 100), 640
        )

        assert Counter(result.entry_id for result in results).most_common(1)[0][1] == 16
        assert totals(people.engine, people.accounts[0]) == (4_000, 4_000, 4_000)


def race_consume_release_and_expire(url: str, *, clients: int, stays: int) -> None:
    """Three clients want to resolve each reserve: one does, and the ledger adds up."""
    with crowd(url, clients, limit=stays * 100, stays=stays) as people:
        people.do(lambda connection, stay: ledger.reserve(connection, people.movement(stay), 100), stays)

        def attempt(connection: psycopg.Connection, number: int) -> tuple[int, object]:
            stay, contender = divmod(number, 3)
            movement = people.movement(stay)
            if contender == 0:
                return stay, ledger.consume(connection, movement, Settlement(payable=60))
            resolve = ledger.release if contender == 1 else ledger.expire
            return stay, resolve(connection, movement)

        resolved = Counter[int]()
        for stay, result in people.do(attempt, stays * 3):
            assert isinstance(result, Posted | NothingHeld)
            if isinstance(result, Posted) and (result.kind != "CONSUME" or result.from_reserve):
                resolved[stay] += 1

        assert resolved == Counter(range(stays))
        with people.engine.connect() as connection:
            row = connection.execute(
                text("SELECT reserved, consumed FROM benefit_account WHERE benefit = 'INPATIENT'")
            )
            assert row.one() == (0, stays * 60)
            left = connection.scalar(text("SELECT count(*) FROM benefit_reserve WHERE state = 'OPEN'"))
            assert left == 0


def test_consume_release_and_expiry_resolve_each_reserve_once(database_url: str) -> None:
    race_consume_release_and_expire(database_url, clients=16, stays=150)


@pytest.mark.long
def test_ten_thousand_races_resolve_each_reserve_once(database_url: str) -> None:
    race_consume_release_and_expire(database_url, clients=64, stays=10_000)
