"""A clock as a case carries it: planned instants, what fired, pauses, and how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.deadlines import ClockKind, MilestoneKind
from rules.planned_clock import PlannedClock
from rules.vocabulary import ClockState


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """An instant at which something happens once. ``name`` is unique within the clock."""

    kind: MilestoneKind
    name: str
    at: datetime
    fired: bool = False

    @property
    def fires_at(self) -> datetime:
        """When the second of its instant is over: what is done in that second is done in time."""
        return self.at.replace(microsecond=0) + timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseInterval:
    """A stretch without running time; it belongs to one open question, put to the side ``asked_of``.

    ``documents`` are the kinds that were asked for.
    """

    question_id: str
    from_at: datetime
    to_at: datetime | None = None
    asked_of: str = ""
    documents: tuple[str, ...] = ()


class ChangeReason(StrEnum):
    """Why a running clock was planned anew, other than by an answer."""

    CALENDAR = "CALENDAR"
    URGENCY = "URGENCY"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """A clock planned anew: what it was before and became. The time already spent stays spent."""

    at: datetime
    reason: ChangeReason
    due_before: datetime
    due_after: datetime
    count_before: int
    count_after: int
    calendar_before: str
    calendar_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """One duty with its due instant; ``legal_due_at`` is the law's rolled breach line, if there is one.

    ``calendar_version`` is what the case follows, ``counted_by`` the calendar that the due was counted on.
    ``count`` is how much time it has, by the rule ``target_rule`` (empty: by the table) ``because`` of what;
    ``changes`` say when that was otherwise. ``not_before``: a change then would have put the due into the
    past. ``reopened``: when it ended with decisions that were taken back, so that it ran on all the same.
    ``must_explain``: it is late, and nothing is decided before somebody has given a ``delay_reason``.
    """

    kind: ClockKind
    started_at: datetime
    due_at: datetime
    legal_due_at: datetime | None = None
    milestones: tuple[Milestone, ...] = ()
    pauses: tuple[PauseInterval, ...] = ()
    state: ClockState = ClockState.RUNNING
    ended_at: datetime | None = None
    calendar_version: str = ""
    counted_by: str = ""
    bound_on: date | None = None
    late: bool = False
    provisional: bool = False
    count: int = 0
    ladder: str = ""
    target_rule: str = ""
    because: tuple[str, ...] = ()
    not_before: datetime | None = None
    changes: tuple[PlanChange, ...] = ()
    must_explain: bool = False
    delay_reason: str = ""
    reopened: tuple[datetime, ...] = ()

    @classmethod
    def planned(cls, plan: PlannedClock, before: "RunningClock | None" = None) -> "RunningClock":
        """The clock that runs by a plan; milestones that fired ``before`` it was planned anew stay fired.

        A paused clock has no instants ahead, but keeps what fired.
        """
        clock = before or cls(kind=plan.kind, started_at=plan.started_at, due_at=plan.due_at)
        return replace(
            clock,
            due_at=plan.due_at,
            legal_due_at=plan.legal_due_at,
            milestones=clock.milestones if plan.paused else _once(plan, clock),
            calendar_version=plan.calendar_version,
            counted_by=plan.calendar_version,
            bound_on=plan.bound_on,
            late=plan.late,
            provisional=plan.provisional,
            count=plan.count,
            not_before=plan.not_before,
        )

    @property
    def open(self) -> bool:
        """Whether the duty is still to be met."""
        return self.state in (ClockState.RUNNING, ClockState.PAUSED)

    def next_milestone(self) -> Milestone | None:
        """The earliest milestone that has not fired; a paused or ended clock has none."""
        if self.state is not ClockState.RUNNING:
            return None
        waiting = [milestone for milestone in self.milestones if not milestone.fired]
        return min(waiting, key=lambda milestone: milestone.at, default=None)

    def fire(self, name: str) -> "RunningClock":
        """The clock with that milestone marked as fired."""
        marked = tuple(replace(m, fired=True) if m.name == name else m for m in self.milestones)
        return replace(self, milestones=marked)

    def end(self, at: datetime, state: ClockState) -> "RunningClock":
        """The clock ended: MET when the duty was done, STOPPED when it fell away."""
        pauses = tuple(pause if pause.to_at else replace(pause, to_at=at) for pause in self.pauses)
        return replace(self, state=state, ended_at=at, pauses=pauses)

    def reopen(self) -> "RunningClock":
        """The clock as if it had not ended; an open one stays as it is."""
        if self.ended_at is None:
            return self
        pauses = tuple(
            replace(pause, to_at=None) if pause.to_at == self.ended_at else pause for pause in self.pauses
        )
        stands_still = any(pause.to_at is None for pause in pauses)
        return replace(
            self,
            state=ClockState.PAUSED if stands_still else ClockState.RUNNING,
            ended_at=None,
            pauses=pauses,
            reopened=(*self.reopened, self.ended_at),
        )

    def pause(
        self, question_id: str, at: datetime, asked_of: str = "", documents: tuple[str, ...] = ()
    ) -> "RunningClock":
        """The clock paused for one open question; ``asked_of`` is the side that we wait for."""
        interval = PauseInterval(question_id=question_id, from_at=at, asked_of=asked_of, documents=documents)
        return replace(self, state=ClockState.PAUSED, pauses=(*self.pauses, interval))

    def resume(self, question_id: str, at: datetime) -> "RunningClock":
        """The clock with that question's pause closed; it runs when no other pause is open.

        The due instant still stands as planned: the caller plans it anew from start and pauses.
        """
        pauses = tuple(
            replace(pause, to_at=at) if pause.question_id == question_id and pause.to_at is None else pause
            for pause in self.pauses
        )
        still = any(pause.to_at is None for pause in pauses)
        return replace(self, pauses=pauses, state=ClockState.PAUSED if still else ClockState.RUNNING)


def _once(plan: PlannedClock, before: RunningClock) -> tuple[Milestone, ...]:
    fired = {milestone.name for milestone in before.milestones if milestone.fired}
    return tuple(
        Milestone(kind=planned.kind, name=planned.name, at=planned.at, fired=planned.name in fired)
        for planned in plan.milestones
    )


def driving_clock(clocks: Iterable[RunningClock]) -> RunningClock | None:
    """The clock that is due first drives escalation (domain 4.3.9); a paused one only where none runs."""
    waiting = [clock for clock in clocks if clock.open]
    return min(waiting, key=lambda clock: (clock.state is not ClockState.RUNNING, clock.due_at), default=None)


def next_milestone(clocks: Iterable[RunningClock]) -> tuple[RunningClock, Milestone] | None:
    """The next thing that time alone will do."""
    waiting = [(clock, milestone) for clock in clocks if (milestone := clock.next_milestone())]
    return min(waiting, key=lambda pair: pair[1].at, default=None)
