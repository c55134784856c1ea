"""One clock that runs alone in case time: planned by the stack, fired by timers of the server."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from temporalio import workflow
from temporalio.client import WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

with workflow.unsafe.imports_passed_through():
    from activities.orders import ClockOrder
    from commands.lived.stage import Stage
    from embedded.errors import StackError
    from rules.clocks import Milestone, PauseInterval, RunningClock
    from rules.deadlines import ClockKind
    from rules.pauses import Pause
    from rules.vocabulary import ClockState, Process
    from workflows.client import CASES_QUEUE
    from workflows.steps import PATIENT, SHORT_STEP

QUEUE = "case-files"
A_MOMENT = timedelta(minutes=2)
"""By which a timer may be heard late: a busy machine takes its time, and no two milestones are as near."""


class _SkippedTwiceError(StackError):
    """A milestone fired late: on a busy machine the server may take one order to skip time for two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAlone:
    """A clock to run; ``case_number`` is what its jitter follows from."""

    case_number: str
    clock: RunningClock
    clock_offset_seconds: float


@workflow.defn(name="OneClock")
class OneClock:
    """A duty without a case: every milestone fires once, at its instant."""

    @workflow.init
    def __init__(self, alone: ClockAlone) -> None:
        """Begin unplanned."""
        self.alone = alone
        self.clock: RunningClock | None = None

    @workflow.run
    async def run(self, alone: ClockAlone) -> RunningClock:
        """Plan the clock by the calendar in force, then wait for everything that it does."""
        order = ClockOrder(
            case_number=alone.case_number,
            kind=alone.clock.kind,
            started_at=alone.clock.started_at,
            process=Process.PREAUTHORIZATION,
            replaces=alone.clock,
        )
        self.clock = await workflow.execute_activity(
            "plan_clock",
            order,
            task_queue=CASES_QUEUE,
            result_type=RunningClock,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
        )
        while (coming := self.clock.next_milestone()) is not None:
            await self._wait_for(coming)
        return self.clock

    @workflow.query
    def planned(self) -> RunningClock | None:
        """The clock as it stands; None before it was planned."""
        return self.clock

    async def _wait_for(self, coming: Milestone) -> None:
        assert self.clock is not None
        late = max(timedelta(0), coming.at - self._now())
        await workflow.sleep(late)
        self.clock = replace(self.clock.fire(coming.name), ended_at=self._now())

    def _now(self) -> datetime:
        return workflow.now().astimezone(UTC) + timedelta(seconds=self.alone.clock_offset_seconds)


@contextmanager
def clocks_running(stage: Stage) -> Iterator[None]:
    """A worker for clocks alone, in this process, for the time of the block."""

    async def start() -> Worker:
        worker = Worker(
            stage.client, task_queue=QUEUE, workflows=[OneClock], workflow_runner=UnsandboxedWorkflowRunner()
        )
        stage.loop.start(worker.run())
        return worker

    worker = stage.loop.run(start())
    try:
        yield
    finally:
        stage.loop.run(worker.shutdown())


def run_alone(
    stage: Stage,
    kind: ClockKind,
    started_at: datetime,
    count: int,
    pauses: tuple[Pause, ...] = (),
    *,
    bound_on: date | None = None,
    ladder: str = "",
) -> RunningClock:
    """The clock once everything that it does has happened; a paused one as it stands."""
    number = f"clock-{uuid4().hex}"
    taken = tuple(
        PauseInterval(question_id=str(ordinal), from_at=pause.from_at, to_at=pause.to_at)
        for ordinal, pause in enumerate(pauses)
    )
    state = ClockState.PAUSED if any(pause.to_at is None for pause in pauses) else ClockState.RUNNING
    clock = RunningClock(
        kind=kind,
        started_at=started_at,
        due_at=started_at,
        count=count,
        pauses=taken,
        state=state,
        bound_on=bound_on,
        ladder=ladder,
    )
    alone = ClockAlone(
        case_number=number,
        clock=clock,
        clock_offset_seconds=(started_at - datetime.now(UTC)).total_seconds(),
    )
    try:
        return _lived(stage, alone)
    except _SkippedTwiceError:
        return _lived(stage, replace(alone, case_number=f"{number}-again"))


def _lived(stage: Stage, alone: ClockAlone) -> RunningClock:
    async def begin() -> RunningClock:
        handle = await stage.client.start_workflow(
            OneClock.run, alone, id=alone.case_number, task_queue=QUEUE
        )
        clock = await _until(handle, lambda _: True)
        while (coming := clock.next_milestone()) is not None:
            now = await stage.skipper.get_current_time(handle)
            wait = coming.at - now - timedelta(seconds=alone.clock_offset_seconds)
            if wait > timedelta(0):
                await stage.skipper.fast_forward(handle, wait + timedelta(seconds=1))
            # Time is skipped only once it was heard of: a second skip would count on top of the first.
            clock = await _until(handle, partial(_has_fired, coming.name))
            _at_its_instant(clock, coming)
        return clock

    return stage.loop.run(begin(), 120)


async def _until(handle: WorkflowHandle[Any, Any], condition: Callable[[RunningClock], bool]) -> RunningClock:
    while True:
        clock = await handle.query(OneClock.planned)
        if clock is not None and condition(clock):
            return clock
        await asyncio.sleep(0.05)


def _has_fired(name: str, clock: RunningClock) -> bool:
    return any(each.name == name and each.fired for each in clock.milestones)


def _at_its_instant(clock: RunningClock, coming: Milestone) -> None:
    if clock.ended_at and clock.ended_at - coming.at > A_MOMENT:
        raise _SkippedTwiceError(
            f"{coming.name} of {clock.kind} fired at {clock.ended_at}, not at {coming.at}"
        )
