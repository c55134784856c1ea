"""The ledger does what a single-threaded model of a few lines does, whatever is asked in whatever order."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session

from rules.vocabulary import Benefit, LedgerEntryKind
from stores.benefits import accounts, ledger, reserve_needs
from stores.benefits.ledger import (
    InsufficientBenefit,
    Movement,
    NothingHeld,
    NothingToReverse,
    Reversed,
    Settlement,
)
from stores.database import autocommit
from tests.builders import NOON, a_policy, an_episode

LIMIT, DEDUCTIBLE, STAYS = 1_000, 300, 3

stays = st.integers(0, STAYS - 1)
amounts = st.one_of(st.integers(0, LIMIT + 1), st.sampled_from([0, 1, LIMIT // 2, LIMIT]))
visits = st.integers(0, 2)
LETTERS = ("PA-1", "PA-2")
letters = st.sampled_from(LETTERS)


@dataclass
class Model:
    """What the ledger should hold. A posting is what a claim took and has not given back."""

    held: dict[int, int] = field(default_factory=dict)
    held_visits: dict[int, int] = field(default_factory=dict)
    needs: dict[tuple[int, str], int] = field(default_factory=dict)
    postings: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def consumed(self) -> int:
        return sum(payable for payable, _, _ in self.postings.values())

    @property
    def borne(self) -> int:
        return sum(deductible for _, deductible, _ in self.postings.values())

    @property
    def available(self) -> int:
        return LIMIT - sum(self.held.values()) - self.consumed

    def need_of_others(self, stay: int, case_number: str) -> int:
        return max(self.needs.get((stay, other), 0) for other in LETTERS if other != case_number)


class LedgerMachine(RuleBasedStateMachine):
    """Runs each movement on Postgres and on the model, and compares answers and balances."""

    connection: ClassVar[psycopg.Connection]
    engine: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.moves = 0
        with Session(self.engine) as session:
            policy = a_policy(session)
            self.episodes = [an_episode(session, policy.member_id).id for _ in range(STAYS)]
            session.commit()
            year = accounts.PolicyYear(
                member_id=policy.member_id,
                policy_id=policy.id,
                starts_on=policy.effective_on,
                ends_on=policy.expires_on,
                limits={Benefit.INPATIENT: LIMIT},
                deductibles={Benefit.INPATIENT: DEDUCTIBLE},
            )
        opened = accounts.open_year(self.connection, year)
        self.year = opened.member_year_id
        self.account = opened.accounts[Benefit.INPATIENT].account_id
        self.deductible = opened.deductibles[Benefit.INPATIENT].account_id

    def movement(self, stay: int | None = None, case_number: str = "RC-1") -> Movement:
        self.moves += 1
        return Movement(
            account_id=self.account,
            episode_id=None if stay is None else self.episodes[stay],
            case_number=case_number,
            key=f"{self.year}/{self.moves}",
            at=NOON,
        )

    def twice(self, move: Any, *given: Any) -> Any:
        """The answer to a movement that is sent twice."""
        answer = move(self.connection, *given)
        if not isinstance(answer, NothingHeld | NothingToReverse | InsufficientBenefit):
            assert move(self.connection, *given) == answer
        return answer

    @rule(stay=stays, amount=amounts, places=visits)
    def reserve(self, stay: int, amount: int, places: int) -> None:
        more = max(amount - self.model.held.get(stay, 0), 0)
        fits = more <= self.model.available
        free = self.model.available + self.model.held.get(stay, 0)

        answer = self.twice(ledger.reserve, self.movement(stay), amount, places)

        if not fits:
            assert answer == InsufficientBenefit(asked=amount, available=free)
            return
        assert answer.amount == more
        self.model.held[stay] = self.model.held.get(stay, 0) + more
        self.model.held_visits[stay] = max(places, self.model.held_visits.get(stay, 0))

    @rule(stay=stays, letter=letters, amount=amounts)
    def need(self, stay: int, letter: str, amount: int) -> None:
        self.model.needs[stay, letter] = amount

        most = reserve_needs.keep(self.connection, self.movement(stay, letter), amount)

        assert most == max(amount, self.model.need_of_others(stay, letter))

    @rule(stay=stays, keep=amounts)
    def release(self, stay: int, keep: int) -> None:
        answer = self.twice(ledger.release, self.movement(stay), keep)

        if stay not in self.model.held:
            assert answer == NothingHeld()
            return
        held = self.model.held[stay]
        assert answer.amount == max(held - keep, 0)
        self.model.held[stay] = min(held, keep)
        if keep == 0:
            self.resolve(stay)

    @rule(stay=stays)
    def expire(self, stay: int) -> None:
        answer = self.twice(ledger.expire, self.movement(stay))

        if stay not in self.model.held:
            assert answer == NothingHeld()
            return
        assert answer.amount == self.model.held[stay]
        self.resolve(stay)

    @rule(
        stay=st.none() | stays,
        payable=amounts,
        share=st.integers(0, DEDUCTIBLE),
        counted=visits,
        letter=letters,
        keep_rest=st.booleans(),
    )
    def consume(
        self, stay: int | None, payable: int, share: int, counted: int, letter: str, *, keep_rest: bool
    ) -> None:
        held = self.model.held.get(stay, 0) if stay is not None else 0
        deductible = min(share, DEDUCTIBLE - self.model.borne)
        movement = self.movement(stay)
        settlement = Settlement(
            payable=payable,
            deductible=deductible,
            deductible_account_id=self.deductible,
            visits=counted,
            keep_rest=keep_rest,
            authorized_by=(letter,),
        )
        fits = payable <= self.model.available + held
        free = self.model.available + held

        answer = self.twice(ledger.consume, movement, settlement)

        if not fits:
            assert answer == InsufficientBenefit(asked=payable, available=free)
            return
        assert answer.from_reserve == min(payable, held)
        self.model.postings[movement.key] = (payable, deductible, counted)
        self.settle(stay, letter, answer.from_reserve, keep_rest=keep_rest)

    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        keys = [*self.model.postings, "never posted"]
        posting = data.draw(st.sampled_from(keys))

        answer = self.twice(ledger.reverse, self.movement(), posting)

        if posting not in self.model.postings:
            assert answer == NothingToReverse()
            return
        assert isinstance(answer, Reversed)
        assert answer.posted.amount == self.model.postings.pop(posting)[0]

    def settle(self, stay: int | None, letter: str, drawn: int, *, keep_rest: bool) -> None:
        """What a claim leaves of the stay's reserve, and of what its letter needs."""
        if stay is None:
            return
        need = self.model.needs.get((stay, letter), 0)
        self.model.needs[stay, letter] = max(need - drawn, 0) if keep_rest else 0
        if stay not in self.model.held:
            return
        self.model.held_visits.pop(stay, None)
        left = self.model.held[stay] - drawn
        self.model.held[stay] = left if keep_rest else min(left, self.model.need_of_others(stay, letter))
        if self.model.held[stay] == 0:
            self.resolve(stay)

    def resolve(self, stay: int) -> None:
        del self.model.held[stay]
        self.model.held_visits.pop(stay, None)

    @invariant()
    def balances_agree(self) -> None:
        now = accounts.balances(self.connection, self.year)
        account, deductible = now.accounts[Benefit.INPATIENT], now.deductibles[Benefit.INPATIENT]
        assert account.reserved == sum(self.model.held.values())
        assert account.consumed == self.model.consumed
        assert account.available >= 0
        assert deductible.used == self.model.borne
        assert now.counted_visits == sum(counted for _, _, counted in self.model.postings.values())
        assert now.reserved_visits == sum(self.model.held_visits.values())

    @invariant()
    def each_stay_holds_what_it_should(self) -> None:
        for stay, episode in enumerate(self.episodes):
            assert ledger.held(self.connection, episode, self.account) == self.model.held.get(stay, 0)

    @invariant()
    def each_letter_needs_what_it_should(self) -> None:
        rows = self.connection.execute(
            "SELECT episode_id, case_number, amount FROM reserve_need WHERE account_id = %s AND amount > 0",
            [self.account],
        )
        assert {(self.episodes.index(episode), case): amount for episode, case, amount in rows} == {
            place: amount for place, amount in self.model.needs.items() if amount
        }

    def teardown(self) -> None:
        """The statement explains the balance after each movement: it holds every line that ever was."""
        reserved = consumed = 0
        for line in accounts.statement(self.connection, self.account):
            reserved += _reserved_by(line)
            consumed += {LedgerEntryKind.CONSUME: 1, LedgerEntryKind.REVERSE: -1}.get(
                line.kind, 0
            ) * line.amount
            assert (line.reserved_after, line.consumed_after) == (reserved, consumed)
            assert line.available_after == LIMIT - reserved - consumed


def _reserved_by(line: accounts.StatementLine) -> int:
    """How an entry moves what is reserved."""
    if line.kind is LedgerEntryKind.RESERVE:
        return line.amount
    if line.kind in (LedgerEntryKind.RELEASE, LedgerEntryKind.EXPIRE):
        return -line.amount
    return -line.from_reserve


def compare(engine: Engine, *, runs: int, steps: int) -> None:
    """Run the machine on fresh policy years of one database."""
    with autocommit(engine) as connection:
        LedgerMachine.engine, LedgerMachine.connection = engine, connection
        checked = settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(LedgerMachine, settings=checked)


def test_the_ledger_agrees_with_a_model(engine: Engine) -> None:
    compare(engine, runs=40, steps=15)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_ledger_agrees_with_a_model_in_two_thousand_runs(engine: Engine) -> None:
    compare(engine, runs=2_000, steps=50)
