"""Looking for money goes on when its history is cut, and nobody who asked is left without an answer."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHandle
from temporalio.worker import Worker

from commands.lived.stage import insist
from tests.money.treasury import Treasury
from tests.patience import PATIENCE_SECONDS
from tests.workflows.sandbox import sandboxed
from workflows.money_in import MoneyIn

SHORT = 40
"""Events after which a history is cut here; the server suggests it after thousands."""
ASKING, TIMES = 8, 4


def test_whoever_asks_while_the_history_is_cut_is_answered_too(
    treasury: Treasury, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"money-in-{uuid4().hex}"

    def grown(info: workflow.Info) -> bool:
        return info.workflow_id == name and info.get_current_history_length() > SHORT

    monkeypatch.setattr(workflow.Info, "is_continue_as_new_suggested", grown)

    async def asked_by_many() -> bool:
        runner = sandboxed()
        async with Worker(treasury.client, task_queue=name, workflows=[MoneyIn], workflow_runner=runner):
            first = await treasury.client.start_workflow(MoneyIn.run, id=name, task_queue=name)
            newest: WorkflowHandle[Any, Any] = treasury.client.get_workflow_handle(name)

            async def ask(look_id: str) -> None:
                await insist(lambda: newest.execute_update(MoneyIn.look, id=look_id))

            async def ask_often() -> None:
                for _ in range(TIMES):
                    await ask(uuid4().hex)

            await asyncio.gather(*(ask_often() for _ in range(ASKING)))
            last = (await newest.describe()).run_id
            await newest.terminate()
            return last != first.first_execution_run_id

    assert treasury.loop.run(asked_by_many(), PATIENCE_SECONDS), "it was cut on the way"
