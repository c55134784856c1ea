"""A letter that somebody wants sent once more: the same file, to its addresses or to another one."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.orders import DeliveryOrder
    from activities.paper import PaperActs
    from workflows.client import ANSWER_WITHIN
    from workflows.letter_out import FOR_AN_HOUR, RENDER
    from workflows.steps import PATIENT, SHORT_STEP
    from workflows.webhook_out import send_webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain:
    """``ahead`` is case time less wall clock; ``address`` another one of the reader, and then that alone."""

    case_number: str
    number: str
    ahead: timedelta
    address: str = ""


@workflow.defn(name="LetterAgain")
class LetterAgain:
    """One more sending; how it ended is beside each recipient of the letter."""

    @workflow.run
    async def run(self, wanted: SendAgain) -> bool:
        """Whether anything was to be sent."""
        order = DeliveryOrder(
            case_number=wanted.case_number,
            number=wanted.number,
            as_of=workflow.now() + wanted.ahead,
            address=wanted.address,
        )
        waiting = await workflow.execute_activity_method(
            PaperActs.take_up_again,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"let {wanted.number} wait to be sent",
        )
        await send_webhooks(wanted.number, waiting.webhooks, order.as_of)
        if waiting.mails:
            await workflow.execute_activity_method(
                PaperActs.deliver_letter,
                order,
                start_to_close_timeout=RENDER,
                retry_policy=FOR_AN_HOUR,
                summary=f"send {wanted.number} again",
            )
        return bool(waiting.mails or waiting.webhooks)


async def send_again(client: Client, wanted: SendAgain, act_id: str) -> None:
    """Begin a sending; the same ``act_id`` again begins no second one."""
    try:
        await client.start_workflow(
            LetterAgain.run,
            wanted,
            id=f"{wanted.number}/again/{act_id}",
            task_queue=PAPER_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            rpc_timeout=ANSWER_WITHIN,
            static_summary=f"send {wanted.number} again",
        )
    except WorkflowAlreadyStartedError:
        return
