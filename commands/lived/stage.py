"""A running stack that cases are lived on: open one at a day of choice, act, let case time pass, look."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client, RPCTimeoutOrCancelledError, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from commands.lived.loops import LoopThread
from embedded.errors import StackError
from rules.any_case import AnyCase
from rules.case_number import case_number
from rules.cases import AttachedDocument
from rules.china_time import shanghai_date
from rules.opening import Opening
from rules.permissions import Relation
from rules.roles import Actor, Role
from rules.vocabulary import DocumentKind, Process
from settings import Settings
from stores.casework.intake import next_sequence
from stores.database import connect as connect_database
from stores.database import transaction
from workflows.case_engine import Refusal
from workflows.client import Cases, connect
from workflows.messages import Body, Command

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 240
"""Until somebody who waits for a case gives up: more than a busy machine takes, or one that was paused."""
LOOKS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5
"""Seconds between two looks at a case: each look is work for its worker."""
_OUTSIDE = {Role.HOSPITAL_DESK: Relation.OWN_HOSPITAL, Role.GUARDIAN: Relation.OWN_FAMILY}


class Stage:
    """What people on a stack can do, and how its time passes; safe to use from several threads."""

    def __init__(self, settings: Settings, loop: LoopThread, client: Client, engine: Engine) -> None:
        """Speak to the stack through this client, and read its tables through this engine."""
        self.settings, self.loop, self.client, self.engine = settings, loop, client, engine
        self.cases = Cases(client)
        self.skipper = TimeSkipper(client)

    def number(self, process: Process, at: datetime) -> str:
        """A number for a case that is received at that moment."""
        with transaction(self.engine) as session:
            return case_number(process, shanghai_date(at), next_sequence(session))

    def open(self, opening: Opening[Any]) -> str:
        """Open a case and wait for its first answer; its number."""
        self.loop.run(insist(lambda: self.cases.open(opening)), PATIENCE_SECONDS)
        return str(opening.case.case_number)

    def act(self, number: str, who: Actor, body: Body, looks: int = LOOKS) -> None:
        """A person acts on the newest version of a case, and looks again where it moved meanwhile."""
        try:
            self._act_once(number, who, body)
        except WorkflowUpdateFailedError as refused:
            if looks <= 1 or not _case_moved(refused):
                raise
            self.act(number, who, body, looks - 1)

    def _act_once(self, number: str, who: Actor, body: Body) -> None:
        relation = _OUTSIDE.get(who.roles[0], Relation.STAFF)
        act_id = uuid4().hex
        command = Command(actor=who, relation=relation, seen_version=self.see(number).version, body=body)
        self.loop.run(insist(lambda: self.cases.act(number, command, act_id)), PATIENCE_SECONDS)

    def see(self, number: str) -> AnyCase:
        """A case as its workflow holds it."""
        return self.loop.run(insist(lambda: self.cases.look(number)), PATIENCE_SECONDS)

    def now(self, number: str) -> datetime:
        """Case time."""
        server = self.loop.run(self.skipper.get_current_time(self.cases.handle(number)))
        return server + timedelta(seconds=self.see(number).clock_offset_seconds)

    def skip(self, number: str, by: timedelta) -> None:
        """Let case time pass."""
        self.loop.run(self.skipper.fast_forward(self.cases.handle(number), by), PATIENCE_SECONDS)

    def skip_to(self, number: str, instant: datetime) -> None:
        """Let case time pass until a moment after that instant; time never goes back."""
        by = instant - self.now(number) + timedelta(seconds=2)
        if by > timedelta(0):
            self.skip(number, by)

    def until(
        self, number: str, condition: Callable[[Any], bool], what: str, seconds: float = PATIENCE_SECONDS
    ) -> Any:
        """The case once the condition holds for it. StackError: it never does."""
        deadline, pause, asleep = time.monotonic() + seconds, FIRST_PAUSE, threading.Event()
        while True:
            case = self.see(number)
            if condition(case):
                return case
            if time.monotonic() > deadline:
                raise StackError(
                    f"{number} is {case.stage}, and still waits for {what} after {seconds:.0f} s: "
                    "`lipei status` and the worker's log say why."
                )
            asleep.wait(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)

    def read(self, ask: Callable[[Session], Answer]) -> Answer:
        """What the tables of the stack answer."""
        with Session(self.engine) as session:
            return ask(session)


def _case_moved(refused: WorkflowUpdateFailedError) -> bool:
    """Whether only the version was outrun; figures that moved are for whoever wrote the case to judge."""
    cause = refused.cause
    if not isinstance(cause, ApplicationError) or cause.type != Refusal.STALE:
        return False
    return not any("accumulator_version" in details for details in cause.details)


async def insist(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask with the same id until there is an answer: a timeout is unknown, a repeat is harmless."""
    while True:
        try:
            return await ask()
        except (RPCTimeoutOrCancelledError, RPCError) as unknown:
            if isinstance(unknown, RPCError) and unknown.status is RPCStatusCode.NOT_FOUND:
                raise
            await asyncio.sleep(0.2)


def opening_at(at: datetime) -> dict[str, Any]:
    """What every case begins with that is received at that moment; its letters leave at once."""
    return {
        "opened_at": at,
        "clock_offset_seconds": (at - datetime.now(UTC)).total_seconds(),
        "undo_window_seconds": 0,
    }


def papers(*kinds: DocumentKind) -> tuple[AttachedDocument, ...]:
    """Documents of these kinds, by ids of their own."""
    return tuple(AttachedDocument(document_id=str(uuid4()), kind=kind) for kind in kinds)


@contextmanager
def stage(settings: Settings) -> Iterator[Stage]:
    """A stage on the stack of these settings, for the time of the block."""
    loop = LoopThread()
    engine = connect_database(settings.database_owner_url, pool_size=4)
    try:
        yield Stage(settings, loop, loop.run(connect(settings)), engine)
    finally:
        engine.dispose()
        loop.close()
