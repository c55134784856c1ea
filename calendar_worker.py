"""Leads open cases to a new calendar version: a process beside the worker, behind people's acts."""

import asyncio
import os
import signal
import sys
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

from activities.calendar_acts import CalendarActs
from activities.calendar_orders import CALENDAR_QUEUE
from logs import set_up_logs
from settings import Settings, load
from stores.database import connect as connect_database
from workflows.client import connect

NICE = 10
"""It plans for everybody at once; who waits for an answer comes first."""
CONNECTIONS = 2
PAGES_AT_ONCE = 2
"""A publication and the hourly comparison may tell cases at the same time."""
AGAIN_AFTER_SECONDS = 5.0
ENDS_WITHIN_SECONDS = 10.0

log = structlog.get_logger()


async def serve(client: Client, settings: Settings, stop: asyncio.Event, **options: Any) -> None:
    """Serve the queue of calendars in this process until ``stop``; ``options`` reach the worker."""
    engine = connect_database(settings.database_activities_url, pool_size=CONNECTIONS)
    served = Worker(
        client,
        task_queue=CALENDAR_QUEUE,
        activities=[CalendarActs(engine).tell_cases],
        max_concurrent_activities=PAGES_AT_ONCE,
        **options,
    )
    try:
        async with served:
            await stop.wait()
    finally:
        engine.dispose()


async def keep_beside(stop: asyncio.Event) -> None:
    """Keep one such process running until ``stop``; it ends with this one, however that ends."""
    while not stop.is_set():
        beside = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE
        )
        stopped, died = asyncio.create_task(stop.wait()), asyncio.create_task(beside.wait())
        await asyncio.wait((stopped, died), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if beside.returncode is None:
            await _end(beside)
        elif not stop.is_set():
            log.warning("what leads cases to a calendar died and is started again", code=beside.returncode)
            await asyncio.sleep(AGAIN_AFTER_SECONDS)


async def _end(beside: asyncio.subprocess.Process) -> None:
    """Close its input; what does not end by that is killed: its page is taken up by the next one."""
    assert beside.stdin
    beside.stdin.close()
    try:
        await asyncio.wait_for(beside.wait(), ENDS_WITHIN_SECONDS)
    except TimeoutError:
        beside.kill()
        await beside.wait()


async def _work(settings: Settings) -> None:
    """Serve until told to stop, or until the worker that started this ends."""
    os.nice(NICE)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop.set)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    over = asyncio.create_task(reader.read())
    over.add_done_callback(lambda _: stop.set())
    await serve(await connect(settings), settings, stop)


def main() -> None:
    """Start from the settings of this home folder."""
    settings = load()
    set_up_logs(settings.log_level)
    asyncio.run(_work(settings))


if __name__ == "__main__":
    main()
