"""Compare what Postgres says of open cases with what their workflows hold, and heal what differs."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import structlog
from sqlalchemy import Engine
from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.common import SearchAttributeKey, TypedSearchAttributes
from temporalio.service import RPCError, RPCStatusCode

from activities.case_acts import RECORDED
from activities.case_record import record
from activities.orders import RecordOrder
from activities.reconciliation_orders import Finding, FindingKind, Reconciled, ReconcileOrder, RunOrder
from rules.any_case import AnyCase
from rules.consents import news
from stores.casework import reconciliations
from stores.casework.reconciliations import OpenRow, Seen
from stores.database import transaction
from stores.trust import consents
from stores.trust.consents import Unheard

log = structlog.get_logger()

ASK_WITHIN = timedelta(seconds=10)
STAGE = SearchAttributeKey.for_keyword("LipeiStage")
DUE_AT = SearchAttributeKey.for_datetime("LipeiDueAt")
ASSIGNEE = SearchAttributeKey.for_keyword("LipeiAssignee")
OPEN_CASES = "ExecutionStatus = 'Running' AND LipeiProcess IS NOT NULL"
_ANY_CASE = cast("type[Any]", AnyCase)
TIMER_LATE = timedelta(minutes=15)
"""Case time after which an instant that nothing came of is looked into; reminders come ten minutes later."""


class ReconciliationActs:
    """Acts that compare and heal."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    async def compare_cases(self, order: ReconcileOrder) -> Reconciled:
        """Compare all open cases by the server's index, look again at those that differ, heal them."""
        client = activity.client()
        rows = await asyncio.to_thread(self._open_rows)
        index = await _index(client)
        doubtful = sorted(
            number
            for number in rows.keys() | index.keys()
            if _difference(rows.get(number), index.get(number)) is not None
        )
        unheard = await asyncio.to_thread(self._unheard)
        if doubtful or unheard:
            # Index and rows are written a moment apart: what differs only while a case moves is no finding.
            await asyncio.sleep(order.grace_seconds)
        findings = [found for number in doubtful if (found := await self._look(client, number))]
        if unheard:
            still = await asyncio.to_thread(self._unheard)
            findings += [await self._tell(client, each) for each in still if each in unheard]
        return Reconciled(compared=len(rows), findings=tuple(findings))

    @activity.defn
    def keep_run(self, order: RunOrder) -> None:
        """Keep what a reconciliation found; a repeat under the same beginning is kept once."""
        found = order.reconciled
        with transaction(self._engine) as session:
            reconciliations.keep(
                session,
                began_at=order.began_at,
                ended_at=order.ended_at,
                compared=found.compared,
                healed=sum(finding.healed for finding in found.findings),
                findings=[asdict(finding) for finding in found.findings],
            )

    def _open_rows(self) -> dict[str, OpenRow]:
        with transaction(self._engine) as session:
            return reconciliations.open_rows(session)

    def _row(self, number: str) -> OpenRow | None:
        with transaction(self._engine) as session:
            return reconciliations.open_row(session, number)

    async def _look(self, client: Client, number: str) -> Finding | None:
        """Look closely at one case; None where it agrees by now."""
        activity.heartbeat()
        described = await _describe(client, number)
        row = await asyncio.to_thread(self._row, number)
        kind = _difference(row, described)
        if kind is None:
            return None
        healed = kind is not FindingKind.NO_WORKFLOW and await self._heal(client, number)
        log.warning("case differed", case=number, kind=kind, healed=healed)
        return Finding(case_number=number, kind=kind, healed=healed)

    async def _heal(self, client: Client, number: str) -> bool:
        """Record the case anew as its workflow holds it; an older state never overwrites a newer one."""
        handle = client.get_workflow_handle(number)
        try:
            case: AnyCase = await handle.query("case", result_type=_ANY_CASE, rpc_timeout=ASK_WITHIN)
        except RPCError:
            return False
        if not case.version:
            return False
        await asyncio.to_thread(self._record, case)
        described, row = await _describe(client, number), await asyncio.to_thread(self._row, number)
        return _difference(row, described) is None

    def _unheard(self) -> Sequence[Unheard]:
        with transaction(self._engine) as session:
            return consents.unheard(session)

    async def _tell(self, client: Client, missed: Unheard) -> Finding:
        """Tell a case what its family said of a consent; where it knows, only its row is written anew."""
        activity.heartbeat()
        handle = client.get_workflow_handle(missed.case_number)
        told = news(missed.need, missed.since, stands=missed.stands)
        healed = True
        try:
            case: AnyCase = await handle.query("case", result_type=_ANY_CASE, rpc_timeout=ASK_WITHIN)
            if missed.stands is not (told.need in case.unconsented):
                await asyncio.to_thread(self._record, case)
            else:
                # Two words of one family may have arrived in the other order: the last is said once more.
                again = f"{told.key}/{case.version}" if told.key in case.heard else told.key
                await handle.signal("consent_news", replace(told, key=again), rpc_timeout=ASK_WITHIN)
        except (RPCError, WorkflowQueryFailedError):
            healed = False
        log.warning("case had not heard of a consent", case=missed.case_number, healed=healed)
        return Finding(case_number=missed.case_number, kind=FindingKind.UNHEARD_CONSENT, healed=healed)

    def _record(self, case: AnyCase) -> None:
        now = datetime.now(UTC)
        as_of = now + timedelta(seconds=case.clock_offset_seconds)
        with transaction(self._engine) as session:
            order = RecordOrder(case=case, events=(), texts=(), as_of=as_of)
            record(session, order, RECORDED[case.process], now)


async def _index(client: Client) -> dict[str, Seen]:
    """Open cases as the server's index shows them."""
    found = {}
    async for execution in client.list_workflows(OPEN_CASES, page_size=1000):
        found[execution.id] = _seen(execution.typed_search_attributes)
        activity.heartbeat()
    return found


async def _describe(client: Client, number: str) -> Seen | None:
    """One case as its workflow stands, closed or not; None where there is none."""
    try:
        described = await client.get_workflow_handle(number).describe(rpc_timeout=ASK_WITHIN)
    except RPCError as refused:
        if refused.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    running = described.status is WorkflowExecutionStatus.RUNNING
    return _seen(described.typed_search_attributes, running=running)


def _seen(attributes: TypedSearchAttributes, *, running: bool = True) -> Seen:
    return Seen(
        running=running,
        stage=attributes.get(STAGE),
        due_at=attributes.get(DUE_AT),
        assignee=attributes.get(ASSIGNEE),
    )


def _difference(row: OpenRow | None, seen: Seen | None) -> FindingKind | None:
    if row is None:
        return FindingKind.NO_ROW if seen and seen.running and seen.stage else None
    if seen is None:
        return FindingKind.NO_WORKFLOW
    if not seen.running:
        return FindingKind.CLOSED_WORKFLOW
    if (row.stage, row.assignee) != (seen.stage, seen.assignee) or _apart(row.due_at, seen.due_at):
        return FindingKind.STALE_ROW
    if row.next_milestone_at and row.next_milestone_at + TIMER_LATE < row.case_now:
        return FindingKind.LATE_TIMER
    return None


def _apart(due_at: datetime | None, shown_at: datetime | None) -> bool:
    """Whether two instants differ by more than the index may round."""
    if due_at is None or shown_at is None:
        return due_at is not shown_at
    return abs(due_at - shown_at) > timedelta(seconds=1)
