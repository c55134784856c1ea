"""What the app talks to: Postgres as the web's role, the object store, and the cases in Temporal."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from temporalio.client import Client

from intake.cells import Cells
from intake.scanner import Scanner
from settings import Settings
from stores.clocks.kept_calendars import KeptCalendars
from stores.database import connect as connect_database
from stores.database import transaction
from stores.papers.blobs import Blobs
from stores.trust.works_for import see_only
from web import problems
from web.clock import Clock
from web.pace import Pace
from workflows.client import Cases
from workflows.client import connect as connect_temporal

VERIFIED_A_MINUTE = 120
"""Letters that one address may look up: a ward at work, and nobody who tries codes."""


class Backend:
    """One a process, and a view of it for each request. Each part is reached when it is first needed.

    ``insurers`` are those that whoever asks works for, None for all: rows of others are not there.
    """

    insurers: frozenset[str] | None = None

    def __init__(self, settings: Settings) -> None:
        """Prepare connections by these settings."""
        self.settings = settings
        self.clock = Clock(settings.clock_offset_seconds)
        self.calendars = KeptCalendars()
        self.blobs = Blobs(**settings.object_store)
        self.cells = Cells()
        self.scanner = Scanner(settings.clamd_address)
        self.verifying = Pace(VERIFIED_A_MINUTE)
        self._engine = connect_database(settings.database_web_url)
        self._by_itself = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._temporal = _Temporal(settings)

    def for_request(self) -> "Backend":
        """The same connections, for one request."""
        return copy(self)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction on Postgres."""
        with transaction(self._engine) as session:
            if self.insurers is not None:
                see_only(session, self.insurers)
            yield session

    @contextmanager
    def asking(self) -> Iterator[Session]:
        """Postgres for one question of this process itself, not narrowed to anybody's insurers.

        Each statement is a transaction of its own: three ways to the server less.
        """
        with Session(self._by_itself, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Postgres for a page that reads, and notes that it was read: each statement by itself.

        Whoever works for some insurers alone reads in a transaction, which leaves out the others' rows.
        """
        with self.asking() if self.insurers is None else self.session() as session:
            yield session

    async def temporal(self) -> Client:
        """The connection to Temporal, which mends itself once made. ProblemError where it cannot be made."""
        return await self._temporal.client()

    async def cases(self) -> Cases:
        """The cases as their workflows hold them."""
        return Cases(await self.temporal())

    def close(self) -> None:
        """Let the connections and the reading processes go."""
        self.cells.close()
        self._engine.dispose()


class _Temporal:
    """The one connection of all requests."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Client | None = None
        self._connecting = asyncio.Lock()

    async def client(self) -> Client:
        async with self._connecting:
            if self._client is None:
                try:
                    self._client = await connect_temporal(self._settings)
                except RuntimeError as refused:
                    raise problems.unavailable("Temporal") from refused
            return self._client


async def backend_of(request: Request) -> Backend:
    """The backend of the app, as this request sees it."""
    backend: Backend = request.app.state.backend
    return backend.for_request()


Uses = Annotated[Backend, Depends(backend_of)]
