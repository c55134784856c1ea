"""A worker in a process of its own that kills itself once, before or after the activity it is told.

The point may also be an update that the worker itself sends. Workers are forked from one process that has
imported all that they need, which otherwise takes most of a short life.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
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

NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A worker to be: where it dies, what it can reach, what it is to leave alone, and where it logs.

    ``cases_only`` leaves letters and money alone.
    """

    activity: str
    when: str
    grave: Path
    environment: Mapping[str, str]
    log: Path
    cases_only: bool


class MortalWorker:
    """A worker that lives, or has lived."""

    def __init__(self, life: Life) -> None:
        """Start it."""
        self._process: BaseProcess = NURSERY.Process(target=_live, args=(life,), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """Of the process."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The signal that killed it, negative; None while it lives."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self, timeout: float) -> int:
        """The same once it is dead."""
        self._process.join(timeout)
        assert self.returncode is not None, f"the worker has not died within {timeout} s"
        return self.returncode

    def kill(self) -> None:
        """End it without a word; one that is dead already stays so."""
        self._process.kill()


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


def _live(life: Life) -> None:
    os.environ.clear()
    os.environ.update(life.environment)
    log = os.open(life.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    asyncio.run(_work(life))


async def _work(life: Life) -> None:
    """Work until killed."""
    settings = load()
    Point.at, Point.grave = (life.activity, life.when), life.grave
    set_up_logs(settings.log_level)
    config = (await worker.patiently(settings, lambda: connect(settings))).config()
    config["interceptors"] = [Updates()]
    client = Client(**config)
    serve = serve_cases if life.cases_only else worker.run
    # The heir of a killed worker takes up many cases at once. On a busy machine that can take the two seconds
    # after which a workflow counts as stuck, and a question to it fails.
    await serve(client, settings, asyncio.Event(), interceptors=[Mortality()], debug_mode=True)
