"""Insured children with real plans, and claims of theirs to settle."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from models import Case, Decision, DecisionLine, PlanVersion, Policy
from rules.adjudication.claim import Claim, ClaimLine, Encounter, Invoice, Provider
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.loader import Catalogue, load_catalogue
from rules.items import ItemCode
from rules.roles import UNLIMITED, Actor, Role
from rules.vocabulary import Benefit, EncounterType, Ownership, Process
from stores import database
from stores.benefits import accounts, plans
from stores.benefits.accounts import YearBalances
from stores.benefits.adjudications import adjudicate_and_post
from stores.benefits.claim_orders import (
    Adjudicated,
    AlreadySettled,
    CaseToReopen,
    ClaimToJudge,
    NothingToReopen,
    Reopened,
    YearMoved,
)
from stores.benefits.policy_years import open_policy_year
from stores.benefits.reopenings import reopen
from stores.database import driver_connection, transaction
from tests.builders import NOON, a_case, a_key, a_policy, an_episode
from tests.database import fresh_database, new_database

ON = date(2026, 6, 10)
HEAD = Actor("staff:head", (Role.HEAD,), UNLIMITED)


@cache
def catalogue() -> Catalogue:
    """The shipped plans."""
    return load_catalogue(Path(__file__).parents[2] / "plans")


def a_provider(**changes: Any) -> Provider:
    """A network hospital."""
    usual: dict[str, Any] = {
        "name": "美华妇儿医院",
        "group": "美华医疗集团",
        "ownership": Ownership.PRIVATE,
        "in_network": True,
    }
    return Provider(**usual | changes)


def a_claim(*amounts: int, **changes: Any) -> Claim:
    """Consultations at a network hospital that was billed directly; amounts are fen."""
    encounter: dict[str, Any] = {"type": EncounterType.OUTPATIENT, "on": ON, "diagnoses": ("J06.9",)}
    encounter |= {name: changes.pop(name) for name in ("type", "on", "diagnoses") if name in changes}
    item = changes.pop("item", ItemCode.CONSULTATION)
    bills = changes.pop("bills", ())
    usual: dict[str, Any] = {
        "channel": ClaimChannel.DIRECT_BILLING,
        "provider": a_provider(),
        "encounter": Encounter(**encounter),
        "lines": tuple(ClaimLine(item=item, amount=amount) for amount in amounts),
        "invoices": tuple(Invoice(code="31010000", number=number) for number in bills),
    }
    return Claim(**usual | changes)


class Child:
    """A child of the older plan, insured through 2026."""

    def __init__(self, engine: Engine, plan: str = "GYX-2021-CZ", **policy: Any) -> None:
        """Insure a child."""
        self.engine = engine
        with transaction(engine) as session:
            sold = session.exec(select(PlanVersion).where(PlanVersion.code == plan)).one()
            terms = {"plan_version_id": sold.id, "schedule": {"inpatient_limit": "100000.00"}}
            self.policy: Policy = a_policy(session, **terms | policy)
            self.episode: UUID = an_episode(session, self.policy.member_id).id

    def case(self) -> str:
        """A new case of the child."""
        with transaction(self.engine) as session:
            insured = {"member_id": self.policy.member_id, "policy_id": self.policy.id}
            case: Case = a_case(session, process=Process.DIRECT_BILLING, stage="BILL_RECEIVED", **insured)
            return case.case_number

    def order(self, claim: Claim, **changes: Any) -> ClaimToJudge:
        """The claim, brought by somebody who may decide everything."""
        usual: dict[str, Any] = {
            "case_version": 1,
            "stage": "BILL_RECEIVED",
            "policy_id": self.policy.id,
            "episode_id": self.episode,
            "claim": claim,
            "actor": HEAD,
            "at": NOON,
            "key": a_key(),
        }
        if "case_number" not in changes:
            usual["case_number"] = self.case()
        return ClaimToJudge(**usual | changes)

    def judge(self, order: ClaimToJudge) -> Adjudicated | YearMoved | AlreadySettled:
        """Judge and post it, as the worker does."""
        with transaction(self.engine) as session:
            session.connection().exec_driver_sql("SET ROLE lipei_activities")
            answer = adjudicate_and_post(session, order)
            session.connection().exec_driver_sql("RESET ROLE")
            return answer

    def settle(self, claim: Claim, **changes: Any) -> Adjudicated:
        """Judge a claim that can be judged."""
        answer = self.judge(self.order(claim, **changes))
        assert isinstance(answer, Adjudicated), answer
        return answer

    def reopen(
        self, case_number: str, key: str = "", hold_for: tuple[str, ...] = ()
    ) -> Reopened | NothingToReopen:
        """Take a case's money back."""
        order = CaseToReopen(
            case_number=case_number,
            case_version=2,
            stage="REOPENED",
            actor=HEAD,
            at=NOON,
            key=key or a_key(),
            hold_for=hold_for,
        )
        with transaction(self.engine) as session:
            session.connection().exec_driver_sql("SET ROLE lipei_activities")
            answer = reopen(session, order)
            session.connection().exec_driver_sql("RESET ROLE")
            return answer

    def opened(self) -> YearBalances:
        """The accounts of 2026, opened where they are not yet."""
        with transaction(self.engine) as session:
            return open_policy_year(session, self.policy.id)

    def another_episode(self) -> UUID:
        """Another stay of the child."""
        with transaction(self.engine) as session:
            return an_episode(session, self.policy.member_id).id

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """A transaction in plain SQL."""
        with transaction(self.engine) as session:
            yield driver_connection(session)

    @property
    def year(self) -> YearBalances:
        """The accounts of 2026."""
        with self.connection() as connection:
            year = accounts.find_year(connection, self.policy.id, ON)
            assert year is not None
            return accounts.balances(connection, year)

    def used(self, benefit: Benefit = Benefit.OUTPATIENT_EMERGENCY) -> tuple[int, int]:
        """Reserved and consumed of an account."""
        account = self.year.accounts[benefit]
        return account.reserved, account.consumed

    def decision(self, case_number: str) -> tuple[Decision, list[DecisionLine]]:
        """The newest decision of a case with its lines."""
        with Session(self.engine, expire_on_commit=False) as session:
            made = select(Decision).where(Decision.case_number == case_number)
            decision = session.exec(made.order_by(col(Decision.version).desc())).first()
            assert decision is not None
            lines = select(DecisionLine).where(DecisionLine.decision_id == decision.id)
            return decision, list(session.exec(lines.order_by(col(DecisionLine.ordinal))))

    def count(self, table: str) -> int:
        """Rows of a table."""
        with self.engine.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


@pytest.fixture(scope="session")
def with_plans(postgres: str, migrated: str) -> str:
    """Name of a database that holds the shipped plans, to copy from."""
    # Two rooms import this fixture, so it is made twice: each time under a name of its own.
    name = f"with_plans_{uuid4().hex}"
    engine = database.connect(new_database(postgres, name, template=migrated))
    with transaction(engine) as session:
        plans.publish(session, catalogue().versions, at=NOON)
    engine.dispose()
    return name


@pytest.fixture
def planned(postgres: str, with_plans: str) -> Iterator[Engine]:
    """Engine on a fresh database with the shipped plans."""
    with fresh_database(postgres, template=with_plans) as url:
        engine = database.connect(url)
        yield engine
        engine.dispose()


@pytest.fixture
def child(planned: Engine) -> Child:
    """A child under GYX-2021-CZ: five free visits, then half; 100,000 outpatient, 10,000 deductible."""
    return Child(planned)
