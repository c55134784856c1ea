"""A pre-authorization that lives through its real table and is recorded as a worker records it."""

from collections import deque
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from activities.case_record import record
from activities.orders import LetterOrder, RecordOrder, ReserveAnswer
from activities.preauthorization_record import PREAUTHORIZATION
from rules.cases import CaseEvent, CaseNews, FreeText, LetterItem, Side
from rules.catalogue.calendars import CALENDAR_FOLDER, read_calendar
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.permissions import Action, Relation
from rules.planned_clock import plan_clock
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import Assessment
from rules.roles import SYSTEM, Actor
from stores.database import transaction
from workflows.case_engine import (
    ALL_PATCHES,
    Assess,
    Fact,
    Happening,
    MilestoneReached,
    OrderLetter,
    PlanClock,
    Release,
    Reserve,
    apply,
    with_clock,
)
from workflows.pre_authorization import TABLE, PreAuthorization

CALENDAR = read_calendar(sorted(CALENDAR_FOLDER.glob("*.yaml")))


class Story:
    """Steps the case, answers its effects and writes it down. ``orders`` are the letters ordered so far."""

    def __init__(self, engine: Engine, case: PreAuthorizationCase, assessment: Assessment) -> None:
        """Begin with a case that nothing has happened to."""
        self.engine = engine
        self.case = case
        self.assessment = assessment
        self.now = case.opened_at
        self.orders: list[LetterOrder] = []

    def submitted(self, by: Actor) -> "Story":
        """The request arrives and is judged."""
        return self._advance(Happening(event=Fact.SUBMITTED, actor=by, now=self.now))

    def act(self, by: Actor, body: Any, later: timedelta = timedelta(hours=1)) -> "Story":
        """A person acts, an hour after what happened before unless told otherwise."""
        self.now += later
        relation = Relation.STAFF if by.reference.startswith("staff:") else Relation.OWN_FAMILY
        happening: Happening[PreAuthorizationCase] = Happening(
            event=Action(body.action),
            actor=by,
            now=self.now,
            body=body,
            relation=relation,
            patches=ALL_PATCHES,
        )
        return self._advance(happening)

    def reach(self, kind: ClockKind, name: str) -> "Story":
        """Time passes to a milestone of the open clock of that kind."""
        clock = self.case.clock(kind)
        assert clock is not None, f"{self.case.case_number} has no open {kind}"
        milestone = next(each for each in clock.milestones if each.name == name)
        self.now = max(self.now, milestone.at)
        reached = MilestoneReached(clock=clock, milestone=milestone)
        return self._advance(
            Happening(event=Fact.MILESTONE, actor=SYSTEM, now=self.now, body=reached, patches=ALL_PATCHES)
        )

    def hear(self, news: CaseNews, later: timedelta = timedelta(hours=1)) -> "Story":
        """Another case reports something, an hour after what happened before."""
        self.now += later
        return self._advance(
            Happening(event=news.fact, actor=SYSTEM, now=self.now, body=news, patches=ALL_PATCHES)
        )

    def order(self, code: str, ordinal: int = 1) -> LetterOrder:
        """The order for a letter, as the workflow gave it."""
        return next(
            order for order in self.orders if (order.letter.code, order.letter.ordinal) == (code, ordinal)
        )

    def _advance(self, first: Happening[PreAuthorizationCase]) -> "Story":
        events: list[CaseEvent] = []
        texts: list[FreeText] = []
        waiting, before = deque([first]), len(self.case.letters)
        while waiting:
            step = apply(TABLE, self.case, self.case.stage, waiting.popleft())
            self.case = step.state
            events.extend(step.events)
            texts.extend(step.texts)
            for effect in step.effects:
                answer = self._answer(effect)
                if answer:
                    event, body = answer
                    waiting.append(Happening(event=event, actor=SYSTEM, now=self.now, body=body))
        written = RecordOrder(case=self.case, events=tuple(events), texts=tuple(texts), as_of=self.now)
        with transaction(self.engine) as session:
            record(session, written, PREAUTHORIZATION, self.now)
        self.orders += [self._ordered(letter) for letter in self.case.letters[before:]]
        return self

    def _answer(self, effect: Any) -> tuple[str, Any] | None:
        match effect:
            case OrderLetter():
                self._owe(effect)
            case PlanClock():
                self._plan(effect)
            case Assess():
                return Fact.ASSESSED, self.assessment
            case Reserve():
                return Fact.RESERVED, self._granted(effect.amount)
            case Release():
                pass
        return None

    def _owe(self, effect: OrderLetter) -> None:
        ordinal = 1 + sum(1 for letter in self.case.letters if letter.code == effect.code)
        letter = LetterItem(
            code=effect.code,
            ordinal=ordinal,
            to=effect.to,
            number=self._number(effect.code, ordinal, effect.to),
            ordered_at=self.now,
            send_after=self.now + timedelta(seconds=self.case.undo_window_seconds),
        )
        self.case = replace(self.case, letters=(*self.case.letters, letter))

    def _number(self, code: str, ordinal: int, to: Side) -> str:
        """As the workflow numbers it; only its state matters for that."""
        shell = object.__new__(PreAuthorization)
        shell.state = self.case
        return shell.letter_number(code, ordinal, to)

    def _plan(self, effect: PlanClock) -> None:
        planned = plan_clock(
            effect.kind,
            effect.started_at,
            CALENDAR,
            case_number=self.case.case_number,
            bound_on=effect.bound_on,
            pauses=effect.replaces.pauses if effect.replaces else (),
        )
        self.case = with_clock(self.case, RunningClock.planned(planned, effect.replaces))

    def _granted(self, amount: int) -> ReserveAnswer:
        return ReserveAnswer(granted=True, amount=amount, asked=amount, available=amount, version=4)

    def _ordered(self, letter: LetterItem) -> LetterOrder:
        return LetterOrder(case=self.case, letter=letter, number=letter.number, as_of=letter.ordered_at)
