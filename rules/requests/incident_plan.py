"""What is done about a breach of personal data, in which order and by when (L-33)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.calendar import WorkingCalendar
from rules.due_dates import working_day_due


class IncidentStep(StrEnum):
    """The plan, in its order."""

    MEASURES = "MEASURES"
    REPORT = "REPORT"
    GUARDIANS = "GUARDIANS"
    CLOSE = "CLOSE"


WITHIN = {IncidentStep.MEASURES: 1, IncidentStep.REPORT: 1, IncidentStep.GUARDIANS: 3}
"""Working days from the discovery. The law says "at once" and names no number: these are our own targets."""


class StepState(StrEnum):
    """How a step stands."""

    DONE = "DONE"
    NEXT = "NEXT"
    LATER = "LATER"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """What is on record of a breach; ``children`` is how many are concerned."""

    found_at: datetime
    children: int
    measures: bool
    measures_at: datetime | None = None
    reported_at: datetime | None = None
    telling_since: datetime | None = None
    guardians_told_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step; ``due_at`` is None for the last, ``done_at`` also where its instant is not on record."""

    step: IncidentStep
    state: StepState
    due_at: datetime | None
    done_at: datetime | None

    @property
    def done_late(self) -> bool:
        """Whether it was done after its due."""
        return bool(self.due_at and self.done_at and self.done_at > self.due_at)


def plan(facts: IncidentFacts, calendar: WorkingCalendar, now: datetime) -> tuple[PlannedStep, ...]:
    """The steps of a breach as they stand; guardians are told where a child is concerned."""
    return tuple(_planned(facts, calendar, now))


def next_step(steps: tuple[PlannedStep, ...]) -> PlannedStep | None:
    """What is to be done now: the first that is not; None where all is."""
    return next((each for each in steps if each.state is not StepState.DONE), None)


def _planned(facts: IncidentFacts, calendar: WorkingCalendar, now: datetime) -> Iterator[PlannedStep]:
    first = True
    for step, done, done_at in _done(facts):
        days = WITHIN.get(step)
        due_at = working_day_due(calendar, facts.found_at, days).due_at if days else None
        state = StepState.DONE
        if not done:
            state = StepState.NEXT if first else StepState.LATER
            state = StepState.OVERDUE if due_at and now > due_at else state
            first = False
        yield PlannedStep(step=step, state=state, due_at=due_at, done_at=done_at)


def _done(facts: IncidentFacts) -> Iterator[tuple[IncidentStep, bool, datetime | None]]:
    yield IncidentStep.MEASURES, facts.measures, facts.measures_at
    yield IncidentStep.REPORT, facts.reported_at is not None, facts.reported_at
    if facts.children:
        yield IncidentStep.GUARDIANS, facts.guardians_told_at is not None, facts.guardians_told_at
    yield IncidentStep.CLOSE, facts.closed_at is not None, facts.closed_at
