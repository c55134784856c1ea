"""An act rehearsed on the case as it stands: which letters it would send. Nothing is recorded."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from activities.case_acts import CaseActs
from activities.orders import LetterOrder, ReserveAnswer
from activities.rehearsals import Worded, judged, worded
from rules.any_case import AnyCase
from rules.cases import CaseBase, CaseEvent, FreeText, LetterItem
from rules.permissions import Action, Relation
from rules.roles import SYSTEM, Actor, Role
from workflows.case_clocks import clock_order
from workflows.case_engine import (
    Effect,
    Fact,
    Happening,
    OrderLetter,
    PlanClock,
    Reserve,
    apply,
    check_command,
    patches_asked,
    with_clock,
)
from workflows.claims.effects import ClaimFact, Judge
from workflows.claims.shell import judge_order
from workflows.messages import Command, CoSign
from workflows.processes import PROCESSES

SECOND = Actor("staff:…", (Role.HEAD,), 10**15)
"""Whoever may sign second: nobody is named before they did."""


class UnforeseenError(Exception):
    """The act asks something whose answer only doing it tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """The letters that would leave, in the order of the case.

    ``second_first``: only once another person has signed; who that is, the letters cannot name yet.
    """

    letters: tuple[Worded, ...]
    second_first: bool


def rehearse(session: Session, case: AnyCase, command: Command, now: datetime, public_url: str) -> Rehearsed:
    """Apply the act in mind, at case time; RefusedError as the case would refuse it, UnforeseenError."""
    table = PROCESSES[case.process].table
    check_command(table, case, case.stage, command)
    mind = _Mind(session, case, now)
    mind.meet(
        Happening(
            event=Action(command.body.action),
            actor=command.actor,
            now=now,
            body=command.body,
            relation=command.relation,
        )
    )
    proposed = bool(mind.case.proposed_by) and command.body.action != Action.CO_SIGN
    if proposed and not mind.owed and table.row(mind.case.stage, Action.CO_SIGN):
        signed = CoSign()
        mind.meet(
            Happening(event=Action.CO_SIGN, actor=SECOND, now=now, body=signed, relation=Relation.STAFF)
        )
    return Rehearsed(letters=tuple(mind.words(public_url)), second_first=proposed)


class _Mind:
    """A case that is only thought of: its shell orders letters as it would, and no activity runs."""

    def __init__(self, session: Session, case: CaseBase, now: datetime) -> None:
        running = PROCESSES[case.process]
        self._session, self._now, self._table = session, now, running.table
        self._clocks = CaseActs(session.get_bind())  # type: ignore[arg-type]
        # Letters are ordered and numbered by the shell's own methods, which need no running workflow.
        self._shell: Any = object.__new__(running.workflow)
        self._shell.state, self._shell.happened, self._shell.owed = case, [], []
        self._shell.now = lambda: now
        self._events: list[CaseEvent] = []
        self._texts: list[FreeText] = []

    @property
    def case(self) -> Any:
        """The case as it would be."""
        return self._shell.state

    @property
    def owed(self) -> Iterable[LetterItem]:
        """Letters ordered so far."""
        owed: list[LetterItem] = self._shell.owed
        return owed

    def meet(self, first: Happening[Any]) -> None:
        """Step until nothing more follows."""
        waiting = deque([first])
        while waiting:
            happening = waiting.popleft()
            happening = replace(
                happening, patches=frozenset(patches_asked(self.case.process, happening.event))
            )
            step = apply(self._table, self.case, self.case.stage, happening)
            self._shell.state = step.state
            if step.refused:
                raise step.refused
            self._events += step.events
            self._texts += step.texts
            for effect in step.effects:
                answer = self._answer(effect)
                if answer:
                    fact, body = answer
                    waiting.append(Happening(event=fact, actor=SYSTEM, now=self._now, body=body))

    def _answer(self, effect: Effect) -> tuple[str, Any] | None:
        match effect:
            case OrderLetter():
                self._shell.order_letter(effect.code, effect.to)
            case PlanClock():
                clock = self._clocks.plan_clock(clock_order(self.case, effect))
                self._shell.state = with_clock(self.case, clock)
            case Reserve():
                return Fact.RESERVED, _held(effect)
            case Judge(reopen=True):
                raise UnforeseenError("what stands is taken back first, and judged by what is free then")
            case Judge():
                order = judge_order(self.case, effect, self._now)
                return ClaimFact.CLAIM_JUDGED, judged(self._session, order)
        return None

    def words(self, public_url: str) -> Iterable[Worded]:
        """Each letter worded by the case as it would be in the end."""
        texts = {each.key: each.text for each in self._texts}
        for item in self._shell.owed:
            order = LetterOrder(case=self.case, letter=item, number=item.number, as_of=self._now)
            yield worded(self._session, order, self._events, texts, public_url)


def _held(effect: Reserve) -> ReserveAnswer:
    """The benefit suffices: where it would not, the price beside the form says so."""
    return ReserveAnswer(
        granted=True,
        amount=effect.amount,
        asked=effect.amount,
        available=effect.amount,
        version=effect.seen_version or 0,
    )
