"""A worker for cases alone: letters and money, which take most of a worker's time, stay where they are."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from temporalio.client import Client

import worker
from settings import Settings


async def serve_cases(client: Client, settings: Settings, stop: asyncio.Event, **options: Any) -> None:
    """Serve the queue of cases, and no other, until ``stop``; ``options`` as for `worker.workers`."""
    with worker.acts(settings) as acts, ThreadPoolExecutor(worker.THREADS) as threads:
        async with worker.workers(client, acts, threads, **options)[0]:
            await stop.wait()
