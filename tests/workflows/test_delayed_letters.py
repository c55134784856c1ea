"""A letter that cannot leave is tried for an hour, then a supervisor has to see to it, and it is tried on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError
from temporalio.testing import TimeSkipper

from commands.lived.loops import LoopThread
from embedded.temporal_namespace import ensure_namespace
from models import SupervisorTask
from rules.cases import LetterState
from settings import Settings
from tests.workflows.clinic import Clinic, working
from tests.workflows.sandbox import sandboxed
from workflows.client import connect

NAMESPACE = "lipei-silent-post"
NOBODY_LISTENS = 9
"""A port below those that programs may take."""


@pytest.fixture
def office(sampled: Settings, loop: LoopThread, reader: Engine) -> Clinic:
    """Cases of their own, with no worker yet."""
    ensure_namespace(sampled.temporal_address, NAMESPACE)
    here = sampled.model_copy(update={"temporal_namespace": NAMESPACE})
    return Clinic(here, loop, loop.run(connect(here)), reader)


@pytest.fixture
def late(office: Clinic, loop: LoopThread) -> Iterator[str]:
    """A case whose letter found the post office closed for more than an hour."""
    closed = office.settings.model_copy(update={"smtp_port": NOBODY_LISTENS})
    with working(loop, office.client, closed, workflow_runner=sandboxed()):
        number = office.open()
        letter = office.client.get_workflow_handle(office.look(number).letters[0].number)
        office.wait_until(lambda: begun(office, letter), "the letter")
        skipper = TimeSkipper(office.client)
        for _ in range(25):
            if delayed(office, number):
                break
            loop.run(skipper.fast_forward(letter, timedelta(minutes=5)))
        office.wait_until(lambda: delayed(office, number), "the delay")
        yield number


def begun(office: Clinic, letter: WorkflowHandle[Any, Any]) -> bool:
    """Whether the letter is on its way."""
    try:
        office.loop.run(letter.describe())
    except RPCError:
        return False
    return True


def delayed(office: Clinic, number: str) -> bool:
    return any(letter.state is LetterState.DELAYED for letter in office.look(number).letters)


def test_a_letter_that_could_not_leave_for_an_hour_is_a_task_of_a_supervisor(
    office: Clinic, late: str
) -> None:
    office.wait_until(lambda: office.row(late).escalated, "the record")

    events = [event for event in office.events(late) if event.kind == "LETTER_DELAYED"]
    with Session(office.engine) as session:
        (task,) = session.exec(select(SupervisorTask).where(SupervisorTask.case_number == late)).all()
    assert len(events) == 1
    assert office.look(late).escalated
    assert (task.subject, task.clock) == ("LETTER_DELAYED", events[0].detail["code"])
