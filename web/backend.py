"""What the app talks to: Postgres as the web's role, the object store, and the cases in Temporal."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from temporalio.client import Client

from intake.cells import Cells
from intake.scanner import Scanner
from settings import Settings
from stores.blobs import Blobs
from stores.database import connect as connect_database
from stores.database import transaction
from stores.kept_calendars import KeptCalendars
from web import problems
from web.clock import Clock
from workflows.client import Cases
from workflows.client import connect as connect_temporal


class Backend:
    """One a process. Each part is reached when it is first needed, so the app starts without them."""

    def __init__(self, settings: Settings) -> None:
        """Prepare connections by these settings."""
        self.settings = settings
        self.clock = Clock(settings.clock_offset_seconds)
        self.calendars = KeptCalendars()
        self.blobs = Blobs(**settings.object_store)
        self.cells = Cells()
        self.scanner = Scanner(settings.clamd_address)
        self._engine = connect_database(settings.database_web_url)
        self._temporal: Client | None = None
        self._connecting = asyncio.Lock()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction on Postgres."""
        with transaction(self._engine) as session:
            yield session

    async def temporal(self) -> Client:
        """The connection to Temporal, which mends itself once made. ProblemError where it cannot be made."""
        async with self._connecting:
            if self._temporal is None:
                try:
                    self._temporal = await connect_temporal(self.settings)
                except RuntimeError as refused:
                    raise problems.unavailable("Temporal") from refused
            return self._temporal

    async def cases(self) -> Cases:
        """The cases as their workflows hold them."""
        return Cases(await self.temporal())

    def close(self) -> None:
        """Let the connections and the reading processes go."""
        self.cells.close()
        self._engine.dispose()


def backend_of(request: Request) -> Backend:
    """The backend of the app that serves this request."""
    backend: Backend = request.app.state.backend
    return backend


Uses = Annotated[Backend, Depends(backend_of)]
