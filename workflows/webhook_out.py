"""One webhook on its way: tried for three days, at growing distances, beside its letter."""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, RetryState
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.orders import WebhookOrder
    from activities.webhooks import WebhookActs
    from rules.cases import LetterState
    from workflows.steps import PATIENT, SHORT_STEP

ATTEMPT = timedelta(seconds=30)
FOR_DAYS = timedelta(days=3)
EVER_RARER = RetryPolicy(
    initial_interval=timedelta(seconds=5), backoff_coefficient=5, maximum_interval=timedelta(hours=6)
)
"""5 s, 25 s, 2 min, 10 min, 52 min, 4 h, then each 6 h."""


@workflow.defn(name="WebhookOut")
class WebhookOut:
    """The way of one webhook."""

    @workflow.run
    async def run(self, order: WebhookOrder) -> str:
        """Bring it out; the result is what became of it."""
        try:
            await workflow.execute_activity_method(
                WebhookActs.post_webhook,
                order,
                task_queue=PAPER_QUEUE,
                start_to_close_timeout=ATTEMPT,
                schedule_to_close_timeout=FOR_DAYS,
                retry_policy=EVER_RARER,
                summary=f"webhook for {order.number}",
            )
        except ActivityError as failed:
            if failed.retry_state is not RetryState.NON_RETRYABLE_FAILURE:
                await self._give_up(order)
            return LetterState.FAILED
        return LetterState.SENT

    async def _give_up(self, order: WebhookOrder) -> None:
        await workflow.execute_activity_method(
            WebhookActs.give_up_webhook,
            order,
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"give up the webhook for {order.number}",
        )


async def send_webhooks(number: str, recipients: tuple[str, ...], as_of: datetime) -> None:
    """Let each go its own way beside the workflow that asks, which does not wait for them."""
    for recipient in recipients:
        await workflow.start_child_workflow(
            WebhookOut.run,
            WebhookOrder(number=number, recipient=recipient, as_of=as_of),
            id=f"{workflow.info().workflow_id}/webhook/{recipient[:16]}",
            task_queue=PAPER_QUEUE,
            parent_close_policy=ParentClosePolicy.ABANDON,
            static_summary=f"webhook for {number}",
        )
