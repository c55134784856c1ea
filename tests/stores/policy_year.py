"""A policy year to move money in."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from rules.vocabulary import Benefit
from stores.benefits import accounts, ledger, reserve_needs
from stores.benefits.ledger import (
    InsufficientBenefit,
    Movement,
    NothingHeld,
    NothingToReverse,
    Reversed,
    Settlement,
)
from stores.benefits.posting import Posted
from stores.database import autocommit
from tests.builders import NOON, a_key, a_policy, an_episode

LIMIT = 1_000_00
DEDUCTIBLE = 300_00


class Year:
    """A policy year with an inpatient account of 1,000 yuan and a deductible of 300, and one stay."""

    def __init__(self, connection: psycopg.Connection, session: Session) -> None:
        policy = a_policy(session)
        self.episode = an_episode(session, policy.member_id).id
        self.other_episode = an_episode(session, policy.member_id).id
        session.commit()
        self.connection = connection
        self.terms = accounts.PolicyYear(
            member_id=policy.member_id,
            policy_id=policy.id,
            starts_on=policy.effective_on,
            ends_on=policy.expires_on,
            limits={Benefit.INPATIENT: LIMIT, Benefit.DENTAL: LIMIT},
            deductibles={Benefit.INPATIENT: DEDUCTIBLE},
        )
        opened = accounts.open_year(connection, self.terms)
        self.id = opened.member_year_id
        self.account = opened.accounts[Benefit.INPATIENT].account_id
        self.deductible = opened.deductibles[Benefit.INPATIENT].account_id

    def movement(self, **changes: Any) -> Movement:
        usual: dict[str, Any] = {
            "account_id": self.account,
            "episode_id": self.episode,
            "case_number": "PA-1",
            "key": a_key(),
            "at": NOON,
        }
        return Movement(**usual | changes)

    def reserve(self, amount: int, visits: int = 0, **changes: Any) -> Posted | InsufficientBenefit:
        return ledger.reserve(self.connection, self.movement(**changes), amount, visits)

    def release(self, keep: int = 0, **changes: Any) -> Posted | NothingHeld:
        return ledger.release(self.connection, self.movement(**changes), keep)

    def expire(self, **changes: Any) -> Posted | NothingHeld:
        return ledger.expire(self.connection, self.movement(**changes))

    def promise(self, case_number: str, amount: int, **changes: Any) -> None:
        """The case reserves what its letter promises."""
        assert isinstance(self.reserve(amount, case_number=case_number, **changes), Posted)
        reserve_needs.keep(self.connection, self.movement(case_number=case_number, **changes), amount)

    def consume(
        self, payable: int, key: str | None = None, case_number: str = "PA-1", **settlement: Any
    ) -> Posted | InsufficientBenefit:
        movement = self.movement(key=key or a_key(), case_number=case_number)
        return ledger.consume(self.connection, movement, Settlement(payable=payable, **settlement))

    def reverse(self, posting_key: str, **changes: Any) -> Reversed | NothingToReverse:
        return ledger.reverse(self.connection, self.movement(**changes), posting_key)

    @property
    def now(self) -> accounts.YearBalances:
        return accounts.balances(self.connection, self.id)

    @property
    def balance(self) -> tuple[int, int, int]:
        """Reserved, consumed and available of the inpatient account."""
        account = self.now.accounts[Benefit.INPATIENT]
        return account.reserved, account.consumed, account.available

    def held(self, episode: UUID | None = None) -> int:
        return ledger.held(self.connection, episode or self.episode, self.account)


@pytest.fixture
def year(engine: Engine) -> Iterator[Year]:
    with autocommit(engine) as connection, Session(engine) as session:
        yield Year(connection, session)
