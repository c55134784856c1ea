"""Clocks planned anew when a calendar was published: what stays, what moves, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rules.calendar import WorkingCalendar
from rules.cases import CaseEvent, Detail
from rules.clock_table import CLOCKS
from rules.clocks import ChangeReason, Milestone, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.notices import Notice, NoticeKind
from rules.replanning import ClockPlanner, Replanning
from rules.roles import SYSTEM
from rules.vocabulary import ClockState

REPLANNED = "CLOCK_REPLANNED"
"""Kind of the event that a clock got other instants; its detail names those before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMove:
    """A clock whose due or legal line is another instant than before; its reminders follow without a word."""

    before: RunningClock
    after: RunningClock


def calendar_for(kind: ClockKind, own: WorkingCalendar, standard: WorkingCalendar) -> WorkingCalendar:
    """The calendar that a clock is counted on: rest days of the law are nobody's own (民法典 203)."""
    return standard if CLOCKS[kind].legal else own


def follow(clock: RunningClock, planner: ClockPlanner, *, version: str, now: datetime) -> RunningClock:
    """An open clock on the planner's calendar, from its start through its pauses; ``now`` is case time.

    ``version`` names what the case is counted on from here. Time spent and pauses taken stay; what fired
    stays fired. A due that had passed stays where it was missed: no notice makes good what was late, only
    the line of the law may still move. A due that would lie in the past leaves two business hours, but no
    more than there were. Ended clocks stay as they are.
    """
    if not clock.open:
        return clock
    return replace(_followed(clock, planner, now), calendar_version=version)


def _followed(clock: RunningClock, planner: ClockPlanner, now: datetime) -> RunningClock:
    change = Replanning(at=now, reason=ChangeReason.CALENDAR)
    if clock.state is ClockState.RUNNING and clock.due_at <= now:
        return _missed(clock, planner.again(clock, change))
    after = planner.again(clock, change)
    if after.not_before == now and after.due_at > clock.due_at:
        return clock
    return after


def version_of(clocks: Sequence[RunningClock]) -> str:
    """The version that every open clock was planned by; empty where they differ, so that the case follows."""
    held = {clock.calendar_version for clock in clocks if clock.open}
    return held.pop() if len(held) == 1 else ""


def moves(before: Sequence[RunningClock], after: Sequence[RunningClock]) -> tuple[ClockMove, ...]:
    """The clocks that moved, both lists in the same order."""
    pairs = zip(before, after, strict=True)
    return tuple(ClockMove(before=old, after=new) for old, new in pairs if _instants(old) != _instants(new))


def move_events(
    moved: Sequence[ClockMove], *, after_sequence: int, stage: str, at: datetime, assignee: str
) -> tuple[CaseEvent, ...]:
    """One event a clock, old and new instants side by side; and who is told because the case is theirs."""
    return tuple(
        CaseEvent(
            sequence=after_sequence + place,
            kind=REPLANNED,
            at=at,
            actor=SYSTEM.reference,
            role=SYSTEM.roles[0],
            from_stage=stage,
            to_stage=stage,
            detail=_detail(move, assignee),
        )
        for place, move in enumerate(moved, start=1)
    )


def move_notices(
    moved: Sequence[ClockMove], *, after_sequence: int, at: datetime, assignee: str, deliver_at: datetime
) -> tuple[Notice, ...]:
    """What who has the case is told, one notice a clock; nobody where the case is not dealt."""
    if not assignee:
        return ()
    return tuple(
        Notice(
            key=f"calendar/{after_sequence + place}",
            kind=NoticeKind.CALENDAR,
            recipient=assignee,
            clock=move.after.kind,
            due_at=move.after.due_at,
            made_at=at,
            deliver_at=deliver_at,
        )
        for place, move in enumerate(moved, start=1)
    )


def _detail(move: ClockMove, assignee: str) -> Detail:
    before, after = move.before, move.after
    detail: Detail = {
        "clock": after.kind,
        "due_before": before.due_at.isoformat(),
        "due_at": after.due_at.isoformat(),
        "calendar_before": before.calendar_version,
        "calendar": after.calendar_version,
    }
    if before.legal_due_at or after.legal_due_at:
        detail["legal_before"] = before.legal_due_at.isoformat() if before.legal_due_at else None
        detail["legal_due_at"] = after.legal_due_at.isoformat() if after.legal_due_at else None
    if assignee:
        detail["told"] = assignee
    return detail


def _missed(clock: RunningClock, planned: RunningClock) -> RunningClock:
    """The clock with its missed due as it was, and the legal line as it is now unless that is missed too."""
    line = MilestoneKind.LEGAL_BREACH
    if clock.legal_due_at is None or any(m.fired for m in clock.milestones if m.kind is line):
        return clock
    others = [m for m in clock.milestones if m.kind is not line]
    lines = [Milestone(kind=m.kind, name=m.name, at=m.at) for m in planned.milestones if m.kind is line]
    return replace(
        clock,
        legal_due_at=planned.legal_due_at,
        milestones=tuple(sorted((*others, *lines), key=lambda each: each.at)),
    )


def _instants(clock: RunningClock) -> tuple[object, ...]:
    return clock.due_at, clock.legal_due_at
