"""Cases on the running stack: open one at a day of choice, act, let time pass, look at what people see."""

import asyncio
import email
import email.policy
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select
from temporalio.client import Client
from temporalio.testing import TimeSkipper

from commands.lived.loops import LoopThread
from commands.lived.stage import insist, papers
from models import BenefitReserve, Case, Letter, LetterDelivery, Member, Policy
from rules.any_case import AnyCase
from rules.cases import CaseEvent, LetterState
from rules.opening import Opening
from rules.permissions import Relation
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import TreatmentRequest
from rules.receipts import Receipt
from rules.roles import Actor, Role
from rules.vocabulary import DocumentKind, LetterStatus, Process
from settings import Settings
from stores.benefits.accounts import YearBalances, balances, find_year
from stores.casework import case_events
from stores.database import driver_connection, transaction
from tests.numbers import new_number
from tests.patience import PATIENCE_SECONDS
from tests.workflows import cases
from worker import run
from workflows.client import Cases
from workflows.messages import Body, Command

OPENED_AT = datetime(2026, 9, 29, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on the Tuesday before the National Day week."""

DIRECT, INDIRECT = "MEIHUA-FUER", "SHENCHENG"


@dataclass(frozen=True)
class Insured:
    """A child of the sample with its policy."""

    member_id: str
    policy_id: str


class Clinic:
    """The stack with a worker in this process."""

    def __init__(self, settings: Settings, loop: LoopThread, client: Client, engine: Engine) -> None:
        """Speak to the stack through this client and database."""
        self.settings, self.loop, self.client, self.engine = settings, loop, client, engine
        self.cases = Cases(client)
        self._skipper = TimeSkipper(client)

    # What people do.

    def open(
        self,
        *,
        at: datetime = OPENED_AT,
        documents: tuple[DocumentKind, ...] | None = None,
        child: str = "M2025000001",
        undo_seconds: int = 0,
        **request: Any,
    ) -> str:
        """A request that arrives at that moment of case time, complete unless told otherwise."""
        number, opened = self.open_later(
            at=at, documents=documents, child=child, undo_seconds=undo_seconds, **request
        )
        opened.result(timeout=PATIENCE_SECONDS)
        return number

    def open_later(
        self,
        *,
        at: datetime = OPENED_AT,
        documents: tuple[DocumentKind, ...] | None = None,
        child: str = "M2025000001",
        undo_seconds: int = 0,
        **request: Any,
    ) -> tuple[str, Future[Receipt]]:
        """The same, without waiting for the first answer."""
        number = new_number(Process.PREAUTHORIZATION, at.date())
        insured = self.insured(child)
        wanted = cases.request(
            **{"hospital_id": DIRECT, "member_id": insured.member_id, "policy_id": insured.policy_id}
            | request
        )
        opening = self._opening(number, at, wanted, documents, undo_seconds)
        return number, self.loop.start(insist(lambda: self.cases.open(opening)))

    def _opening(
        self,
        number: str,
        at: datetime,
        wanted: TreatmentRequest,
        documents: tuple[DocumentKind, ...] | None,
        undo_seconds: int,
    ) -> Opening[PreAuthorizationCase]:
        kinds = COMPLETE if documents is None else documents
        desk = Actor(f"hospital:{wanted.hospital_id}", (Role.HOSPITAL_DESK,))
        case = PreAuthorizationCase(
            case_number=number,
            process=Process.PREAUTHORIZATION,
            opened_at=at,
            opened_by=desk.reference,
            clock_offset_seconds=(at - datetime.now(UTC)).total_seconds(),
            undo_window_seconds=undo_seconds,
            request=wanted,
            documents=papers(*kinds),
        )
        return Opening(case=case, opener=desk)

    def act(
        self, number: str, who: Actor, body: Body, *, version: int | None = None, act_id: str = ""
    ) -> Receipt:
        """A person acts; on the newest version unless one is given."""
        return self.act_later(number, who, body, version=version, act_id=act_id).result(
            timeout=PATIENCE_SECONDS
        )

    def act_later(
        self, number: str, who: Actor, body: Body, *, version: int | None = None, act_id: str = ""
    ) -> Future[Receipt]:
        """The same, without waiting for the answer."""
        seen = self.see(number).version if version is None else version
        outside = {Role.HOSPITAL_DESK: Relation.OWN_HOSPITAL, Role.GUARDIAN: Relation.OWN_FAMILY}
        relation = outside.get(who.roles[0], Relation.STAFF)
        command = Command(actor=who, relation=relation, seen_version=seen, body=body)
        act_id = act_id or uuid4().hex
        return self.loop.start(insist(lambda: self.cases.act(number, command, act_id)))

    def look(self, number: str) -> PreAuthorizationCase:
        """A pre-authorization as its workflow holds it."""
        case = self.see(number)
        assert isinstance(case, PreAuthorizationCase)
        return case

    def see(self, number: str) -> AnyCase:
        """A case of whatever process as its workflow holds it."""
        return self.loop.run(insist(lambda: self.cases.look(number)), PATIENCE_SECONDS)

    # Time.

    def skip(self, number: str, by: timedelta) -> None:
        """Let case time pass."""
        self.loop.run(self._skipper.fast_forward(self.cases.handle(number), by), PATIENCE_SECONDS)

    def skip_to(self, number: str, instant: datetime) -> None:
        """Let case time pass until a moment after that instant."""
        self.skip(number, instant - self.now(number) + timedelta(seconds=2))

    def now(self, number: str) -> datetime:
        """Case time."""
        server = self.loop.run(self._skipper.get_current_time(self.cases.handle(number)))
        return server + timedelta(seconds=self.see(number).clock_offset_seconds)

    # What people see.

    def insured(self, member_number: str) -> Insured:
        """A child of the sample."""
        with Session(self.engine) as session:
            member = session.exec(select(Member).where(Member.number == member_number)).one()
            policy = session.exec(select(Policy).where(Policy.member_id == member.id)).one()
            return Insured(str(member.id), str(policy.id))

    def row(self, number: str) -> Case:
        """The case's row."""
        with Session(self.engine) as session:
            return session.get_one(Case, number)

    def events(self, number: str) -> list[CaseEvent]:
        """The record of the case; its hash chain holds."""
        with Session(self.engine) as session:
            assert case_events.verify(session, number) is None
            return [event for event, _ in case_events.read(session, number)]

    def letters(self, number: str) -> list[Letter]:
        """Letters of the case, oldest first, once all that it ordered are kept; not those that cannot be."""
        ordered = {each.number for each in self.see(number).letters if each.state is not LetterState.FAILED}
        self.wait_until(lambda: {row.number for row in self._kept(number)} >= ordered, "every letter")
        return self._kept(number)

    def _kept(self, number: str) -> list[Letter]:
        with Session(self.engine) as session:
            query = select(Letter).where(Letter.case_number == number).order_by(col(Letter.issued_at))
            return list(session.exec(query))

    def all_sent(self, number: str, code: str = "") -> bool:
        """Whether every letter that the case ordered and did not take back has left, or those of a code.

        The case was told of those that it waits for.
        """
        ordered = [
            each
            for each in self.see(number).letters
            if code in ("", each.code) and each.state is not LetterState.CANCELLED
        ]
        left = {letter.number for letter in self._kept(number) if letter.status is LetterStatus.SENT}
        told = all(not each.awaited or each.state is LetterState.SENT for each in ordered)
        return told and bool(ordered) and left >= {each.number for each in ordered}

    def deliveries(self, number: str) -> list[LetterDelivery]:
        """How the letters left."""
        with Session(self.engine) as session:
            query = select(LetterDelivery).join(Letter).where(Letter.case_number == number)
            return list(session.exec(query))

    def mails(self, number: str) -> list[EmailMessage]:
        """Mails about the case that arrived, in no order."""
        found = []
        for file in (self.settings.home / "mail").glob("*.eml"):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            words = message.get_body(("plain",))
            if words is not None and number in words.get_content():
                found.append(message)
        return found

    def balances(self, member_number: str, on: date) -> YearBalances:
        """The accounts of a child's policy year."""
        return self.accounts_of(self.insured(member_number).policy_id, on)

    def accounts_of(self, policy_id: str, on: date) -> YearBalances:
        """The accounts of a policy's year."""
        with transaction(self.engine) as session:
            connection = driver_connection(session)
            year = find_year(connection, UUID(policy_id), on)
            assert year is not None
            return balances(connection, year)

    def held_for(self, number: str) -> int:
        """Fen held for the case's stay; the account holds what other tests hold for the child as well."""
        with Session(self.engine) as session:
            stay = session.get_one(Case, number).episode_id
            query = select(func.coalesce(func.sum(BenefitReserve.amount), 0))
            return int(session.exec(query.where(BenefitReserve.episode_id == stay)).one())

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition of the outside world."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        pause = threading.Event()
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {what}"
            pause.wait(0.05)


COMPLETE = tuple(DocumentKind)
"""Every kind of document: complete for whatever checklist."""


@contextmanager
def working(loop: LoopThread, client: Client, settings: Settings, **options: Any) -> Iterator[None]:
    """A worker in this process for the time of the block; ``options`` as for `worker.workers`."""
    stop = loop.run(_event())
    work = loop.start(run(client, settings, stop, **options))
    try:
        yield
    finally:
        loop.call(stop.set)
        work.result(timeout=PATIENCE_SECONDS)


async def _event() -> asyncio.Event:
    return asyncio.Event()
