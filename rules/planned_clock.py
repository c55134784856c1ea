"""One clock planned as absolute instants: when it is due, and what happens on the way (domain 4.3, 5)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.business_time import after_business_time, before_business_time, business_time_between
from rules.calendar import WorkingCalendar
from rules.china_time import at_shanghai, midnight_after, shanghai_date, shanghai_time
from rules.clock_table import CLOCKS
from rules.deadlines import Anchor, Bound, ClockKind, ClockRule, Mark, MilestoneKind, Unit
from rules.due_dates import (
    Deadline,
    calendar_day_due,
    cancellation_cutoff,
    hour_clock_due,
    working_day_due,
)
from rules.pauses import Interval, Pause, merge_pauses

LONGEST_JITTER = timedelta(minutes=10)
_JITTER_PART = 20
"""Reminders move by at most this part of the clock's length, so that those of an hour stay inside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMilestone:
    """Something that happens once. ``name`` is unique within the clock."""

    kind: MilestoneKind
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedClock:
    """A clock with all instants in UTC, and what they were planned from, so that it can be planned again.

    ``legal_due_at`` is the rolled breach line of a statutory period. ``provisional``: a notice may still move
    it. ``late``: the due had passed when the file was complete. ``paused``: the due moves on with each day,
    so ``due_at`` is only the earliest possible one and there are no milestones. ``bound_on`` is the planned
    day of treatment or the last day of validity; ``not_before`` is when a change would have put the due into
    the past; ``marks`` are its escalation; ``jitter_seconds`` is the case's own delay of reminders.
    """

    kind: ClockKind
    started_at: datetime
    due_at: datetime
    legal_due_at: datetime | None = None
    milestones: tuple[PlannedMilestone, ...] = ()
    calendar_version: str
    provisional: bool = False
    late: bool = False
    paused: bool = False
    count: int
    bound_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    not_before: datetime | None = None
    marks: tuple[Mark, ...] = ()
    jitter_seconds: int = 0


def plan_clock(
    kind: ClockKind,
    started_at: datetime,
    calendar: WorkingCalendar,
    *,
    case_number: str,
    bound_on: date | None = None,
    pauses: Iterable[Interval] = (),
    count: int | None = None,
    marks: tuple[Mark, ...] = (),
    not_before: datetime | None = None,
) -> PlannedClock:
    """The clock of that kind from its start; ``count`` replaces the table's number where a target does.

    ``marks`` are the steps of its escalation, beside those of the table. ValueError for a naive instant, a
    count below 1, or a clock that ends with a day but is given none.
    """
    rule = CLOCKS[kind]
    run = _Run(
        rule=rule,
        calendar=calendar,
        started_at=started_at,
        bound_on=bound_on,
        pauses=merge_pauses(pauses, started_at) if rule.pausable else (),
        count=rule.count if count is None else count,
        marks=marks,
        not_before=not_before,
    )
    return _planned(run, jitter_of(case_number))


def shift(clock: PlannedClock, pauses: Iterable[Interval], calendar: WorkingCalendar) -> PlannedClock:
    """The clock planned anew from its start with all its pauses so far, never moved step by step.

    Also the way to plan a clock on a newly published calendar: pass ``clock.pauses``.
    """
    rule = CLOCKS[clock.kind]
    run = _Run(
        rule=rule,
        calendar=calendar,
        started_at=clock.started_at,
        bound_on=clock.bound_on,
        pauses=merge_pauses(pauses, clock.started_at) if rule.pausable else (),
        count=clock.count,
        marks=clock.marks,
        not_before=clock.not_before,
    )
    return _planned(run, clock.jitter_seconds)


def jitter_of(case_number: str) -> int:
    """Seconds by which a case delays its reminders, 0 to 600, always the same for the same case."""
    digest = hashlib.sha256(case_number.encode()).digest()
    return int.from_bytes(digest[:4], "big") % (int(LONGEST_JITTER.total_seconds()) + 1)


