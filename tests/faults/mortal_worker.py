"""A worker that kills itself once, before or after the activity it is told: `mortal_worker NAME when GRAVE`.

The point may also be an update that the worker itself sends. With one word more, ``cases``, it leaves letters
and money alone.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from temporalio.client import (
    Client,
    OutboundInterceptor,
    StartWorkflowUpdateInput,
    WorkflowUpdateHandle,
)
from temporalio.client import (
    Interceptor as ClientInterceptor,
)
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

import worker
from logs import set_up_logs
from settings import load
from tests.cases_only import serve_cases
from workflows.client import connect

CASES_ONLY = "cases"


class Point:
    """Where to die without a word, the first time that somebody comes there."""

    at = ("", "")
    grave = Path()

    @classmethod
    def pass_by(cls, name: str, when: str) -> None:
        """Die here, or go on."""
        if cls.at != (name, when):
            return
        try:
            cls.grave.touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


class Fatal(ActivityInboundInterceptor):
    """Passes by before and after each activity."""

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 (the SDK's name)
        name = getattr(input.fn, "__name__", "")
        Point.pass_by(name, "before")
        result = await super().execute_activity(input)
        Point.pass_by(name, "after")
        return result


class FatalUpdates(OutboundInterceptor):
    """Passes by before and after each update that the worker sends."""

    async def start_workflow_update(self, input: StartWorkflowUpdateInput) -> WorkflowUpdateHandle[Any]:  # noqa: A002
        Point.pass_by(input.update, "before")
        answer = await super().start_workflow_update(input)
        Point.pass_by(input.update, "after")
        return answer


class Updates(ClientInterceptor):
    """Puts `FatalUpdates` before every call of the client."""

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        return FatalUpdates(next)


class Mortality(Interceptor):
    """Puts `Fatal` before every activity."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return Fatal(next)


async def main() -> None:
    """Work until killed."""
    settings = load()
    Point.at = (sys.argv[1], sys.argv[2])
    Point.grave = Path(sys.argv[3])
    set_up_logs(settings.log_level)
    config = (await connect(settings)).config()
    config["interceptors"] = [Updates()]
    client = Client(**config)
    serve = serve_cases if sys.argv[4:] == [CASES_ONLY] else worker.run
    # The heir of a killed worker takes up many cases at once. On a busy machine that can take the two seconds
    # after which a workflow counts as stuck, and a question to it fails.
    await serve(client, settings, asyncio.Event(), interceptors=[Mortality()], debug_mode=True)


if __name__ == "__main__":
    asyncio.run(main())
