"""Keeps histories of cases as objects: the server forgets a run 30 days after its end (L-16, L-27)."""

import asyncio
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode

from stores.casework import histories
from stores.database import transaction
from stores.papers.blobs import BlobMissingError, Blobs

FORGOTTEN_AFTER = timedelta(days=31)
"""What closed before is not asked for any more."""
AT_ONCE = 1000
"""Closed cases of one round; what is left comes with the next."""
CONTINUED = "ExecutionStatus = 'ContinuedAsNew' AND LipeiProcess IS NOT NULL"
ASK_WITHIN = timedelta(seconds=10)
_ENDS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    }
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HistoriesOrder:
    """Keep what ended until then."""

    as_of: datetime


class HistoryActs:
    """Acts on histories; their payloads stay encrypted as the server holds them."""

    def __init__(self, engine: Engine, blobs: Blobs) -> None:
        """Hold the connections."""
        self._engine, self._blobs = engine, blobs

    @activity.defn
    async def keep_histories(self, order: HistoriesOrder) -> int:
        """Keep every run of cases that closed, and runs that open ones left behind; how many cases closed.

        A repeat keeps what is left: an object is never replaced.
        """
        client, kept = activity.client(), 0
        for number in await asyncio.to_thread(self._unkept, order.as_of - FORGOTTEN_AFTER):
            activity.heartbeat()
            kept += await self._keep_case(client, number)
        async for run in client.list_workflows(CONTINUED):
            activity.heartbeat()
            await self._keep_left_behind(client, run.id, run.run_id)
        return kept

    async def _keep_case(self, client: Client, number: str) -> bool:
        """Keep all runs of a case; False while it has not ended, and where the server forgot it."""
        runs = await _runs(client, number)
        if not runs or runs[0].events[-1].event_type not in _ENDS:
            return False
        keys = [await asyncio.to_thread(self._keep_run, run) for run in runs]
        await asyncio.to_thread(self._note, number, keys[0])
        return True

    async def _keep_left_behind(self, client: Client, number: str, run_id: str) -> None:
        if await asyncio.to_thread(self._is_kept, histories.key_of(number, run_id)):
            return
        run = await _history(client, number, run_id)
        if run is not None:
            await asyncio.to_thread(self._keep_run, run)

    def _keep_run(self, run: WorkflowHistory) -> str:
        key = histories.key_of(run.workflow_id, run.run_id)
        packed = gzip.compress(run.to_json().encode(), compresslevel=1, mtime=0)
        self._blobs.put_first(key, packed, "application/gzip")
        return key

    def _is_kept(self, key: str) -> bool:
        try:
            self._blobs.head(key)
        except BlobMissingError:
            return False
        return True

    def _unkept(self, since: datetime) -> Sequence[str]:
        with transaction(self._engine) as session:
            return histories.unkept(session, since, AT_ONCE)

    def _note(self, number: str, key: str) -> None:
        with transaction(self._engine) as session:
            histories.keep(session, number, key)


async def _runs(client: Client, number: str) -> list[WorkflowHistory]:
    """The runs of a case that the server still holds, the last one first."""
    runs: list[WorkflowHistory] = []
    run = await _history(client, number)
    while run is not None:
        runs.append(run)
        began = run.events[0].workflow_execution_started_event_attributes
        before = began.continued_execution_run_id
        run = await _history(client, number, before) if before else None
    return runs


async def _history(client: Client, number: str, run_id: str | None = None) -> WorkflowHistory | None:
    handle = client.get_workflow_handle(number, run_id=run_id)
    try:
        return await handle.fetch_history(rpc_timeout=ASK_WITHIN)
    except RPCError as refused:
        if refused.status is not RPCStatusCode.NOT_FOUND:
            raise
        log.warning("a history is gone from the server", case=number, run=run_id or "the last")
        return None
