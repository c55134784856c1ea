"""The shell around a case engine: takes messages, runs effects, sleeps to the next milestone."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar, TypeVar, cast

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.case_acts import CaseActs
    from activities.orders import RecordOrder, ReleaseOrder
    from rules.any_case import AnyCase
    from rules.cases import CaseBase, CaseEvent, CaseNews, FreeText, LetterItem
    from rules.findings.confirmed import ConfirmedReading
    from rules.opening import Opening
    from rules.permissions import Action
    from rules.receipts import KEPT_UPDATES, Receipt, SeenUpdate
    from rules.roles import SYSTEM
    from rules.vocabulary import ClockState
    from workflows.case_clocks import KeepsClocks
    from workflows.case_engine import (
        OUTLIVED,
        Effect,
        Escalate,
        Fact,
        Happening,
        OrderLetter,
        PlanClock,
        RefusedError,
        Table,
        TakeLettersBack,
        TellCase,
        WriteDown,
        apply,
        benefit_short,
        check_command,
        due_by_time,
        next_by_time,
        patches_asked,
    )
    from workflows.messages import Command
    from workflows.steps import PATIENT as PATIENT
    from workflows.steps import SHORT_STEP as SHORT_STEP
    from workflows.steps import grown_long, opened_again

State = TypeVar("State", bound=CaseBase)

STAGE = SearchAttributeKey.for_keyword("LipeiStage")
DUE_AT = SearchAttributeKey.for_datetime("LipeiDueAt")
ESCALATED = SearchAttributeKey.for_bool("LipeiEscalated")
ASSIGNEE = SearchAttributeKey.for_keyword("LipeiAssignee")
PROCESS = SearchAttributeKey.for_keyword("LipeiProcess")


class CaseShell(KeepsClocks[State]):
    """One execution of a case. A process adds its table, its own effects and its record.

    Whatever writes runs as a regular activity: the server then holds the message that caused it before it
    happens. A local activity runs before that, so a killed worker could leave an effect whose cause nobody
    remembers; only readings are local.
    """

    table: ClassVar[Table[Any]]

    def __init__(self, state: State, seen: tuple[SeenUpdate, ...]) -> None:
        """Take up the state, whose time begins with the workflow's.

        ``seen`` are the updates answered before a continue-as-new.
        """
        super().__init__(state)
        if state.version == 0:
            self.state = replace(self.state, opened_at=self.now())
        self.seen = {update.update_id: update.receipt for update in seen}
        self.ready = state.version > 0
        self.changes = 0
        self.releases: list[ReleaseOrder] = []
        self.confirmed: list[ConfirmedReading] = []
        self.alarm: asyncio.Task[None] | None = None
        self.alarm_at = self.state.opened_at
        self.shown: tuple[Any, ...] = ()

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Run an effect of the process; the answer comes back as a fact with its body."""
        raise NotImplementedError

    @workflow.query
    def case(self) -> Any:
        """The case as it stands."""
        return self.state

    @workflow.update
    async def opened(self) -> Receipt:
        """The first answer: stage and deadline once the rules have looked at the request."""
        await workflow.wait_condition(lambda: self.ready)
        return self.receipt()

    @workflow.update
    async def act(self, command: Command) -> Receipt:
        """A person acts."""
        return await self.take(command)

    @act.validator
    def validate_act(self, command: Command) -> None:
        """Refuse at the door, without a trace in the history."""
        self.validate(command)

    @workflow.signal
    async def told(self, news: CaseNews) -> None:
        """Another case reports something; a repeat, or what no longer matters here, changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            if news.key in self.state.heard:
                return
            heard = (*self.state.heard, news.key)[-KEPT_UPDATES:]
            self.state = replace(self.state, heard=heard)
            if self.table.row(self.state.stage, news.fact) is not None:
                await self.advance(self.fact(news.fact, news))

    # Messages.

    def validate(self, command: Command) -> None:
        """Refuse at the door what the case cannot take; a known update id passes to its old answer."""
        info = workflow.current_update_info()
        if info and info.id in self.seen:
            return
        self._check(command)

    def _check(self, command: Command) -> None:
        try:
            check_command(self.table, self.state, self.state.stage, command)
        except RefusedError as refused:
            raise _application_error(refused) from refused

    async def take(self, command: Command) -> Receipt:
        """Apply a person's command and everything that follows from it."""
        info = workflow.current_update_info()
        update_id = info.id if info else ""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            if update_id in self.seen:
                return self.seen[update_id]
            self._check(command)
            happening = self._happening(command)
            try:
                await self.advance(happening)
            except RefusedError as refused:
                raise _application_error(refused) from refused
            receipt = self.receipt(command.digest)
            self.seen[update_id] = receipt
            while len(self.seen) > KEPT_UPDATES:
                del self.seen[next(iter(self.seen))]
            return receipt

    def _happening(self, command: Command) -> Happening[State]:
        return Happening(
            event=Action(command.body.action),
            actor=command.actor,
            now=self.now(),
            body=command.body,
            relation=command.relation,
            patches=self._patches(command.body.action),
        )

    def fact(self, event: str, body: Any = None) -> Happening[State]:
        """Something that the system reports."""
        named = f"{event}/{body.clock.kind}" if event == Fact.MILESTONE else event
        return Happening(event=event, actor=SYSTEM, now=self.now(), body=body, patches=self._patches(named))

    def _patches(self, event: str) -> frozenset[str]:
        return frozenset(filter(workflow.patched, patches_asked(self.state.process, event)))

    def receipt(self, digest: str = "") -> Receipt:
        """The short answer to an act."""
        clock = self.state.driving_clock()
        return Receipt(
            case_number=self.state.case_number,
            stage=self.state.stage,
            version=self.state.version,
            due_at=clock.due_at if clock else None,
            digest=digest,
        )

    # Steps.

    async def advance(self, first: Happening[State]) -> None:
        """Step, run the effects, feed their answers back, and write it all down once."""
        events = list(self._happened())
        texts: list[FreeText] = []
        waiting = deque([first])
        short: RefusedError | None = None
        while waiting:
            happening = waiting.popleft()
            step = apply(self.table, self.state, self.state.stage, happening)
            self.state = step.state
            events.extend(step.events)
            texts.extend(step.texts)
            if happening.event == Fact.RESERVE_SHORT:
                short = benefit_short(happening.body)
            short = step.refused or short
            for effect in step.effects:
                if isinstance(effect, WriteDown):
                    await self.write(tuple(events), tuple(texts))
                    events, texts = [], []
                    continue
                answer = await self._run(effect)
                events.extend(self._happened())
                if answer:
                    waiting.append(self.fact(*answer))
        owed, self.owed = tuple(self.owed), []
        await self.write(tuple(events), tuple(texts), owed)
        self.changes += 1
        self.ready = True
        self.show()
        if short:
            raise short

    async def _run(self, effect: Effect) -> tuple[str, Any] | None:
        if isinstance(effect, OrderLetter):
            self.order_letter(effect.code, effect.to)
            return None
        if isinstance(effect, ConfirmedReading):
            self.confirmed.append(effect)
            return None
        if isinstance(effect, PlanClock):
            await self.plan(effect)
            return None
        if isinstance(effect, Escalate):
            await self.escalate(effect)
            return None
        if isinstance(effect, TakeLettersBack):
            return await self.take_letters_back(effect)
        if isinstance(effect, TellCase):
            return await self._tell(effect)
        return await self.perform(effect)

    async def _tell(self, effect: TellCase) -> tuple[str, Any] | None:
        """Say it to the other case; a closed or unknown one comes back as a fact."""
        other = workflow.get_external_workflow_handle(effect.case_number)
        try:
            await other.signal("told", effect.news)
        except ApplicationError:
            return Fact.NOT_HEARD, effect
        return None

    async def write(
        self,
        events: tuple[CaseEvent, ...],
        texts: tuple[FreeText, ...],
        letters: tuple[LetterItem, ...] = (),
    ) -> None:
        """Project the case, append its events, tell people, send off letters."""
        order = RecordOrder(
            case=cast("AnyCase", self.state),
            events=(*events, *self._happened()),
            earlier=tuple(self.earlier),
            texts=texts,
            notices=tuple(self.notices),
            letters=letters,
            releases=tuple(self.releases),
            confirmed=tuple(self.confirmed),
            as_of=self.now(),
        )
        self.notices, self.releases, self.earlier, self.confirmed = [], [], [], []
        await workflow.execute_activity_method(
            CaseActs.record_case,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"record {self.state.stage} v{self.state.version}",
        )

    def _happened(self) -> tuple[CaseEvent, ...]:
        taken, self.happened = tuple(self.happened), []
        return taken

    async def letter_sent(self, letter: LetterItem) -> None:
        """Take it as a fact where the stage waits for it; else only its event is written."""
        if self.table.row(self.state.stage, Fact.LETTER_SENT):
            await self.advance(self.fact(Fact.LETTER_SENT, letter))
        else:
            await self.write((), ())

    # Life.

    async def whole(self, opening: Opening[State]) -> str:
        """Live to the end, in as many executions as that takes; the result is the final stage."""
        first = Happening[State](event=Fact.SUBMITTED, actor=opening.opener, now=self.now())
        if not await self.live(first):
            workflow.continue_as_new(Opening(case=self.state, opener=opening.opener, seen=self.carried()))
        return self.state.stage

    async def live(self, opening: Happening[State] | None) -> bool:
        """Live until the case is finished; False when it should continue anew with a short history."""
        if opening is not None and not self.ready:
            async with self.lock:
                await self.advance(opening)
        self.show()
        if self.state.final and not self.changes:
            await opened_again(lambda: self.changes > 0)
        while not self.state.final or self.lock.locked() or await self._taken_back():
            if not grown_long():
                await self._sleep()
                continue
            await self._settle()
            if not self.state.final:
                return False
        await workflow.wait_condition(workflow.all_handlers_finished)
        return True

    async def _taken_back(self) -> bool:
        """Wait as long as the decision that ended the case can be taken back; whether it was."""
        fresh, now = self.state.fresh, self.now()
        if fresh is None or not fresh.waits(self.state.version, now) or not workflow.patched(OUTLIVED):
            return False
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: not self.state.final, timeout=fresh.until - now, timeout_summary="undo window"
            )
        await workflow.wait_condition(lambda: not self.lock.locked())
        return not self.state.final

    async def _settle(self) -> None:
        """Nothing is half-done at a continue-as-new: whoever holds the lock is writing a change down."""
        async with self.lock:
            await self.write_earlier()
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() and not self.lock.locked())

    async def _sleep(self) -> None:
        seen = self.changes
        self._set_alarm()
        await workflow.wait_condition(lambda: self._woken(seen))
        if self.alarm and self.alarm.done():
            self.alarm, self.not_before = None, self.alarm_at
            await self._tick()

    def _set_alarm(self) -> None:
        """Wait for the next milestone. A timer that fires sooner stays: it looks again, and costs no more."""
        upcoming = next_by_time(self.state)
        if upcoming is None or (self.alarm and self.alarm_at <= upcoming[0]):
            return
        if self.alarm:
            self.alarm.cancel()
        self.alarm_at, summary = upcoming
        wait = max(timedelta(0), self.alarm_at - self.now())
        self.alarm = asyncio.create_task(workflow.sleep(wait, summary=summary))

    def _woken(self, seen: int) -> bool:
        if self.changes != seen or (self.alarm and self.alarm.done()) or grown_long():
            return True
        return self.state.final and not self.lock.locked()

    async def _tick(self) -> None:
        async with self.lock:
            due = due_by_time(self.state, self.now())
            if due:
                await self.advance(self.fact(*due))

    def show(self) -> None:
        """Update the server's index and card, when they changed."""
        clock = self.state.driving_clock()
        due_at = clock.due_at if clock and clock.state is ClockState.RUNNING else None
        wanted = (self.state.stage, due_at, self.state.escalated, self.state.assignee)
        if wanted == self.shown:
            return
        self.shown = wanted
        workflow.upsert_search_attributes(
            [
                STAGE.value_set(self.state.stage),
                DUE_AT.value_set(due_at) if due_at else DUE_AT.value_unset(),
                ESCALATED.value_set(self.state.escalated),
                ASSIGNEE.value_set(self.state.assignee) if self.state.assignee else ASSIGNEE.value_unset(),
            ]
        )
        workflow.set_current_details(self.card())

    def carried(self) -> tuple[SeenUpdate, ...]:
        """Answers to carry across continue-as-new."""
        return tuple(SeenUpdate(update_id=key, receipt=value) for key, value in self.seen.items())


def search_attributes(process: str) -> TypedSearchAttributes:
    """What a case of that process starts with in the server's index."""
    return TypedSearchAttributes([SearchAttributePair(PROCESS, process)])


def _application_error(refused: RefusedError) -> ApplicationError:
    return ApplicationError(refused.why, refused.details, type=refused.kind, non_retryable=True)