def _planned(run: "_Run", jitter_seconds: int) -> PlannedClock:
    deadline = run.deadline()
    return PlannedClock(
        kind=run.rule.kind,
        started_at=run.started_at,
        due_at=deadline.due_at,
        legal_due_at=deadline.legal_due_at if run.rule.legal else None,
        milestones=() if deadline.paused else _milestones(run, deadline, timedelta(seconds=jitter_seconds)),
        calendar_version=run.calendar.version,
        provisional=run.is_provisional(deadline),
        late=deadline.late,
        paused=deadline.paused,
        count=run.count,
        bound_on=run.bound_on,
        pauses=run.pauses,
        not_before=run.not_before,
        marks=run.marks,
        jitter_seconds=jitter_seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What one plan is made from."""

    rule: ClockRule
    calendar: WorkingCalendar
    started_at: datetime
    bound_on: date | None
    pauses: tuple[Pause, ...]
    count: int
    marks: tuple[Mark, ...]
    not_before: datetime | None

    def deadline(self) -> Deadline:
        before = self.bound_on if self.rule.bound is Bound.BEFORE_DAY else None
        until = self.bound_on if self.rule.bound is Bound.UNTIL_DAY else None
        match self.rule.unit:
            case Unit.WORKING_DAYS:
                return working_day_due(
                    self.calendar,
                    self.started_at,
                    self.count,
                    self.pauses,
                    planned_on=before,
                    not_before=self.not_before,
                )
            case Unit.CALENDAR_DAYS:
                return calendar_day_due(
                    self.calendar,
                    self.started_at,
                    self.count,
                    self.pauses,
                    until_on=until,
                    not_before=self.not_before,
                )
            case Unit.WALL_HOURS | Unit.BUSINESS_HOURS:
                return hour_clock_due(
                    self.calendar,
                    self.started_at,
                    self.count,
                    self.pauses,
                    of_business=self.rule.unit is Unit.BUSINESS_HOURS,
                    not_before=self.not_before,
                )
            case Unit.UNTIL:
                return Deadline(due_on=self._last_day(), due_at=midnight_after(self._last_day()))
            case Unit.CUT_OFF:
                cut_off = cancellation_cutoff(self.calendar, self._last_day())
                return Deadline(due_on=shanghai_date(cut_off), due_at=cut_off)

    def is_provisional(self, deadline: Deadline) -> bool:
        """Whether a notice may move an instant of the clock: its due, its legal line or a milestone."""
        if self.rule.unit in (Unit.WALL_HOURS, Unit.UNTIL):
            return False
        if self.rule.unit is Unit.CALENDAR_DAYS and not (self.rule.legal or self.rule.marks or self.marks):
            return False
        until = max(deadline.due_on, deadline.legal_due_on or deadline.due_on)
        return deadline.provisional or self.calendar.is_provisional(shanghai_date(self.started_at), until)

    def mark_at(self, mark: Mark, due_at: datetime) -> datetime:
        """The instant of a mark; one that counts calendar days from the start comes when that day opens."""
        if mark.anchor is not Anchor.START:
            return self._beside(mark, due_at)
        if mark.percent is not None:
            return self._share_at(mark.percent, due_at)
        if mark.unit is Unit.WORKING_DAYS:
            return working_day_due(self.calendar, self.started_at, mark.count, self.pauses).due_at
        day = calendar_day_due(self.calendar, self.started_at, mark.count, self.pauses).due_on
        return at_shanghai(day, self.calendar.hours.opens_at)

    def _share_at(self, percent: int, due_at: datetime) -> datetime:
        """When that share of the time between start and due has run, pauses left out."""
        if self.rule.unit is Unit.WALL_HOURS:
            return self.started_at + (due_at - self.started_at) * percent / 100
        stretches = self._stretches(due_at)
        lengths = [business_time_between(self.calendar, start, end) for start, end in stretches]
        left = sum(lengths, timedelta(0)) * percent / 100
        for (start, _), length in zip(stretches, lengths, strict=True):
            if left <= length:
                return after_business_time(self.calendar, start, left)
            left -= length
        raise AssertionError("a share of the running time lies within it")

    def _beside(self, mark: Mark, due_at: datetime) -> datetime:
        """So long before or after the due; working days lead to the same time of that day."""
        after = mark.anchor is Anchor.AFTER_DUE
        match mark.unit:
            case Unit.WORKING_DAYS:
                local = shanghai_time(due_at)
                step = self.calendar.working_day_after if after else self.calendar.working_day_before
                return at_shanghai(step(local.date(), mark.count), local.time())
            case Unit.BUSINESS_HOURS:
                amount = timedelta(hours=mark.count)
                step_by = after_business_time if after else before_business_time
                return step_by(self.calendar, due_at, amount)
            case Unit.CALENDAR_DAYS:
                return due_at + timedelta(days=mark.count if after else -mark.count)
            case _:
                return due_at + timedelta(hours=mark.count if after else -mark.count)

    def _stretches(self, due_at: datetime) -> list[tuple[datetime, datetime]]:
        """The stretches of running time between start and due."""
        stopped = [pause for pause in self.pauses if pause.from_at < due_at]
        starts = [self.started_at, *(pause.to_at or due_at for pause in stopped)]
        ends = [*(pause.from_at for pause in stopped), due_at]
        return list(zip(starts, ends, strict=True))

    def _last_day(self) -> date:
        if self.bound_on is None:
            raise ValueError(f"{self.rule.kind} ends with a given day: pass bound_on, its last day")
        return self.bound_on


def _milestones(run: _Run, deadline: Deadline, jitter: timedelta) -> tuple[PlannedMilestone, ...]:
    """Reminders on the way, the end, the legal line, and what follows while the duty is still not done."""
    due_at = deadline.due_at
    delay = min(jitter, (due_at - run.started_at) / _JITTER_PART)
    marks = (*run.rule.marks, *run.marks)
    steps = [(mark.kind, run.mark_at(mark, due_at) + delay) for mark in marks]
    before = sorted((step for step in steps if step[1] < due_at), key=lambda step: step[1])
    after = [
        step
        for mark, step in zip(marks, steps, strict=True)
        if mark.anchor is Anchor.AFTER_DUE and step[1] > due_at
    ]
    if run.rule.legal and deadline.legal_due_at and deadline.legal_due_at > due_at:
        after.append((MilestoneKind.LEGAL_BREACH, deadline.legal_due_at))
    ordered = [*before, (run.rule.ends_in, due_at), *sorted(after, key=lambda step: step[1])]
    return tuple(
        PlannedMilestone(kind=kind, name=_name(kind, ordered, position), at=at)
        for position, (kind, at) in enumerate(ordered)
    )


def _name(kind: MilestoneKind, steps: list[tuple[MilestoneKind, datetime]], position: int) -> str:
    """The kind, numbered from its second time on."""
    earlier = sum(1 for other, _ in steps[:position] if other is kind)
    return f"{kind}_{earlier + 1}" if earlier else str(kind)
