"""Every hour, what Postgres says of open cases is compared with what their workflows hold, and healed."""

from dataclasses import dataclass, replace
from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client, ScheduleActionStartWorkflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.calendar_acts import CalendarActs
    from activities.calendar_orders import CALENDAR_QUEUE, RoundAnswer, RoundOrder
    from activities.reconciliation import ReconciliationActs
    from activities.reconciliation_orders import (
        Finding,
        FindingKind,
        Reconciled,
        ReconcileOrder,
        RunOrder,
    )
    from workflows.rounds.schedule import keep_going_round
    from workflows.steps import PATIENT, SHORT_STEP

QUEUE = "cases"
SCHEDULE = "reconciliation"
EVERY = timedelta(hours=1)
TAKES = timedelta(minutes=20)
BEATS_WITHIN = timedelta(seconds=30)
MOST_FINDINGS = 500
"""Findings that are kept of one run; a greater trouble shows in the log."""
RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_attempts=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationInput:
    """``grace_seconds`` is how long a difference may last that is none."""

    grace_seconds: float = 5.0


@workflow.defn(name="Reconciliation")
class Reconciliation:
    """One comparison: cases that have not followed their calendar are told again, rows are written anew."""

    @workflow.run
    async def run(self, asked: ReconciliationInput) -> Reconciled:
        """Tell, compare, heal, and keep what was found."""
        began_at = workflow.now()
        told = await self._tell_stragglers()
        found = await workflow.execute_activity_method(
            ReconciliationActs.compare_cases,
            ReconcileOrder(began_at=began_at, grace_seconds=asked.grace_seconds),
            start_to_close_timeout=TAKES,
            heartbeat_timeout=BEATS_WITHIN,
            retry_policy=RETRY,
            summary="compare rows with workflows",
        )
        found = replace(found, findings=(*told, *found.findings)[:MOST_FINDINGS])
        await workflow.execute_activity_method(
            ReconciliationActs.keep_run,
            RunOrder(began_at=began_at, ended_at=workflow.now(), reconciled=found),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="keep what was found",
        )
        return found

    async def _tell_stragglers(self) -> list[Finding]:
        """Tell cases that were planned by an older calendar, page by page."""
        findings: list[Finding] = []
        after = ""
        while True:
            page = await self._page(after)
            findings += [
                Finding(case_number=number, kind=FindingKind.BEHIND_CALENDAR, healed=False)
                for number in page.silent
            ]
            if not page.last:
                return findings
            after = page.last

    async def _page(self, after: str) -> RoundAnswer:
        return await workflow.execute_activity_method(
            CalendarActs.tell_cases,
            RoundOrder(after=after),
            task_queue=CALENDAR_QUEUE,
            start_to_close_timeout=TAKES,
            heartbeat_timeout=BEATS_WITHIN,
            retry_policy=RETRY,
            summary=f"cases after {after or 'the first'}",
        )


async def keep_schedule(client: Client) -> None:
    """See that the comparison is made every hour."""
    action = ScheduleActionStartWorkflow(
        Reconciliation.run,
        ReconciliationInput(),
        id=SCHEDULE,
        task_queue=QUEUE,
        static_summary="Compare rows with workflows",
    )
    await keep_going_round(client, action, EVERY)


async def reconcile_now(client: Client, key: str, *, grace_seconds: float = 5.0) -> Reconciled:
    """Compare once, now, and wait for what is found."""
    return await client.execute_workflow(
        Reconciliation.run,
        ReconciliationInput(grace_seconds=grace_seconds),
        id=f"{SCHEDULE}/{key}",
        task_queue=QUEUE,
    )
