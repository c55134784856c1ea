"""The letters that a case owes: ordered with a step, and heard of where the case waits for them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.case_acts import CaseActs
    from activities.orders import TakeBackOrder
    from rules.cases import (
        CaseBase,
        CaseEvent,
        ConsentNews,
        Detail,
        FreeText,
        LetterItem,
        LetterNews,
        LetterState,
        PaperNews,
        Priority,
        Side,
    )
    from rules.escalated import MALWARE
    from rules.receipts import KEPT_UPDATES
    from rules.roles import SYSTEM
    from workflows.case_engine import Fact, TakeLettersBack
    from workflows.steps import PATIENT, SHORT_STEP

State = TypeVar("State", bound=CaseBase)

_ORDER = list(Priority)
TOLD_ALL_THE_SAME = frozenset({"LT-GOP-CXL", "LT-GOP-EXP", "LT-GOP-FIN", "LT-GOP-AMD-NO", "LT-REM", "LT-OVP"})
"""To a hospital: that a promise ended or stays as it is, or what was paid; of the child nothing is new."""


class OwesLetters(Generic[State]):
    """A case that orders letters; each leaves by a workflow of its own once its step is on record."""

    awaited_letters: ClassVar[frozenset[str]] = frozenset()
    """Codes of letters whose delivery is a fact of the process: something begins or ends with it."""
    ready: bool

    def __init__(self, state: State) -> None:
        """Hold the state; one lock orders all that changes it.

        What happened by itself and what is owed are written with the step that they belong to.
        """
        self.state = state
        self.lock = asyncio.Lock()
        self.not_before = datetime.min.replace(tzinfo=UTC)
        self.happened: list[CaseEvent] = []
        self.owed: list[LetterItem] = []

    async def write(
        self,
        events: tuple[CaseEvent, ...],
        texts: tuple[FreeText, ...],
        letters: tuple[LetterItem, ...] = (),
    ) -> None:
        """Project the state and append the events."""
        raise NotImplementedError

    async def letter_sent(self, letter: LetterItem) -> None:
        """Go on with what waited for a letter, and write all of it down."""
        raise NotImplementedError

    async def letter_stuck(self, letter: LetterItem) -> None:
        """Tell people that a letter does not leave; within the step that writes it down."""
        raise NotImplementedError

    async def paper_doubted(self, news: PaperNews) -> None:
        """Have people see to a paper that cannot wait; within the step that writes it down."""
        raise NotImplementedError

    def show(self) -> None:
        """Update the server's index and card, when they changed."""
        raise NotImplementedError

    def card(self) -> str:
        """The case in a few lines of Markdown, for the server's own page."""
        raise NotImplementedError

    def letter_number(self, code: str, ordinal: int, to: Side) -> str:
        """The number that a letter carries; a process may number its own, by who gets it."""
        del to
        return f"{code}-{self.state.case_number}-{ordinal}"

    def now(self) -> datetime:
        """Case time: the workflow's clock and the case's offset, and never before an alarm that rang.

        A worker that takes a case up for a query, before the task of an alarm that has just rung, sees the
        alarm and the instant of the task before it; it would wait for the whole time again.
        """
        told = workflow.now() + timedelta(seconds=self.state.clock_offset_seconds)
        return max(told, self.not_before)

    def order_letter(self, code: str, to: Side) -> None:
        """Owe a letter; its number is fixed now, its content when the step is recorded.

        What would tell a hospital something new waits while the family has taken back its consent to that.
        """
        if to is Side.HOSPITAL and self.state.mute_to_hospital and code not in TOLD_ALL_THE_SAME:
            self.state = replace(self.state, withheld=(*self.state.withheld, code))
            self.record_by_itself("LETTER_WITHHELD", {"code": code})
            return
        ordinal = 1 + sum(1 for letter in self.state.letters if letter.code == code)
        now = self.now()
        letter = LetterItem(
            code=code,
            ordinal=ordinal,
            to=to,
            number=self.letter_number(code, ordinal, to),
            ordered_at=now,
            send_after=now + timedelta(seconds=self.state.undo_window_seconds),
            awaited=code in self.awaited_letters,
        )
        self.state = replace(self.state, letters=(*self.state.letters, letter))
        self.owed.append(letter)

    @workflow.signal
    async def letter_news(self, news: LetterNews) -> None:
        """A letter reports: it has left, is late, or will never leave. What was heard changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            letter = next((each for each in self.state.letters if each.key == news.key), None)
            if letter is None or letter.state is news.state:
                return
            told = replace(letter, state=news.state)
            letters = tuple(told if each.key == news.key else each for each in self.state.letters)
            late = news.state is not LetterState.SENT
            self.state = replace(self.state, letters=letters, escalated=self.state.escalated or late)
            self.record_by_itself(news.event, news.detail(letter.code, letter.number))
            if late:
                await self.letter_stuck(told)
                await self.write((), ())
                self.show()
            else:
                await self.letter_sent(told)

    @workflow.signal
    async def paper_news(self, news: PaperNews) -> None:
        """A paper of the case was read, and something in it does not fit; what was heard changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            if news.key in self.state.heard:
                return
            heard = (*self.state.heard, news.key)[-KEPT_UPDATES:]
            escalated = self.state.escalated or news.refers
            self.state = replace(self.state, heard=heard, escalated=escalated)
            self.record_by_itself("PAPER_FINDING", news.detail)
            if news.refers and (self.state.money_left or news.detail.get("finding") == MALWARE):
                await self.paper_doubted(news)
            await self.write((), ())
            self.show()

    @workflow.signal
    async def consent_news(self, news: ConsentNews) -> None:
        """The family took back a consent that the case needs, or gave it again; a repeat changes nothing.

        What was done stays lawful (PIPL 15); what is still to come waits for the family or a supervisor.
        """
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            state = self.state
            if news.key in state.heard or state.final:
                return
            others = tuple(need for need in state.unconsented if need != news.need)
            self.state = replace(
                state,
                heard=(*state.heard, news.key)[-KEPT_UPDATES:],
                unconsented=others if news.stands else (*others, news.need),
                consent_released=state.consent_released and news.stands,
                mute_to_hospital=not news.stands if news.to_hospital else state.mute_to_hospital,
                escalated=state.escalated or not news.stands,
                priority=state.priority
                if news.stands
                else max(state.priority, Priority.HIGH, key=_ORDER.index),
                version=state.version + 1,
            )
            kind = "CONSENT_GIVEN" if news.stands else "CONSENT_WITHDRAWN"
            self.record_by_itself(kind, {"need": news.need, "version": self.state.version})
            self._send_what_waited()
            owed, self.owed = tuple(self.owed), []
            await self.write((), (), owed)
            self.show()

    async def take_letters_back(self, effect: TakeLettersBack) -> tuple[str, Any]:
        """Ask the letters, which alone know whether one has left; the answer is a fact."""
        kept = await workflow.execute_activity_method(
            CaseActs.take_letters_back,
            TakeBackOrder(numbers=effect.numbers),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"take back {len(effect.numbers)} letters",
        )
        return (Fact.DECISION_TAKEN_BACK, effect.actor) if kept else (Fact.LETTERS_GONE, None)

    def _send_what_waited(self) -> None:
        if self.state.mute_to_hospital:
            return
        waited = tuple(dict.fromkeys(self.state.withheld))
        self.state = replace(self.state, withheld=())
        for code in waited:
            self.order_letter(code, Side.HOSPITAL)

    def record_by_itself(self, kind: str, detail: Detail) -> None:
        """Count an event that no step made; it is written with the next record."""
        count = self.state.event_count + 1
        self.happened.append(
            CaseEvent(
                sequence=count,
                kind=kind,
                at=self.now(),
                actor=SYSTEM.reference,
                role=SYSTEM.roles[0],
                from_stage=self.state.stage,
                to_stage=self.state.stage,
                detail=detail,
            )
        )
        self.state = replace(self.state, event_count=count)
