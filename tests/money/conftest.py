"""The stack at work, with a case that pays."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from temporalio.client import Client

from commands.lived.loops import LoopThread
from settings import Settings
from tests.money.treasury import Treasury, paying
from tests.workflows.clinic import working


@pytest.fixture(scope="session")
def house(sampled: Settings, loop: LoopThread, client: Client, reader: Engine) -> Iterator[Treasury]:
    """Worker, bank and database."""
    with working(loop, client, sampled), paying(loop, client):
        yield Treasury(sampled, loop, client, reader)


@pytest.fixture
def treasury(house: Treasury) -> Iterator[Treasury]:
    """The same, with a bank that behaves when the test ends."""
    yield house
    house.behave_well()
