"""The lock of a child's year, the version that every movement raises, and what each movement says is left."""

from collections.abc import Callable, Iterator

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import Engine

from rules.vocabulary import Benefit
from stores.benefits import accounts, ledger
from stores.benefits.posting import Posted
from stores.database import autocommit
from tests.stores.policy_year import LIMIT, Year


@pytest.fixture
def locked(engine: Engine, year: Year) -> Iterator[Year]:
    """A year with a settled claim and an open reserve, whose lock somebody else holds."""
    year.consume(100_00, key="RC-1/post")
    year.reserve(50_00)
    with autocommit(engine) as other, other.transaction(force_rollback=True):
        accounts.lock_year(other, year.id)
        year.connection.execute("SET lock_timeout = '30ms'")
        yield year


@pytest.mark.parametrize(
    "move",
    [
        lambda year: year.reserve(10_00),
        lambda year: year.consume(10_00),
        lambda year: year.release(),
        lambda year: year.expire(),
        lambda year: year.reverse("RC-1/post"),
        lambda year: accounts.lock_year(year.connection, year.id),
        lambda year: accounts.open_year(year.connection, year.terms),
    ],
    ids=["reserve", "consume", "release", "expire", "reverse", "lock_year", "open_year"],
)
def test_no_movement_passes_the_lock_of_the_year(locked: Year, move: Callable[[Year], object]) -> None:
    with pytest.raises(LockNotAvailable) as refused:
        move(locked)

    within = refused.value.diag.context or ""
    assert "FOR NO KEY UPDATE" in within or "ledger_" not in within, "it read before it had the lock"


def test_the_version_only_rises_whichever_account_moves(year: Year) -> None:
    dental = year.now.accounts[Benefit.DENTAL].account_id
    versions = [year.now.version]
    moves: list[Callable[[], object]] = [
        lambda: year.reserve(40_00),
        lambda: year.reserve(10_00, account_id=dental),
        lambda: year.release(keep=30_00),
        lambda: year.release(account_id=dental),
        lambda: year.consume(20_00, key="RC-1/post", keep_rest=True),
        lambda: year.expire(),
        lambda: year.reverse("RC-1/post"),
        lambda: year.reserve(5_00, account_id=dental),
    ]
    for move in moves:
        move()
        versions.append(year.now.version)

    assert versions == sorted(set(versions))


def test_the_version_rises_with_a_corrected_deductible(year: Year) -> None:
    year.consume(0, deductible=1_00, deductible_account_id=year.deductible)
    before = year.now.version
    for corrected in (400_00, 300_00):
        terms = {Benefit.INPATIENT: corrected}
        opened = accounts.open_year(year.connection, _with_deductibles(year.terms, terms))

        assert opened.version > before
        before = opened.version


def _with_deductibles(terms: accounts.PolicyYear, deductibles: dict[Benefit, int]) -> accounts.PolicyYear:
    return accounts.PolicyYear(
        member_id=terms.member_id,
        policy_id=terms.policy_id,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        limits=terms.limits,
        deductibles=deductibles,
    )


def test_each_movement_says_what_is_left_beside_what_was_paid(year: Year) -> None:
    year.consume(100_00)

    held = year.reserve(400_00, episode_id=year.other_episode)
    freed = year.release(keep=150_00, episode_id=year.other_episode)

    assert isinstance(held, Posted)
    assert isinstance(freed, Posted)
    assert (held.reserved, held.consumed, held.available) == (400_00, 100_00, LIMIT - 500_00)
    assert (freed.reserved, freed.consumed, freed.available) == (150_00, 100_00, LIMIT - 250_00)
    assert year.balance == (150_00, 100_00, LIMIT - 250_00)


def test_whether_a_movement_was_made_is_known_by_its_key(year: Year) -> None:
    year.consume(1_00, key="RC-1/post")

    assert ledger.is_posted(year.connection, "RC-1/post")
    assert not ledger.is_posted(year.connection, "RC-1")
