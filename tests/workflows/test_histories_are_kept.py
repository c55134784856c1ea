"""The round of histories asks the store only for what ended since the round before."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import (
    ScheduleActionExecutionStartWorkflow,
    ScheduleHandle,
    WorkflowExecutionStatus,
)
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.histories import HistoriesOrder
from activities.letters_off import PAPER_QUEUE
from commands.case_history import kept_runs
from commands.retention import blobs_of
from rules.vocabulary import Process
from tests.workflows.clinic import Clinic
from workflows.case_shell import search_attributes
from workflows.rounds import histories
from workflows.rounds.histories import OVERLAP, HistoryRound, Kept
from workflows.rounds.schedule import keep_going_round


@workflow.defn(name="LeavesRunsBehind")
class LeavesRunsBehind:
    """Stands for a case that outgrows its history as often as it is told to."""

    @workflow.run
    async def run(self, times: int) -> None:
        """Go on anew."""
        if times:
            workflow.continue_as_new(times - 1)
        await workflow.wait_condition(lambda: False)


async def live(clinic: Clinic, number: str, times: int) -> None:
    """Leave so many runs behind."""
    queue = f"left-{number}"
    plain = UnsandboxedWorkflowRunner()
    async with Worker(clinic.client, task_queue=queue, workflows=[LeavesRunsBehind], workflow_runner=plain):
        case = await clinic.client.start_workflow(
            LeavesRunsBehind.run,
            times,
            id=number,
            task_queue=queue,
            search_attributes=search_attributes(Process.COMPLAINT),
        )
        left = f"WorkflowId = '{number}' AND ExecutionStatus = 'ContinuedAsNew'"
        while (await clinic.client.count_workflows(left)).count < times:
            pass
        await case.terminate()


async def go_round(clinic: Clinic, schedule: ScheduleHandle, made: int) -> tuple[HistoriesOrder, Kept]:
    """The next round of the schedule: what it asked, and what it answered."""
    await schedule.trigger()
    while len((await schedule.describe()).info.recent_actions) < made:
        pass
    action = (await schedule.describe()).info.recent_actions[-1].action
    assert isinstance(action, ScheduleActionExecutionStartWorkflow)
    handle = clinic.client.get_workflow_handle(action.workflow_id, result_type=Kept)
    answer = await handle.result()
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    async for event in handle.fetch_history_events():
        scheduled = event.activity_task_scheduled_event_attributes
        if scheduled.input.payloads:
            (order,) = await clinic.client.data_converter.decode(scheduled.input.payloads, [HistoriesOrder])
            return order, answer
    raise AssertionError("the round asked for nothing")


@pytest.mark.long
def test_what_open_cases_left_behind_is_asked_for_since_the_round_before(clinic: Clinic) -> None:
    number, blobs = f"CP-{uuid4().hex}", blobs_of(clinic.settings)
    clinic.loop.run(live(clinic, number, 2))
    schedule = clinic.loop.run(rounds_of_its_own(clinic))
    try:
        first, told = clinic.loop.run(go_round(clinic, schedule, 1))
        second, _ = clinic.loop.run(go_round(clinic, schedule, 2))
    finally:
        clinic.loop.run(schedule.delete())

    assert first.left_since is None
    assert second.left_since == told.until - OVERLAP
    assert isinstance(told.until, datetime)
    assert len(list(kept_runs(blobs, number))) == 2


async def rounds_of_its_own(clinic: Clinic) -> ScheduleHandle:
    """A schedule of this test, beside that of the stack."""
    name = f"histories-{uuid4().hex}"
    action = histories.action_of(name)
    await keep_going_round(clinic.client, action, timedelta(days=30))
    assert action.task_queue == PAPER_QUEUE
    assert action.workflow == HistoryRound.__name__
    return clinic.client.get_schedule_handle(name)
