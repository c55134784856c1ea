"""Every night what nothing keeps any more is erased (L-16, L-27)."""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.client import Client, ScheduleActionStartWorkflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.retention import Erased, RetentionActs, RetentionOrder
    from workflows.rounds.schedule import keep_going_round

SCHEDULE = "retention-round"
EVERY = timedelta(days=1)
AT_NIGHT = timedelta(hours=19)
"""19:00 UTC is three in the morning in Shanghai."""
TAKES = timedelta(hours=2)
TRIES = RetryPolicy(initial_interval=timedelta(minutes=1), maximum_attempts=5)
"""What fails to the end is tried again the next night; until then it stands among the failed workflows."""


@workflow.defn(name="RetentionRound")
class RetentionRound:
    """One round; the result is what it erased, which is also on record."""

    @workflow.run
    async def run(self, as_of: datetime | None = None) -> Erased:
        """Erase what is over by then; None: by now."""
        return await workflow.execute_activity_method(
            RetentionActs.erase_what_is_over,
            RetentionOrder(as_of or workflow.now()),
            start_to_close_timeout=TAKES,
            retry_policy=TRIES,
            summary="erase what nothing keeps",
        )


async def keep_erasing(client: Client) -> None:
    """See that a round is made every night."""
    action = ScheduleActionStartWorkflow(
        RetentionRound.run,
        id=SCHEDULE,
        task_queue=PAPER_QUEUE,
        static_summary="Erase what nothing keeps any more",
    )
    await keep_going_round(client, action, EVERY, AT_NIGHT)
