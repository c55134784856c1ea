"""The one execution that takes money in: looks at the bank every while, or when somebody says so."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.money_in import MoneyInActs
    from activities.payment_orders import MONEY_QUEUE, ReceiptStep, ReceivedNews, ToldOrder
    from rules.payments.acts import ReceiptAct

MONEY_IN_ID = "money-in"
EVERY = timedelta(minutes=1)
STEP = timedelta(seconds=30)
RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(minutes=1))


@workflow.defn(name="MoneyIn")
class MoneyIn:
    """Always one: so that no two tell a case of the same receipt."""

    def __init__(self) -> None:
        """Look at once."""
        self.wanted = 1
        self.looked = 0

    @workflow.run
    async def run(self) -> None:
        """Look, tell, wait; anew when the history grows long."""
        while not self._may_end():
            asked = self.wanted
            await self._look()
            self.looked = asked
            try:
                await workflow.wait_condition(
                    lambda: self.wanted > self.looked or self._may_end(),
                    timeout=EVERY,
                    timeout_summary="until the next look",
                )
            except TimeoutError:
                self.wanted += 1
        workflow.continue_as_new()

    def _may_end(self) -> bool:
        """Nobody waits for a look any more: whoever asks during one waits for the next."""
        return workflow.info().is_continue_as_new_suggested() and workflow.all_handlers_finished()

    @workflow.signal
    def look_now(self) -> None:
        """Somebody knows that money came."""
        self.wanted += 1

    @workflow.update
    async def look(self) -> None:
        """Look now, and answer when every case has been told."""
        self.wanted += 1
        asked = self.wanted
        await workflow.wait_condition(lambda: self.looked >= asked)

    @workflow.update
    async def decide(self, act: ReceiptAct) -> str:
        """A person gives a receipt to a debt or back to its payer; the answer says why that cannot be."""
        said = await workflow.execute_activity_method(
            MoneyInActs.act_on_receipt,
            ReceiptStep(at=workflow.now(), act=act),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary=f"receipt {act.receipt}",
        )
        self.wanted += 1
        return said

    async def _look(self) -> None:
        await workflow.execute_activity_method(
            MoneyInActs.fetch_receipts,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary="look at the bank",
        )
        while news := await self._untold():
            await self._tell(news)

    async def _untold(self) -> tuple[ReceivedNews, ...]:
        return await workflow.execute_activity_method(
            MoneyInActs.untold_receipts,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary="what cases have not heard",
        )

    async def _tell(self, news: tuple[ReceivedNews, ...]) -> None:
        unheard = [each.news.receipt for each in news if not await self._hears(each)]
        heard = tuple(each.news.receipt for each in news if each.news.receipt not in unheard)
        await workflow.execute_activity_method(
            MoneyInActs.mark_receipts_told,
            ToldOrder(heard=heard, unheard=tuple(unheard), at=workflow.now()),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary=f"{len(news)} told",
        )

    async def _hears(self, each: ReceivedNews) -> bool:
        case = workflow.get_external_workflow_handle(each.case_number)
        try:
            await case.signal("money_received", each.news)
        except ApplicationError:
            return False
        return True
