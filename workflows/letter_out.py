"""One letter on its way: worded and set, held for its undo window, handed over; then its case is told.

It goes beside its case, and takes none of the case's history: the case hears of a letter that it awaits,
and of whatever goes wrong. Whether a letter has left or can be taken back is decided here alone.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    FailureError,
    RetryState,
    is_cancelled_exception,
)

with workflow.unsafe.imports_passed_through():
    from activities.case_acts import CaseActs
    from activities.letters_off import PAPER_QUEUE
    from activities.linked_cases import CASES_QUEUE
    from activities.orders import (
        DeliveryAnswer,
        DeliveryOrder,
        LateLetterOrder,
        LetterOrder,
        OutgoingLetter,
    )
    from activities.paper import PaperActs
    from rules.cases import LetterNews, LetterState
    from workflows.steps import PATIENT, SHORT_STEP
    from workflows.webhook_out import send_webhooks

Answer = TypeVar("Answer")

RENDER = timedelta(seconds=15)
FOR_AN_HOUR = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5), maximum_attempts=20
)
FOR_EVER = RetryPolicy(initial_interval=timedelta(minutes=5), maximum_interval=timedelta(minutes=30))


@workflow.defn(name="LetterOut")
class LetterOut:
    """The way of one letter; its number is its id, so that nothing can send it twice."""

    @workflow.init
    def __init__(self, order: OutgoingLetter) -> None:
        """Take up the letter."""
        self.order = order
        self.delayed = False
        self.held = False
        self.taken_back = False
        self.gone = False

    @workflow.update
    def hold(self) -> bool:
        """Stay until it is said what becomes of the letter; False where it is on its way to its reader."""
        self.held = not self.gone
        return self.held

    @workflow.update
    def let_go(self) -> bool:
        """Leave when the window is over, as if nothing had been asked."""
        self.held = False
        return True

    @workflow.update
    def take_back(self) -> bool:
        """Never leave; asked of a letter that is held."""
        self.taken_back = self.held
        return self.taken_back

    @workflow.run
    async def run(self, order: OutgoingLetter) -> str:
        """Bring it out; the result is what became of it."""
        try:
            answer = await self._bring_out()
        except FailureError as problem:
            if is_cancelled_exception(problem):
                raise
            await self._tell(LetterState.FAILED, problem=_name(problem))
            return LetterState.FAILED
        if answer is None:
            return LetterState.CANCELLED
        if order.letter.awaited or self.delayed:
            await self._tell(LetterState.SENT, mailed=answer.mailed)
        return LetterState.SENT

    async def _bring_out(self) -> DeliveryAnswer | None:
        """How it left; None where it was taken back before."""
        letter = self.order.letter
        webhooks = await self._patiently(self._render)
        wait = letter.send_after - self._now()
        if wait > timedelta(0):
            await self._wait_out(wait)
        if self.held:
            await workflow.wait_condition(lambda: self.taken_back or not self.held)
        if self.taken_back:
            await self._patiently(self._cancel)
            return None
        self.gone = True
        await send_webhooks(letter.number, webhooks, self._now())
        return await self._patiently(self._deliver)

    async def _wait_out(self, window: timedelta) -> None:
        """Wait as long as somebody may take the letter back, or until somebody has."""
        summary = f"undo window of {self.order.letter.code}"
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: self.taken_back, timeout=window, timeout_summary=summary)

    async def _patiently(self, attempt: Callable[[RetryPolicy], Awaitable[Answer]]) -> Answer:
        """Try for about an hour, then tell a supervisor, and go on trying for as long as it takes."""
        try:
            return await attempt(FOR_AN_HOUR)
        except ActivityError as late:
            if late.retry_state is not RetryState.MAXIMUM_ATTEMPTS_REACHED:
                raise
            self.delayed = True
            await self._tell(LetterState.DELAYED, problem=_name(late))
        return await attempt(FOR_EVER)

    async def _render(self, retry: RetryPolicy) -> tuple[str, ...]:
        case, letter = self.order.case, self.order.letter
        return await workflow.execute_activity_method(
            PaperActs.issue_letter,
            LetterOrder(case=case, letter=letter, number=letter.number, as_of=letter.ordered_at),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=RENDER,
            retry_policy=retry,
            summary=f"issue {letter.code}",
        )

    async def _cancel(self, retry: RetryPolicy) -> None:
        await workflow.execute_activity_method(
            PaperActs.cancel_letter,
            self._delivery(),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=RENDER,
            retry_policy=retry,
            summary=f"cancel {self.order.letter.code}",
        )

    def _delivery(self) -> DeliveryOrder:
        number = self.order.letter.number
        return DeliveryOrder(case_number=self.order.case.case_number, number=number, as_of=self._now())

    async def _deliver(self, retry: RetryPolicy) -> DeliveryAnswer:
        letter = self.order.letter
        return await workflow.execute_activity_method(
            PaperActs.deliver_letter,
            self._delivery(),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=RENDER,
            retry_policy=retry,
            summary=f"deliver {letter.code}",
        )

    async def _tell(self, state: LetterState, *, mailed: bool = False, problem: str = "") -> None:
        news = LetterNews(key=self.order.letter.key, state=state, mailed=mailed, problem=problem)
        case = workflow.get_external_workflow_handle(self.order.case.case_number)
        try:
            await case.signal("letter_news", news)
        except ApplicationError:
            # The case has ended. That a letter of it left is in the letter's own row; a failure is not.
            if state is not LetterState.SENT:
                await self._record(news)

    async def _record(self, news: LetterNews) -> None:
        letter = self.order.letter
        await workflow.execute_activity_method(
            CaseActs.record_late_letter,
            LateLetterOrder(
                case_number=self.order.case.case_number,
                number=letter.number,
                code=letter.code,
                news=news,
                as_of=self._now(),
            ),
            task_queue=CASES_QUEUE,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"record that {letter.code} is {news.state}",
        )

    def _now(self) -> datetime:
        """Case time."""
        return workflow.now() + self.order.ahead


def _name(problem: FailureError) -> str:
    cause = problem.cause
    return cause.type or "unknown" if isinstance(cause, ApplicationError) else type(cause or problem).__name__
