"""A worker that kills itself once, before or after the activity it is told: ``mortal_worker NAME when``."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

import worker
from logs import set_up_logs
from settings import load
from workflows.client import connect


class Fatal(ActivityInboundInterceptor):
    """Dies without a word at its point, the first time that it comes there."""

    point = ("", "")
    grave = Path()

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 (the SDK's name)
        name = getattr(input.fn, "__name__", "")
        if self.point == (name, "before"):
            self._die()
        result = await super().execute_activity(input)
        if self.point == (name, "after"):
            self._die()
        return result

    def _die(self) -> None:
        try:
            self.grave.touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


class Mortality(Interceptor):
    """Puts `Fatal` before every activity."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return Fatal(next)


async def main() -> None:
    """Work until killed."""
    settings = load()
    Fatal.point = (sys.argv[1], sys.argv[2])
    Fatal.grave = Path(sys.argv[3])
    set_up_logs(settings.log_level)
    client = await connect(settings)
    await worker.run(client, settings, asyncio.Event(), interceptors=[Mortality()])


if __name__ == "__main__":
    asyncio.run(main())
