"""A clinic for each run: the stack, the sample, and a worker in this process."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from temporalio.client import Client

from commands.lived.loops import LoopThread
from models.migrations import upgrade
from settings import CHECKOUT, Settings
from stores.database import connect as connect_database
from stores.seed import seed
from tests.workflows.clinic import OPENED_AT, Clinic, working
from tests.workflows.sandbox import sandboxed
from workflows.client import connect


@pytest.fixture(scope="session")
def loop() -> Iterator[LoopThread]:
    """A loop beside the tests."""
    loop = LoopThread()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def sampled(stack: Settings) -> Settings:
    """The stack with its tables and the sample as of September 2026."""
    upgrade(stack.database_owner_url)
    engine = connect_database(stack.database_owner_url, pool_size=1)
    seed(engine, plans_folder=CHECKOUT / "plans", tokens_file=stack.home / "tokens.json", at=OPENED_AT)
    engine.dispose()
    return stack


@pytest.fixture(scope="session")
def reader(sampled: Settings) -> Iterator[Engine]:
    """The database as its owner, to look at everything."""
    engine = connect_database(sampled.database_owner_url, pool_size=4)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def client(sampled: Settings, loop: LoopThread) -> Client:
    """A client that encrypts."""
    return loop.run(connect(sampled))


@pytest.fixture(scope="session")
def clinic(sampled: Settings, loop: LoopThread, client: Client, reader: Engine) -> Iterator[Clinic]:
    """The stack at work."""
    with working(loop, client, sampled, workflow_runner=sandboxed()):
        yield Clinic(sampled, loop, client, reader)
