"""Short steps of a case on Postgres: plan a clock, move the ledger, write the record."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.advance_record import HOSPITAL_ADVANCE
from activities.case_record import Recorded, record
from activities.direct_billing_record import DIRECT_BILLING
from activities.letters_off import send_off, take_back
from activities.orders import (
    ClockOrder,
    LateLetterOrder,
    RecordOrder,
    ReleaseOrder,
    ReserveAnswer,
    ReserveOrder,
    TakeBackOrder,
)
from activities.preauthorization_record import PREAUTHORIZATION
from activities.readings_off import send_to_reader
from activities.reimbursement_record import REIMBURSEMENT
from activities.request_record import REQUEST, VACCINATION
from rules.calendar_moves import calendar_for
from rules.catalogue.escalation import shipped_ladders
from rules.catalogue.targets import shipped_targets
from rules.clocks import RunningClock
from rules.replanning import ClockPlanner
from rules.targets import Target, TargetFacts
from rules.vocabulary import Process
from stores.benefits import ledger, reserve_needs
from stores.benefits.accounts import YearBalances, balances, find_year, lock_year
from stores.benefits.ledger import InsufficientBenefit, Movement
from stores.casework import closed_cases
from stores.clocks.calendars import PublishedCalendars
from stores.cover import parties
from stores.database import driver_connection, transaction
from stores.papers import readings

RECORDED: dict[Process, Recorded[Any]] = {
    Process.PREAUTHORIZATION: PREAUTHORIZATION,
    Process.DIRECT_BILLING: DIRECT_BILLING,
    Process.REIMBURSEMENT: REIMBURSEMENT,
    Process.HOSPITAL_ADVANCE: HOSPITAL_ADVANCE,
    Process.APPOINTMENT: REQUEST,
    Process.COMPLAINT: REQUEST,
    Process.ENQUIRY: REQUEST,
    Process.TELEPHONE_CONSULTATION: REQUEST,
    Process.VACCINE_ARRANGEMENT: VACCINATION,
    Process.ON_SITE_HELP: REQUEST,
    Process.DATA_REQUEST: REQUEST,
    Process.BRAND_TRANSFER: REQUEST,
    Process.BREACH_NOTICE: REQUEST,
}
"""What each process writes of its cases."""


class CaseActs:
    """Acts on the database of cases and money."""

    def __init__(self, engine: Engine, *, reads: bool = False) -> None:
        """Hold the connections and the calendars that were read; ``reads``: documents are read by machine."""
        self._engine, self._reads = engine, reads
        self._calendars = PublishedCalendars(engine)

    @activity.defn
    def plan_clock(self, order: ClockOrder) -> RunningClock:
        """Plan from the start through every pause by the calendar in force; it only reads."""
        with transaction(self._engine) as session:
            held = self._calendars.for_case(session, policy_id=order.policy_id, assignee=order.assignee)
            calendar = calendar_for(order.kind, held.own, held.standard)
            planner = ClockPlanner(order.case_number, calendar, shipped_ladders())
            target = _target(session, order)
        return replace(_planned(planner, order, target), calendar_version=held.version)

    @activity.defn
    def reserve_benefit(self, order: ReserveOrder) -> ReserveAnswer:
        """Hold the whole amount for the episode; the key makes a repeat harmless.

        No more than any of its cases needs stays held, and no less: another one may have promised it.
        """
        with transaction(self._engine) as session:
            connection = driver_connection(session)
            year = _locked_year(connection, order.policy_id, order.service_on)
            account = year.accounts.get(order.benefit) if year else None
            if year is None or account is None:
                return replace(_short(order, available=0, version=0), stated=False)
            movement = _movement(order, account.account_id)
            held = ledger.held(connection, UUID(order.episode_id), account.account_id)
            posted = ledger.is_posted(connection, order.key)
            moved = order.seen_version is not None and order.seen_version != year.version
            if moved and not posted:
                return _short(order, available=account.available + held, version=year.version, moved=True)
            answer = ledger.reserve(connection, movement, order.amount)
            if isinstance(answer, InsufficientBenefit):
                return _short(order, available=answer.available, version=year.version)
            if not posted:
                _trim(connection, movement, held, order.amount)
            return ReserveAnswer(
                granted=True,
                amount=order.amount,
                asked=order.amount,
                available=answer.available,
                version=balances(connection, year.member_year_id).version,
            )

    @activity.defn
    async def record_case(self, order: RecordOrder) -> None:
        """Write a step of the case down, then send off its letters, and its new documents to be read.

        A repeat writes nothing twice, and finds letters and documents that are on their way.
        """
        unread = await asyncio.to_thread(self.write_down, order)
        if order.letters:
            await send_off(activity.client(), order, activity.info())
        if unread or (self._reads and order.confirmed):
            await send_to_reader(activity.client(), order, unread, activity.info())

    @activity.defn
    async def take_letters_back(self, order: TakeBackOrder) -> bool:
        """Keep all these letters from leaving; False where one has left, and then all do."""
        return await take_back(activity.client(), order.numbers)

    def write_down(self, order: RecordOrder) -> list[UUID]:
        """Give back reserves, project the state and append its events in one transaction.

        Keys, versions and sequences make each of it once. The answer names the documents to be read.
        """
        with transaction(self._engine) as session:
            for each in order.releases:
                release(driver_connection(session), each)
            record(session, order, RECORDED[order.case.process], datetime.now(UTC))
            if not (self._reads and order.case.documents):
                return []
            return readings.order(session, order.case.case_number, order.as_of)

    @activity.defn
    def record_late_letter(self, order: LateLetterOrder) -> None:
        """Put on a closed case's record what became of a letter of it; once a letter and state."""
        with transaction(self._engine) as session:
            closed_cases.record(
                session,
                order.case_number,
                order.news.event,
                order.news.detail(order.code, order.number),
                order.as_of,
            )


