"""How the web and the command line act on payments and receipts."""

from contextlib import suppress
from typing import Any

from temporalio.client import (
    Client,
    RPCTimeoutOrCancelledError,
    WithStartWorkflowOperation,
    WorkflowHandle,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from activities.payment_orders import MONEY_QUEUE, PaymentRunInput
from rules.payments.acts import ActOutcome, FinanceAct, ReceiptAct
from workflows.client import ANSWER_WITHIN
from workflows.money_in import MONEY_IN_ID, MoneyIn
from workflows.payment_run import PaymentRun

_UNSTARTED = (RPCError, RPCTimeoutOrCancelledError, WorkflowAlreadyStartedError)


class Finance:
    """Sign payments, turn them down, decide on receipts, look for money."""

    def __init__(self, client: Client) -> None:
        """Speak through this client."""
        self._client = client

    async def act(self, act: FinanceAct, act_id: str) -> tuple[ActOutcome, ...]:
        """Take a person's act on payments; the same ``act_id`` again gives the same answer."""
        start = WithStartWorkflowOperation(
            PaymentRun.run,
            PaymentRunInput(act=act),
            id=f"payment-act-{act_id}",
            task_queue=MONEY_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
        try:
            return await self._client.execute_update_with_start_workflow(
                PaymentRun.acted,
                start_workflow_operation=start,
                id="acted",
                rpc_timeout=ANSWER_WITHIN,
            )
        except _UNSTARTED as refused:
            # The failure is kept for the start's handle too; left there, it is logged as forgotten.
            with suppress(*_UNSTARTED):
                await start.workflow_handle()
            if isinstance(refused, WorkflowAlreadyStartedError):
                return await self._acted_before(act_id)
            raise

    async def _acted_before(self, act_id: str) -> tuple[ActOutcome, ...]:
        """The answer of a run that has ended."""
        run: WorkflowHandle[Any, Any] = self._client.get_workflow_handle(f"payment-act-{act_id}")
        done = run.get_update_handle_for(PaymentRun.acted, "acted")
        return await done.result(rpc_timeout=ANSWER_WITHIN)

    async def decide(self, act: ReceiptAct, act_id: str) -> str:
        """Give a receipt to a debt or back to its payer; the answer says why that cannot be."""
        await self.collect()
        return await self._client.get_workflow_handle(MONEY_IN_ID).execute_update(
            MoneyIn.decide, act, id=act_id, rpc_timeout=ANSWER_WITHIN
        )

    async def collect(self) -> None:
        """See to it that money is looked for, and now."""
        await self._client.start_workflow(
            MoneyIn.run,
            id=MONEY_IN_ID,
            task_queue=MONEY_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal="look_now",
        )

    async def look(self, look_id: str) -> None:
        """Look for money, and come back when every case has heard of it."""
        await self.collect()
        handle: WorkflowHandle[Any, Any] = self._client.get_workflow_handle(MONEY_IN_ID)
        await handle.execute_update(MoneyIn.look, id=look_id, rpc_timeout=ANSWER_WITHIN)
