"""A message that only asks whether an endpoint takes messages: sent by the worker, as every other."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from temporalio import workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.orders import TrialAnswer
    from activities.webhooks import WebhookActs
    from workflows.client import ANSWER_WITHIN

__all__ = ["TrialAnswer", "WebhookTrial", "send_trial"]

ATTEMPT = timedelta(seconds=15)
"""More than the line waits for the other server."""
ONCE = RetryPolicy(maximum_attempts=1)


@workflow.defn(name="WebhookTrial")
class WebhookTrial:
    """One trial; nothing of it is kept but in the history."""

    @workflow.run
    async def run(self, endpoint_id: str) -> TrialAnswer:
        """What the other server answered."""
        return await workflow.execute_activity_method(
            WebhookActs.try_endpoint,
            endpoint_id,
            schedule_to_close_timeout=ATTEMPT,
            retry_policy=ONCE,
            summary="send a trial",
        )


async def send_trial(client: Client, endpoint_id: UUID) -> TrialAnswer:
    """Send one and hear the answer; TimeoutError where no worker takes it in time."""
    sent = client.execute_workflow(
        WebhookTrial.run,
        str(endpoint_id),
        id=f"webhook-trial/{endpoint_id}/{uuid4().hex[:8]}",
        task_queue=PAPER_QUEUE,
        execution_timeout=ANSWER_WITHIN,
        static_summary="trial of a webhook",
    )
    return await asyncio.wait_for(sent, ANSWER_WITHIN.total_seconds())
