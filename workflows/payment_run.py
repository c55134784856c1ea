"""A run of payments: take a person's act, form batches of what is approved, see each through, tell the cases.

A run lives by the wall clock: the bank does. It is short unless the bank is late.
"""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.payment_orders import (
        MONEY_QUEUE,
        BatchAnswer,
        CaseHears,
        PaymentRunInput,
        RunStep,
        ToldOrder,
    )
    from activities.payment_runs import PaymentRuns
    from rules.payments.acts import ActOutcome
    from rules.payments.vocabulary import PaymentStatus

STEP = timedelta(seconds=15)
"""A step with the bank is tried again after this long where its worker died."""
RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(minutes=1))
FIRST_PAUSE, LONGEST_PAUSE = timedelta(milliseconds=200), timedelta(minutes=15)


@workflow.defn(name="PaymentRun")
class PaymentRun:
    """One run; its id names the act or the automatic payment that began it."""

    @workflow.init
    def __init__(self, opening: PaymentRunInput) -> None:
        """Nothing has been done yet."""
        self.opening = opening
        self.outcomes: tuple[ActOutcome, ...] | None = None

    @workflow.run
    async def run(self, opening: PaymentRunInput) -> int:
        """Act, then send what is approved; the result is how many batches there were."""
        if opening.act is not None:
            self.outcomes = await self._act()
            await self._tell_turned_down()
            if not any(each.status is PaymentStatus.APPROVED for each in self.outcomes):
                return await self._end(0)
        batches = await workflow.execute_activity_method(
            PaymentRuns.form_batches,
            self._step(),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary="form batches",
        )
        await asyncio.gather(*(self._see_through(number) for number in batches))
        return await self._end(len(batches))

    @workflow.update
    async def acted(self) -> tuple[ActOutcome, ...]:
        """What the act did to each payment, as soon as that is on record."""
        await workflow.wait_condition(lambda: self.outcomes is not None)
        return self.outcomes or ()

    async def _end(self, batches: int) -> int:
        await workflow.wait_condition(workflow.all_handlers_finished)
        return batches

    async def _act(self) -> tuple[ActOutcome, ...]:
        return await workflow.execute_activity_method(
            PaymentRuns.act_on_payments,
            self._step(),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary="sign" if self.opening.act and self.opening.act.reason is None else "turn down",
        )

    async def _tell_turned_down(self) -> None:
        if self.opening.act is None or self.opening.act.reason is None:
            return
        hears = await workflow.execute_activity_method(
            PaymentRuns.turned_down_news,
            self._step(),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary="what was turned down",
        )
        await self._tell(hears)

    async def _see_through(self, number: str) -> None:
        """Write, send and ask about a batch until the bank has ended every payment of it."""
        await workflow.execute_activity_method(
            PaymentRuns.write_batch,
            self._step(number),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary=f"write {number}",
        )
        answer = await workflow.execute_activity_method(
            PaymentRuns.send_batch,
            self._step(number),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary=f"send {number}",
        )
        await self._tell(answer.hears)
        pause = FIRST_PAUSE
        while answer.open:
            await workflow.sleep(pause, summary=f"the bank works on {number}")
            pause = min(pause * 2, LONGEST_PAUSE)
            answer = await self._ask(number)
            await self._tell(answer.hears)

    async def _ask(self, number: str) -> BatchAnswer:
        return await workflow.execute_activity_method(
            PaymentRuns.ask_about_batch,
            self._step(number),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary=f"ask about {number}",
        )

    async def _tell(self, hears: tuple[CaseHears, ...]) -> None:
        """Tell each case how its payment ended; a closed case hears nothing, and that is on record."""
        if not hears:
            return
        unheard = [each.news.number for each in hears if not await self._hears(each)]
        heard = tuple(each.news.number for each in hears if each.news.number not in unheard)
        await workflow.execute_activity_method(
            PaymentRuns.mark_told,
            ToldOrder(heard=heard, unheard=tuple(unheard), at=workflow.now()),
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=STEP,
            retry_policy=RETRY,
            summary=f"{len(hears)} told",
        )

    async def _hears(self, each: CaseHears) -> bool:
        case = workflow.get_external_workflow_handle(each.case_number)
        try:
            await case.signal("payment_settled" if each.news.settled else "payment_failed", each.news)
        except ApplicationError:
            return False
        return True

    def _step(self, batch: str = "") -> RunStep:
        run_id = workflow.info().workflow_id
        return RunStep(run_id=run_id, at=workflow.now(), act=None if batch else self.opening.act, batch=batch)
