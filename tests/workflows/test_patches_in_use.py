"""Which open cases hold a patch back: who met its event before it came, and who asked for it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from commands.case_patches import PatchUse, use_of
from rules.roles import Actor, Role
from rules.vocabulary import Process
from tests.workflows.clinic import DIRECT, Clinic
from workflows.case_engine import Fact
from workflows.messages import Withdraw

NAME = "asked-for-in-a-test"
MET = {Process.PREAUTHORIZATION: frozenset({str(Fact.SUBMITTED)})}


@workflow.defn
class Asks:
    """Asks for the patch, and lives until it is told to stop."""

    def __init__(self) -> None:
        self.asked = self.told = False

    @workflow.run
    async def run(self) -> bool:
        self.asked = workflow.patched(NAME)
        await workflow.wait_condition(lambda: self.told)
        return self.asked

    @workflow.query
    def has_asked(self) -> bool:
        return self.asked

    @workflow.signal
    def stop(self) -> None:
        self.told = True


@pytest.fixture
def asking(clinic: Clinic) -> Iterator[str]:
    """A running case that asked for the patch."""
    client, name = clinic.client, uuid4().hex

    async def asks() -> WorkflowHandle[Asks, bool]:
        handle = await client.start_workflow(Asks.run, id=name, task_queue=name)
        await handle.query(Asks.has_asked)
        return handle

    async def told(handle: WorkflowHandle[Asks, bool]) -> bool:
        await handle.signal(Asks.stop)
        return await handle.result()

    async def begin() -> Worker:
        served = Worker(
            client, task_queue=name, workflows=[Asks], workflow_runner=UnsandboxedWorkflowRunner()
        )
        await served.__aenter__()
        return served

    served = clinic.loop.run(begin())
    try:
        handle = clinic.loop.run(asks())
        yield name
        assert clinic.loop.run(told(handle))
    finally:
        clinic.loop.run(served.shutdown())


def test_whoever_met_the_event_before_the_patch_keeps_it_and_so_does_who_asked_for_it(
    clinic: Clinic, asking: str
) -> None:
    number = clinic.open()

    def use() -> PatchUse:
        return clinic.loop.run(use_of(clinic.client, clinic.settings, NAME, MET))

    clinic.wait_until(lambda: bool(use().after), "the server's index")
    seen = use()
    clinic.act(number, Actor(f"hospital:{DIRECT}", (Role.HOSPITAL_DESK,)), Withdraw(reason="不再需要"))

    assert number in seen.before
    assert seen.after == (asking,)
    assert seen.said.startswith("stays: ")
    clinic.wait_until(lambda: clinic.row(number).closed_at is not None, "the case to end")
    assert number not in use().before


def test_a_patch_that_no_open_case_needs_can_go() -> None:
    asked = PatchUse(name=NAME, events=("SUBMITTED",), before=(), after=("PA-1",))
    free = PatchUse(name=NAME, events=("SUBMITTED",), before=(), after=())

    assert asked.said == "the old way can go, the name is deprecated: 1 open cases ask for it"
    assert free.said == "can go: no open case asks for it"
