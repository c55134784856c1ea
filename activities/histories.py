"""Keeps histories of cases as objects: the server forgets a run 30 days after its end (L-16, L-27)."""

import asyncio
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode

from stores.casework import histories
from stores.casework.histories import Place, Unkept
from stores.database import transaction
from stores.papers.blobs import BlobMissingError, Blobs

FORGOTTEN_AFTER = timedelta(days=31)
"""What closed before is not asked for any more."""
PAGE = 200
"""Closed cases that are looked up at once."""
CONTINUED = "ExecutionStatus = 'ContinuedAsNew' AND LipeiProcess IS NOT NULL AND CloseTime >= '{since}'"
ASK_WITHIN = timedelta(seconds=10)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HistoriesOrder:
    """Keep what ended until ``as_of``.

    ``left_since``: runs that open cases left behind before were kept by an earlier round.
    """

    as_of: datetime
    left_since: datetime | None = None


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
        client, oldest = activity.client(), order.as_of - FORGOTTEN_AFTER
        kept = await self._keep_closed(client, oldest)
        since = max(order.left_since or oldest, oldest)
        async for run in client.list_workflows(CONTINUED.format(since=since.isoformat())):
            activity.heartbeat()
            await self._keep_left_behind(client, run.id, run.run_id)
        return kept

    async def _keep_closed(self, client: Client, since: datetime) -> int:
        """Page through every closed case that has none kept: one that does not end keeps no other waiting."""
        kept, after = 0, (since, "")
        while page := await asyncio.to_thread(self._unkept, after):
            for case in page:
                activity.heartbeat()
                kept += await self._keep_case(client, case.case_number)
            after = page[-1].place
        return kept

    async def _keep_case(self, client: Client, number: str) -> bool:
        """Keep all runs of a case; False while it has not ended, and where the server forgot it."""
        if not await _ended(client, number):
            return False
        runs = await _runs(client, number)
        keys = [await asyncio.to_thread(self._keep_run, run) for run in runs]
        if keys:
            await asyncio.to_thread(self._note, number, keys[0])
        return bool(keys)

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

    def _unkept(self, after: Place) -> Sequence[Unkept]:
        with transaction(self._engine) as session:
            return histories.unkept(session, after, PAGE)

    def _note(self, number: str, key: str) -> None:
        with transaction(self._engine) as session:
            histories.keep(session, number, key)


async def _ended(client: Client, number: str) -> bool:
    """Whether the case has; True also where the server forgot it."""
    try:
        told = await client.get_workflow_handle(number).describe(rpc_timeout=ASK_WITHIN)
    except RPCError as refused:
        if refused.status is not RPCStatusCode.NOT_FOUND:
            raise
        return True
    return told.status is not WorkflowExecutionStatus.RUNNING


async def _runs(client: Client, number: str) -> list[WorkflowHistory]:
    """The runs of a case that the server still holds, the last one first."""
    runs: list[WorkflowHistory] = []
    run = await _history(client, number)
    while run is not None:
        runs.append(run)
        began = run.events[0].workflow_execution_started_event_attributes
        before = began.continued_execution_run_id
        run = await _history(client, number, before) if before else None
    return runs + await _earlier(client, number, {run.run_id for run in runs})


async def _earlier(client: Client, number: str, known: set[str]) -> list[WorkflowHistory]:
    """Runs from before the case was opened again."""
    others = [run.run_id async for run in client.list_workflows(f'WorkflowId = "{number}"')]
    found = [await _history(client, number, run_id) for run_id in others if run_id not in known]
    return [run for run in found if run is not None]


async def _history(client: Client, number: str, run_id: str | None = None) -> WorkflowHistory | None:
    handle = client.get_workflow_handle(number, run_id=run_id)
    try:
        return await handle.fetch_history(rpc_timeout=ASK_WITHIN)
    except RPCError as refused:
        if refused.status is not RPCStatusCode.NOT_FOUND:
            raise
        log.warning("a history is gone from the server", case=number, run=run_id or "the last")
        return None
