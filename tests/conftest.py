"""What all tests share: the network guard, and one stack a run, started when a test first asks for it."""

from collections.abc import Iterator

import pytest

from embedded import stack as embedded_stack
from settings import Settings, load
from tests import stack_lease
from tests.database import database_url, engine, migrated, postgres
from tests.interrupted import interruptions_forgiven
from tests.longest import in_order
from tests.loopback import forbid_outside_network
from tests.patience import no_example_is_too_slow
from tests.workflows.fixtures import client, clinic, loop, reader, sampled

__all__ = [
    "client",
    "clinic",
    "database_url",
    "engine",
    "loop",
    "migrated",
    "postgres",
    "reader",
    "sampled",
]

LEASE = pytest.StashKey[stack_lease.Lease]()


def pytest_configure(config: pytest.Config) -> None:
    """Hold a test home for the run; each process of pytest-xdist has its own, and their controller none."""
    forbid_outside_network()
    no_example_is_too_slow()
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.stash[LEASE] = stack_lease.take()
        config.stash[LEASE].enter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items[:] = in_order(items)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the stack."""
    if LEASE in config.stash:
        config.stash[LEASE].leave()


@pytest.fixture(autouse=True, scope="session")
def forgiving() -> Iterator[None]:
    """A workflow's thread that is interrupted on a busy machine fails no test."""
    with interruptions_forgiven():
        yield


@pytest.fixture(scope="session")
def stack() -> Settings:
    """Settings of a running Postgres, Temporal, object store and mail catcher, empty at the run's start."""
    settings = embedded_stack.prepare_home(None)
    with embedded_stack.only_one(settings.home):
        embedded_stack.bring_up(settings, embedded_stack.INFRASTRUCTURE, embedded_stack.quietly)
    return load()


@pytest.fixture
def settings(stack: Settings) -> Settings:
    """Settings of the running test stack."""
    return stack
