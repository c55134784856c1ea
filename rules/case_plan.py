"""What a published calendar makes of one case: its open clocks anew, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.business_time import next_business_instant
from rules.calendar import WorkingCalendar
from rules.calendar_moves import calendar_for, follow, move_events, move_notices, moves
from rules.cases import CaseEvent
from rules.clocks import RunningClock
from rules.escalation import Ladders
from rules.notices import Notice
from rules.replanning import ClockPlanner
from rules.vocabulary import ClockState

HOLDS_FOR = timedelta(minutes=5)
"""A plan that was made longer ago, or for another time than the case's own, is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCase:
    """A case between two acts, as far as its calendar goes: ``event_count`` says which, ``at`` when."""

    case_number: str
    stage: str
    assignee: str
    event_count: int
    clocks: tuple[RunningClock, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """The open clocks of a case, planned by ``version`` for the state ``based_on`` so many events.

    ``at`` is the case time of it; ``deliver_at`` is when who has the case hears of it: in working hours.
    """

    based_on: int
    version: str
    at: datetime
    deliver_at: datetime
    clocks: tuple[RunningClock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPlan:
    """A case after it took a plan, and what is said of it; ``event_count`` counts the new events too."""

    event_count: int
    clocks: tuple[RunningClock, ...]
    events: tuple[CaseEvent, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCalendars:
    """What the clocks of a case are counted on: its own calendar, and the standard one for legal periods.

    ``version`` names both; a case that was planned by another version has yet to follow.
    """

    own: WorkingCalendar
    standard: WorkingCalendar
    version: str


def plan_case(case: StandingCase, held: CaseCalendars, ladders: Ladders) -> CasePlan:
    """Its open clocks on its calendars."""

    def planned(clock: RunningClock) -> RunningClock:
        planner = ClockPlanner(case.case_number, calendar_for(clock.kind, held.own, held.standard), ladders)
        return follow(clock, planner, version=held.version, now=case.at)

    return CasePlan(
        based_on=case.event_count,
        version=held.version,
        at=case.at,
        deliver_at=next_business_instant(held.own, case.at),
        clocks=tuple(planned(clock) for clock in case.clocks if clock.open),
    )


def take(case: StandingCase, plan: CasePlan) -> TakenPlan:
    """The case with its open clocks as planned: one event a clock that moved, and who has it is told."""
    planned = {clock.kind: clock for clock in plan.clocks}
    clocks = tuple(planned.get(clock.kind, clock) if clock.open else clock for clock in case.clocks)
    moved, count = moves(case.clocks, clocks), case.event_count
    return TakenPlan(
        event_count=count + len(moved),
        clocks=clocks,
        events=move_events(moved, after_sequence=count, stage=case.stage, at=plan.at, assignee=case.assignee),
        notices=move_notices(
            moved, after_sequence=count, at=plan.at, assignee=case.assignee, deliver_at=plan.deliver_at
        ),
    )


def still_holds(plan: CasePlan, case: StandingCase) -> bool:
    """Whether the case would be planned so now: nothing happened since, and no due passed in between."""
    open_clocks = [clock for clock in case.clocks if clock.open]
    if plan.based_on != case.event_count or abs(case.at - plan.at) > HOLDS_FOR:
        return False
    if sorted(clock.kind for clock in open_clocks) != sorted(clock.kind for clock in plan.clocks):
        return False
    since, until = sorted((plan.at, case.at))
    return not any(since < due_at <= until for due_at in _dues((*open_clocks, *plan.clocks)))


def _dues(clocks: Sequence[RunningClock]) -> list[datetime]:
    return [clock.due_at for clock in clocks if clock.state is ClockState.RUNNING]
