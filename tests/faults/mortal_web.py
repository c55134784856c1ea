"""A web app in a process of its own that kills itself once, before or after what it does with a file or case.

A point is an act on the object store and the folder of the key (`put mail`, `get uploads`), `scan`, or the
name of a signal to a case.
"""

import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from temporalio.client import Client, OutboundInterceptor, SignalWorkflowInput
from temporalio.client import Interceptor as ClientInterceptor

from intake.scanner import Scanner
from logs import set_up_logs
from rules.vocabulary import ScanStatus
from settings import Settings, load
from stores.papers.blobs import Blobs
from tests.faults.mortal_worker import NURSERY, Point
from tests.patience import PATIENCE_SECONDS
from tests.web.site import Site
from web.app import create_app
from web.backend import Backend
from web.line import Line

NURSERY.set_forkserver_preload(["tests.faults.mortal_worker", __name__])


class MortalBlobs(Blobs):
    """Passes by before and after each act."""

    def put_new(self, key: str, data: bytes, media_type: str) -> None:
        """Keep."""
        with _passing(f"put {_folder(key)}"):
            super().put_new(key, data, media_type)

    def get(self, key: str) -> bytes:
        """Read."""
        with _passing(f"get {_folder(key)}"):
            return super().get(key)

    def lock(self, key: str, until: datetime) -> None:
        """Lock."""
        with _passing(f"lock {_folder(key)}"):
            super().lock(key, until)


class MortalScanner(Scanner):
    """The same for scans."""

    def scan(self, data: bytes) -> ScanStatus:
        """Scan."""
        with _passing("scan"):
            return super().scan(data)


class FatalSignals(OutboundInterceptor):
    """The same for each signal to a case."""

    async def signal_workflow(self, input: SignalWorkflowInput) -> None:  # noqa: A002 (the SDK's name)
        """Tell a case."""
        with _passing(input.signal):
            await super().signal_workflow(input)


class Signals(ClientInterceptor):
    """Puts `FatalSignals` before every call of the client."""

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        """Wrap."""
        return FatalSignals(next)


class MortalBackend(Backend):
    """Its cases are told by a client that may die of it."""

    async def temporal(self) -> Client:
        """The connection."""
        config = (await super().temporal()).config()
        config["interceptors"] = [Signals()]
        return Client(**config)


@contextmanager
def _passing(act: str) -> Iterator[None]:
    Point.pass_by(act, "before")
    yield
    Point.pass_by(act, "after")


def _folder(key: str) -> str:
    return key.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLife:
    """An app to be: where it dies, on which port, with which variables, and where it logs."""

    act: str
    when: str
    port: int
    environment: Mapping[str, str]
    grave: Path
    log: Path


class MortalWeb:
    """An app that lives, or has lived."""

    def __init__(self, life: WebLife, settings: Settings) -> None:
        """Start it, and wait until it answers."""
        self._process: BaseProcess = NURSERY.Process(target=_live, args=(life,), daemon=True)
        self._process.start()
        self._http = httpx2.Client(base_url=f"http://127.0.0.1:{life.port}", timeout=PATIENCE_SECONDS)
        self.site = Site(self._http, settings)
        ends = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert self._process.is_alive() and time.monotonic() < ends, life.log.read_text()[-2000:]
            time.sleep(0.05)

    def wait(self) -> int | None:
        """The signal that killed it, negative."""
        self._process.join(PATIENCE_SECONDS)
        return self._process.exitcode

    def kill(self) -> None:
        """End it without a word; one that is dead already stays so."""
        self._process.kill()
        self._process.join(PATIENCE_SECONDS)
        self._http.close()

    def _answers(self) -> bool:
        try:
            return self._http.get("/healthz").status_code < 500
        except httpx2.TransportError:
            return False


def free_port() -> int:
    """A port that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _live(life: WebLife) -> None:
    os.environ.clear()
    os.environ.update(life.environment)
    log = os.open(life.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    settings = load()
    Point.at, Point.grave = (life.act, life.when), life.grave
    set_up_logs(settings.log_level)
    app: Any = create_app(settings)
    app.state.backend.close()
    app.state.backend = MortalBackend(settings)
    app.state.backend.blobs = MortalBlobs(**settings.object_store)
    app.state.backend.scanner = MortalScanner(settings.clamd_address)
    uvicorn.run(app, http=Line, host="127.0.0.1", port=life.port, log_config=None, access_log=False)
