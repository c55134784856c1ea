"""Every hour histories of cases are kept as objects, long before the server forgets them."""

from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client, ScheduleActionStartWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.histories import HistoriesOrder, HistoryActs
    from activities.letters_off import PAPER_QUEUE
    from workflows.rounds.schedule import keep_going_round
    from workflows.steps import PATIENT

SCHEDULE = "history-round"
EVERY = timedelta(hours=1)
TAKES = timedelta(minutes=30)
BEATS_WITHIN = timedelta(minutes=1)


@workflow.defn(name="HistoryRound")
class HistoryRound:
    """One round; the result is how many closed cases have their history kept since."""

    @workflow.run
    async def run(self) -> int:
        """Keep what ended and is not kept yet."""
        return await workflow.execute_activity_method(
            HistoryActs.keep_histories,
            HistoriesOrder(workflow.now()),
            start_to_close_timeout=TAKES,
            heartbeat_timeout=BEATS_WITHIN,
            retry_policy=PATIENT,
            summary="keep histories",
        )


async def keep_histories_round(client: Client) -> None:
    """See that a round is made every hour."""
    action = ScheduleActionStartWorkflow(
        HistoryRound.run, id=SCHEDULE, task_queue=PAPER_QUEUE, static_summary="Keep histories of cases"
    )
    await keep_going_round(client, action, EVERY)
