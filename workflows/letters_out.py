"""Letters leave beside the main line of a case, each in its own task, after its undo window."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar, cast

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
    from activities.orders import DeliveryAnswer, DeliveryOrder, LetterOrder
    from activities.paper import PaperActs
    from rules.any_case import AnyCase
    from rules.cases import CaseBase, CaseEvent, FreeText, LetterItem, LetterState, Side
    from rules.roles import SYSTEM

State = TypeVar("State", bound=CaseBase)
Answer = TypeVar("Answer")

PAPER_QUEUE = "paper"
RENDER = timedelta(seconds=15)
FOR_AN_HOUR = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5), maximum_attempts=20
)
FOR_EVER = RetryPolicy(initial_interval=timedelta(minutes=5), maximum_interval=timedelta(minutes=30))


class OutgoingLetters(Generic[State]):
    """The letters that a case owes, and the state that they are written from."""

    def __init__(self, state: State) -> None:
        """Hold the state; one lock orders all that changes it."""
        self.state = state
        self.lock = asyncio.Lock()
        self.letters: dict[str, asyncio.Task[None]] = {}

    async def write(self, events: tuple[CaseEvent, ...], texts: tuple[FreeText, ...]) -> None:
        """Project the state and append the events."""
        raise NotImplementedError

    async def render(self, letter: LetterItem, retry: RetryPolicy) -> None:
        """Word, render and keep a letter."""
        await workflow.execute_activity_method(
            PaperActs.issue_letter,
            LetterOrder(
                case=cast("AnyCase", self.state), letter=letter, number=letter.number, as_of=letter.ordered_at
            ),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=RENDER,
            retry_policy=retry,
            summary=f"issue {letter.code}",
        )

    async def letter_sent(self, letter: LetterItem) -> None:
        """Tell the process that a letter it waits for has reached its reader."""
        raise NotImplementedError

    def show(self) -> None:
        """Update the server's index and card, when they changed."""
        raise NotImplementedError

    def letter_number(self, code: str, ordinal: int) -> str:
        """The number that a letter carries; a process may number its own."""
        return f"{code}-{self.state.case_number}-{ordinal}"

    def now(self) -> datetime:
        """Case time: the workflow's clock and the case's offset."""
        return workflow.now() + timedelta(seconds=self.state.clock_offset_seconds)

    def order_letter(self, code: str, to: Side) -> None:
        """Owe a letter; its number is fixed now, its content when the act is recorded."""
        ordinal = 1 + sum(1 for letter in self.state.letters if letter.code == code)
        now = self.now()
        letter = LetterItem(
            code=code,
            ordinal=ordinal,
            to=to,
            number=self.letter_number(code, ordinal),
            ordered_at=now,
            send_after=now + timedelta(seconds=self.state.undo_window_seconds),
        )
        self.state = replace(self.state, letters=(*self.state.letters, letter))

    def start_letters(self) -> None:
        """Start a task for each letter that is owed and has none."""
        for letter in self.state.letters:
            owed = letter.state not in (LetterState.SENT, LetterState.FAILED)
            if owed and letter.key not in self.letters:
                self.letters[letter.key] = asyncio.create_task(self._bring_out(letter))

    async def _bring_out(self, letter: LetterItem) -> None:
        try:
            await self._patiently(letter, lambda retry: self.render(letter, retry))
            self._mark(letter, LetterState.ISSUED)
            wait = letter.send_after - self.now()
            if wait > timedelta(0):
                await workflow.sleep(wait, summary=f"undo window of {letter.code}")
            answer = await self._patiently(letter, lambda retry: self._deliver(letter, retry))
        except FailureError as problem:
            if is_cancelled_exception(problem):
                raise
            await self._record_letter(letter, LetterState.FAILED, problem=_name(problem))
            return
        await self._record_letter(letter, LetterState.SENT, mailed=answer.mailed)
        await self.letter_sent(letter)

    async def _patiently(
        self, letter: LetterItem, attempt: Callable[[RetryPolicy], Awaitable[Answer]]
    ) -> Answer:
        """Try for about an hour, then tell a supervisor, and go on trying for as long as it takes."""
        try:
            return await attempt(FOR_AN_HOUR)
        except ActivityError as late:
            if late.retry_state is not RetryState.MAXIMUM_ATTEMPTS_REACHED:
                raise
            await self._record_letter(letter, LetterState.DELAYED, problem=_name(late))
        return await attempt(FOR_EVER)

    async def _deliver(self, letter: LetterItem, retry: RetryPolicy) -> DeliveryAnswer:
        return await workflow.execute_activity_method(
            PaperActs.deliver_letter,
            DeliveryOrder(case_number=self.state.case_number, number=letter.number, as_of=self.now()),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=RENDER,
            retry_policy=retry,
            summary=f"deliver {letter.code}",
        )

    def _mark(self, letter: LetterItem, state: LetterState) -> None:
        marked = replace(letter, state=state)
        letters = tuple(marked if old.key == letter.key else old for old in self.state.letters)
        self.state = replace(self.state, letters=letters)

    async def _record_letter(self, letter: LetterItem, state: LetterState, **detail: str | bool) -> None:
        async with self.lock:
            self._mark(letter, state)
            count = self.state.event_count + 1
            event = CaseEvent(
                sequence=count,
                kind=f"LETTER_{state}",
                at=self.now(),
                actor=SYSTEM.reference,
                role=SYSTEM.roles[0],
                from_stage=self.state.stage,
                to_stage=self.state.stage,
                detail={"code": letter.code, "letter": letter.number, **detail},
            )
            escalated = self.state.escalated or state is not LetterState.SENT
            self.state = replace(self.state, event_count=count, escalated=escalated)
            await self.write((event,), ())
            self.show()


def _name(problem: FailureError) -> str:
    cause = problem.cause
    return cause.type or "unknown" if isinstance(cause, ApplicationError) else type(cause or problem).__name__
