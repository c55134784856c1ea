"""Cases in a namespace of their own, so that no other worker takes up what a killed one leaves."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from commands.lived.loops import LoopThread
from embedded.temporal_namespace import ensure_namespace
from settings import Settings
from tests.faults.mortal_web import MortalWeb, WebLife, free_port
from tests.faults.mortal_worker import Life, MortalWorker
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.publishing import set_others_aside
from workflows.client import connect
from workflows.money_in import MONEY_IN_ID
from workflows.reconciliation import SCHEDULE

NAMESPACE = "lipei-faults"
PAPERLESS = "lipei-paperless"
"""Where letters stay: a worker of another test would have all of them to set."""

Mortal = Callable[[str, str], MortalWorker]
Webs = Callable[[str, str, str], MortalWeb]
NO_SCANNER = "127.0.0.1:1"


@pytest.fixture(scope="session")
def ward(sampled: Settings, loop: LoopThread, reader: Engine) -> Clinic:
    """The stack without a worker."""
    return _ward(NAMESPACE, sampled, loop, reader)


@pytest.fixture(scope="session")
def paperless_ward(sampled: Settings, loop: LoopThread, reader: Engine) -> Clinic:
    """The same, for cases whose letters nobody sets."""
    return _ward(PAPERLESS, sampled, loop, reader)


def _ward(namespace: str, sampled: Settings, loop: LoopThread, reader: Engine) -> Clinic:
    ensure_namespace(sampled.temporal_address, namespace)
    here = sampled.model_copy(update={"temporal_namespace": namespace})
    client = loop.run(connect(here))
    return Clinic(here, loop, client, reader)


@pytest.fixture
def alone(ward: Clinic) -> None:
    """Only the cases of one test are open: a stay is shared with open ones, a publication waits for all."""
    set_others_aside(ward)


@pytest.fixture
def alone_with_money(client: Client, loop: LoopThread) -> None:
    """Nobody of another namespace looks at the one bank and the one database of the stack.

    The worker of other tests would take in a receipt, find no case in its own namespace, and note it as told.
    """
    for at_rest in (
        client.get_workflow_handle(MONEY_IN_ID).terminate,
        client.get_schedule_handle(SCHEDULE).pause,
    ):
        try:
            loop.run(at_rest())
        except RPCError as gone:
            if gone.status is not RPCStatusCode.NOT_FOUND:
                raise


@pytest.fixture
def mortal(ward: Clinic, alone_with_money: None, tmp_path: Path) -> Iterator[Mortal]:
    """Start workers that die at a point."""
    with _buried(NAMESPACE, tmp_path) as start:
        yield start


@pytest.fixture
def paperless(paperless_ward: Clinic, alone_with_money: None, tmp_path: Path) -> Iterator[Mortal]:
    """The same for cases alone."""
    with _buried(PAPERLESS, tmp_path, cases_only=True) as start:
        yield start


@pytest.fixture
def webs(ward: Clinic, tmp_path: Path) -> Iterator[Webs]:
    """Start apps that die at a point, with the scanner at an address; all take mail at one port."""
    started: list[MortalWeb] = []
    ahead = int((OPENED_AT - datetime.now(UTC)).total_seconds())
    mail_in = free_port()
    settings = ward.settings.model_copy(
        update={"clock_offset_seconds": ahead, "mail_in_port": mail_in, "undo_window_seconds": 0}
    )

    def start(act: str, when: str, clamd: str) -> MortalWeb:
        told = {
            "LIPEI_TEMPORAL_NAMESPACE": NAMESPACE,
            "LIPEI_CLOCK_OFFSET_SECONDS": str(ahead),
            "LIPEI_UNDO_WINDOW_SECONDS": "0",
            "LIPEI_MAIL_IN_PORT": str(mail_in),
            "LIPEI_CLAMD_ADDRESS": clamd,
        }
        life = WebLife(
            act=act,
            when=when,
            port=free_port(),
            environment={**os.environ, **told},
            grave=tmp_path / "web-grave",
            log=tmp_path / "web.log",
        )
        started.append(MortalWeb(life, settings))
        return started[-1]

    yield start
    for each in started:
        each.kill()


@contextmanager
def _buried(namespace: str, folder: Path, *, cases_only: bool = False) -> Iterator[Mortal]:
    """Starts workers there; whatever still lives at the end is killed."""
    started: list[MortalWorker] = []

    def start(activity: str, when: str) -> MortalWorker:
        life = Life(
            activity=activity,
            when=when,
            grave=folder / "grave",
            environment={**os.environ, "LIPEI_TEMPORAL_NAMESPACE": namespace},
            log=folder / "worker.log",
            cases_only=cases_only,
        )
        started.append(MortalWorker(life))
        return started[-1]

    try:
        yield start
    finally:
        for worker in started:
            worker.kill()
            worker.wait(timeout=PATIENCE_SECONDS)
