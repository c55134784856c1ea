"""The stack at work, with a case that pays."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from temporalio.client import Client

from commands.lived.loops import LoopThread
from tests.money.treasury import Treasury, paying
from tests.workflows.clinic import Clinic


@pytest.fixture(scope="module")
def house(clinic: Clinic, loop: LoopThread, client: Client, reader: Engine) -> Iterator[Treasury]:
    """Worker, bank and database; a process may have one worker of a queue, so other rooms' tests share it."""
    with paying(loop, client):
        yield Treasury(clinic.settings, loop, client, reader)


@pytest.fixture
def treasury(house: Treasury) -> Iterator[Treasury]:
    """The same, with a bank that behaves when the test ends."""
    yield house
    house.behave_well()
