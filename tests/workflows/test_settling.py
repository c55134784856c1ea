"""Before a case continues anew, what is being written down is finished."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from temporalio import workflow

from rules.preauthorization.case import PreAuthorizationCase
from tests.workflows.cases import case
from workflows.case_shell import CaseShell


async def when(holds: Callable[[], bool]) -> None:
    """Stands in for the server's own waiting."""
    while not holds():
        await asyncio.sleep(0)


def test_a_step_is_not_left_between_counting_its_event_and_recording_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workflow, "wait_condition", when)
    monkeypatch.setattr(workflow, "all_handlers_finished", lambda: True)
    recorded = []

    async def settled() -> None:
        shell = CaseShell[PreAuthorizationCase](replace(case(), version=1), ())
        counted = asyncio.Event()

        async def record() -> None:
            async with shell.lock:
                counted.set()
                await asyncio.sleep(0)
                recorded.append("CALENDAR_MOVED")

        step = asyncio.create_task(record())
        await counted.wait()
        await shell._settle()
        await step

    asyncio.run(settled())

    assert recorded == ["CALENDAR_MOVED"]
