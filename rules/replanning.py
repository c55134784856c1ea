"""How a clock of a case is planned, and planned anew: the time already spent stays spent."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.calendar import WorkingCalendar
from rules.clocks import ChangeReason, PlanChange, RunningClock
from rules.deadlines import ClockKind
from rules.escalation import Ladders
from rules.planned_clock import PlannedClock, plan_clock
from rules.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanning:
    """Why and when a clock is planned anew, other than by an answer."""

    at: datetime
    reason: ChangeReason


@dataclass(frozen=True, slots=True)
class ClockPlanner:
    """Plans the clocks of one case by a calendar and the ladders of escalation."""

    case_number: str
    calendar: WorkingCalendar
    ladders: Ladders

    def start(
        self, kind: ClockKind, started_at: datetime, target: Target, bound_on: date | None = None
    ) -> RunningClock:
        """A clock that begins."""
        clock = RunningClock(kind=kind, started_at=started_at, due_at=started_at, bound_on=bound_on)
        return self._planned(clock, target)

    def resume(self, before: RunningClock) -> RunningClock:
        """A clock after an answer: from its start through every pause, by the target that it has."""
        return self._planned(before, target_of(before))

    def again(self, before: RunningClock, change: Replanning, target: Target | None = None) -> RunningClock:
        """A clock after a change of target or calendar, with the change on its record if anything moved.

        A due that was still ahead never lands in the past: it is late, and due soon after the change.
        """
        wanted = target or target_of(before)
        after = self._planned(before, wanted)
        stopped_at = min((p.from_at for p in before.pauses if p.to_at is None), default=change.at)
        if after.due_at <= stopped_at < before.due_at:
            after = self._planned(replace(before, not_before=change.at), wanted)
        changed = PlanChange(
            at=change.at,
            reason=change.reason,
            due_before=before.due_at,
            due_after=after.due_at,
            count_before=before.count,
            count_after=after.count,
            calendar_before=before.calendar_version,
            calendar_after=after.calendar_version,
        )
        same = (after.due_at, after.count) == (before.due_at, before.count)
        return after if same else replace(after, changes=(*before.changes, changed))

    def _planned(self, before: RunningClock, target: Target) -> RunningClock:
        clock = replace(before, ladder=target.ladder, target_rule=target.rule, because=target.because)
        return RunningClock.planned(self.plan(clock, target.count), clock)

    def plan(self, clock: RunningClock, count: int) -> PlannedClock:
        """The instants of a clock with all its pauses so far."""
        return plan_clock(
            clock.kind,
            clock.started_at,
            self.calendar,
            case_number=self.case_number,
            bound_on=clock.bound_on,
            pauses=clock.pauses,
            count=count,
            marks=self.ladders.named(clock.ladder).marks,
            not_before=clock.not_before,
        )


def target_of(clock: RunningClock) -> Target:
    """The target that a clock has."""
    return Target(count=clock.count, ladder=clock.ladder, rule=clock.target_rule, because=clock.because)