def release(connection: Connection, order: ReleaseOrder) -> None:
    """Give back what the episode still holds beyond what its other cases need; a repeat is harmless."""
    year = _locked_year(connection, order.policy_id, order.service_on)
    account = year.accounts.get(order.benefit) if year else None
    if account is None or ledger.is_posted(connection, order.key):
        return
    movement = _movement(order, account.account_id)
    others_need = reserve_needs.keep(connection, movement, 0)
    if others_need:
        ledger.release(connection, movement, keep=others_need)
    elif order.expired:
        ledger.expire(connection, movement)
    else:
        ledger.release(connection, movement)


def _planned(planner: ClockPlanner, order: ClockOrder, target: Target) -> RunningClock:
    before = order.replaces
    if before is None:
        return planner.start(order.kind, order.started_at, target, order.bound_on)
    if order.change is None:
        return planner.resume(before)
    return planner.again(before, order.change, target)


def _target(session: Session, order: ClockOrder) -> Target:
    targets = shipped_targets()
    if not targets.by_kind.get(order.kind):
        return targets.target(order.kind, TargetFacts(process=order.process))
    insurer, plan = parties.policy_codes(session, order.policy_id)
    facts = TargetFacts(
        process=order.process,
        amount=order.amount,
        urgency=order.urgency,
        insurer=insurer,
        plan=plan,
        hospital=order.hospital,
    )
    return targets.target(order.kind, facts)


def _locked_year(connection: Connection, policy_id: str, service_on: date) -> YearBalances | None:
    found = find_year(connection, UUID(policy_id), service_on)
    return lock_year(connection, found) if found else None


def _trim(connection: Connection, movement: Movement, held: int, amount: int) -> None:
    """Give back what the episode ``held`` beyond what its neediest case needs; this one needs ``amount``."""
    most = reserve_needs.keep(connection, movement, amount)
    if held > most:
        ledger.release(connection, replace(movement, key=f"{movement.key}/rest"), keep=most)


def _movement(order: ReserveOrder | ReleaseOrder, account_id: UUID) -> Movement:
    return Movement(
        account_id=account_id,
        episode_id=UUID(order.episode_id),
        case_number=order.case_number,
        key=order.key,
        at=order.as_of,
    )


def _short(order: ReserveOrder, *, available: int, version: int, moved: bool = False) -> ReserveAnswer:
    return ReserveAnswer(
        granted=False, amount=0, asked=order.amount, available=available, version=version, moved=moved
    )
