"""A step being written: each call adds one thing that the step does."""

from dataclasses import replace
from datetime import date
from typing import Any, Generic, Self, TypeVar

from rules.cases import CaseBase, CaseEvent, Detail, FreeText, OpenQuestion, Side
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.roles import Actor
from rules.vocabulary import ClockState
from workflows.case_engine import Effect, Happening, OrderLetter, PlanClock, Step, end_clocks, with_clock

State = TypeVar("State", bound=CaseBase)


class CaseDraft(Generic[State]):
    """Collects the new state, effects and events of one step; ``step`` closes it."""

    def __init__(self, case: State, happening: Happening[State]) -> None:
        """Start from the case as it is."""
        self.case = case
        self.happening = happening
        self._actor = happening.actor
        self._effects: list[Effect] = []
        self._events: list[CaseEvent] = []
        self._texts: list[FreeText] = []

    def by(self, actor: Actor) -> Self:
        """Record what follows as the act of that person, not of the system."""
        self._actor = actor
        return self

    def change(self, **values: Any) -> Self:
        """Set fields of the case."""
        self.case = replace(self.case, **values)
        return self

    def to(self, stage: str, reason_code: str = "", **detail: str | int | bool | None) -> Self:
        """Move to a stage and record it; a final stage ends every clock and closes the case.

        Whoever moves on from a final stage opens the case again.
        """
        self.record(stage, reason_code, detail)
        self.case = replace(self.case, stage=stage, closed_at=None)
        if self.case.final:
            self._begin_none(tuple(ClockKind))
            self.case = replace(
                end_clocks(self.case, self.happening.now, ClockState.STOPPED), closed_at=self.happening.now
            )
        return self

    def note(self, reason_code: str = "", **detail: str | int | bool | None) -> Self:
        """Record the act without moving."""
        return self.record(self.case.stage, reason_code, detail)

    def record(self, stage: str, reason_code: str, detail: Detail) -> Self:
        """Append the event of this act."""
        actor = self._actor
        count = self.case.event_count + 1
        self._events.append(
            CaseEvent(
                sequence=count,
                kind=self.happening.event,
                at=self.happening.now,
                actor=actor.reference,
                role=actor.roles[0],
                from_stage=self.case.stage,
                to_stage=stage,
                reason_code=reason_code,
                # The version that this step makes: a conflict lists what came after the one that was seen.
                detail={**detail, "version": self.case.version + 1},
            )
        )
        self.case = replace(self.case, event_count=count)
        return self

    def text(self, text: str) -> str:
        """Keep a person's words in a row of their own; the key names them in events."""
        key = f"{self.case.case_number}/{self.case.event_count + 1}/{len(self._texts) + 1}"
        if text:
            actor = self.happening.actor.reference
            self._texts.append(FreeText(key=key, text=text, author=actor, at=self.happening.now))
        return key

    def plan(self, kind: ClockKind, bound_on: date | None = None) -> Self:
        """Start a clock now; ``bound_on`` is the day of treatment or the last day of validity."""
        self._effects.append(PlanClock(kind=kind, started_at=self.happening.now, bound_on=bound_on))
        return self

    def pause(self, clock: RunningClock, question: OpenQuestion) -> Self:
        """Stop a clock's time for one open question."""
        paused = clock.pause(
            question.question_id, self.happening.now, question.asked_of, tuple(question.documents)
        )
        self.case = with_clock(self.case, paused)
        return self

    def resume(self, clock: RunningClock, question_id: str) -> Self:
        """Close a pause and plan the clock anew from its start and its pauses."""
        resumed = clock.resume(question_id, self.happening.now)
        self.case = with_clock(self.case, resumed)
        self._effects.append(
            PlanClock(kind=clock.kind, started_at=clock.started_at, bound_on=clock.bound_on, replaces=resumed)
        )
        return self

    def met(self, *kinds: ClockKind) -> Self:
        """The duty of these clocks is done."""
        self._begin_none(kinds)
        self.case = end_clocks(self.case, self.happening.now, ClockState.MET, kinds)
        return self

    def stop(self, *kinds: ClockKind) -> Self:
        """These clocks fall away."""
        self._begin_none(kinds)
        self.case = end_clocks(self.case, self.happening.now, ClockState.STOPPED, kinds)
        return self

    def _begin_none(self, kinds: tuple[ClockKind, ...]) -> None:
        """What this step has planned itself would begin after it, with nothing left to end it."""
        self._effects = [
            each for each in self._effects if not (isinstance(each, PlanClock) and each.kind in kinds)
        ]

    def order(self, code: str, *sides: Side) -> Self:
        """Owe a letter to each side."""
        self._effects.extend(OrderLetter(code=code, to=side) for side in sides)
        return self

    def do(self, effect: Effect) -> Self:
        """Ask for an effect."""
        self._effects.append(effect)
        return self

    def quiet_step(self) -> Step[State]:
        """The finished step of something that no decision depends on: nobody's version is outdated by it."""
        self._events = [
            replace(event, detail={name: value for name, value in event.detail.items() if name != "version"})
            for event in self._events
        ]
        return self._finished()

    def step(self) -> Step[State]:
        """The finished step; its state is one version on."""
        self.case = replace(self.case, version=self.case.version + 1)
        return self._finished()

    def _finished(self) -> Step[State]:
        return Step(
            state=self.case,
            effects=tuple(self._effects),
            events=tuple(self._events),
            texts=tuple(self._texts),
        )
