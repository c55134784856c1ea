"""A stage for people who try again: databases, servers and banks die around them and come back."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from psycopg import Error as DriverError
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from temporalio.service import RPCError, RPCStatusCode

from commands.bank_line import BankRefusedError
from commands.lived.stage import Stage
from embedded.errors import StackError
from rules.any_case import AnyCase
from rules.vocabulary import Process
from tests.patience import PATIENCE_SECONDS

Answer = TypeVar("Answer")

GIVE_UP_AFTER = 2 * PATIENCE_SECONDS
_GONE = (DBAPIError, DriverError, OSError, TimeoutError, BankRefusedError)


def persistently(act: Callable[[], Answer]) -> Answer:
    """Act until it works; only what nobody can answer differently is raised."""
    until = time.monotonic() + GIVE_UP_AFTER
    while True:
        try:
            return act()
        except RPCError as silent:
            if silent.status is RPCStatusCode.NOT_FOUND or time.monotonic() > until:
                raise
        except (*_GONE, StackError):
            if time.monotonic() > until:
                raise
        time.sleep(0.3)


class PatientStage(Stage):
    """What people see and do, tried again for as long as something is down."""

    def number(self, process: Process, at: datetime) -> str:
        """A number for a case."""
        return persistently(lambda: super(PatientStage, self).number(process, at))

    def see(self, number: str) -> AnyCase:
        """A case as its workflow holds it."""
        return persistently(lambda: super(PatientStage, self).see(number))

    def now(self, number: str) -> datetime:
        """Case time."""
        return persistently(lambda: super(PatientStage, self).now(number))

    def read(self, ask: Callable[[Session], Answer]) -> Answer:
        """What the tables answer; a table may be read twice."""
        return persistently(lambda: super(PatientStage, self).read(ask))

    def skip_to(self, number: str, instant: datetime) -> None:
        """Let case time pass until that instant: asked again only while it has not come."""

        def skip() -> None:
            by = instant - self.now(number) + timedelta(seconds=2)
            if by > timedelta(0):
                self.skip(number, by)

        persistently(skip)

    def until(
        self, number: str, condition: Callable[[Any], bool], what: str, seconds: float = GIVE_UP_AFTER
    ) -> Any:
        """The case once the condition holds for it."""
        return super().until(number, condition, what, seconds)
