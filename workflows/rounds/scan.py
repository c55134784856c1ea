"""What no scanner has seen is scanned as soon as one is there; payments that waited for that leave then."""

from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client, ScheduleActionStartWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.scan_orders import LetGoOrder, ScanAnswer, ScanOrder
    from activities.scanning import ScanActs
    from workflows.paper_told import tell_case
    from workflows.rounds.schedule import keep_going_round
    from workflows.steps import PATIENT, SHORT_STEP

SCHEDULE = "scan-round"
EVERY = timedelta(minutes=10)
PAGE_TAKES = timedelta(minutes=20)
BEATS_WITHIN = timedelta(minutes=1)


@workflow.defn(name="ScanRound")
class ScanRound:
    """One round over all files that wait; the result is how many were found clean."""

    @workflow.run
    async def run(self) -> int:
        """Scan page by page, then let go what waited."""
        clean, after, let_go = 0, "", False
        while True:
            answer = await self._scan(after)
            for finding in answer.infected:
                await tell_case(finding, workflow.now())
            clean, after = clean + answer.clean, answer.last
            let_go = let_go or answer.let_go
            if not after:
                break
        if clean or let_go:
            await self._let_go()
        return clean

    async def _scan(self, after: str) -> ScanAnswer:
        return await workflow.execute_activity_method(
            ScanActs.scan_waiting,
            ScanOrder(after),
            start_to_close_timeout=PAGE_TAKES,
            heartbeat_timeout=BEATS_WITHIN,
            retry_policy=PATIENT,
            summary=f"files after {after or 'the first'}",
        )

    async def _let_go(self) -> None:
        await workflow.execute_activity_method(
            ScanActs.let_payments_go,
            LetGoOrder(f"scanned/{workflow.info().run_id}"),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="let payments go",
        )


async def keep_scanning(client: Client) -> None:
    """See that a round is made every ten minutes."""
    action = ScheduleActionStartWorkflow(
        ScanRound.run, id=SCHEDULE, task_queue=PAPER_QUEUE, static_summary="Scan what was not scanned"
    )
    await keep_going_round(client, action, EVERY)
