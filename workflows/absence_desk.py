"""How the web lets absences begin."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from rules.house import AbsenceDays
from workflows.absence import Absence, AbsenceInput, absence_id
from workflows.client import ANSWER_WITHIN, CASES_QUEUE


async def begin_absence(client: Client, days: AbsenceDays, clock_offset_seconds: float) -> None:
    """Let an absence take its course; a repeat finds the one that was begun."""
    try:
        await client.start_workflow(
            Absence.run,
            AbsenceInput(days=days, clock_offset_seconds=clock_offset_seconds),
            id=absence_id(days.absence_id),
            task_queue=CASES_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"Absence from {days.from_on}",
            rpc_timeout=ANSWER_WITHIN,
        )
    except WorkflowAlreadyStartedError:
        return
