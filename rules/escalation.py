"""Escalation as data: who learns of a deadline, when, and what is done about it (domain 4.3 no 9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.cases import Priority
from rules.deadlines import Mark, MilestoneKind
from rules.roles import Role


class Level(StrEnum):
    """Whom a step reaches, from the assignee upwards."""

    ASSIGNEE = "ASSIGNEE"
    TEAM_LEAD = "TEAM_LEAD"
    SUPERVISOR = "SUPERVISOR"
    HEAD = "HEAD"


ROLE_OF: dict[Level, Role] = {
    Level.TEAM_LEAD: Role.TEAM_LEAD,
    Level.SUPERVISOR: Role.SUPERVISOR,
    Level.HEAD: Role.HEAD,
}
"""The assignee is a person, every other level a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """One step of a ladder. ``mark`` is None where it comes at the due or at the legal line itself."""

    milestone: MilestoneKind
    mark: Mark | None = None
    notify: tuple[Level, ...] = ()
    watch: tuple[Level, ...] = ()
    task: Level | None = None
    priority: Priority | None = None
    reassign: Level | None = None
    reason: bool = False

    @property
    def levels(self) -> tuple[Level, ...]:
        """Every level that the step names, each once."""
        named = (*self.notify, *self.watch, self.task, self.reassign)
        return tuple(dict.fromkeys(level for level in named if level is not None))

    @property
    def goes_up(self) -> bool:
        """Whether somebody above the assignee learns of it."""
        return any(level is not Level.ASSIGNEE for level in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Steps that follow on each other while a duty is not done."""

    name: str
    steps: tuple[EscalationStep, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The steps that have an instant of their own."""
        return tuple(step.mark for step in self.steps if step.mark)

    def step(self, milestone: MilestoneKind) -> EscalationStep | None:
        """What is done when that milestone is reached."""
        return next((step for step in self.steps if step.milestone is milestone), None)


@dataclass(frozen=True, slots=True)
class Ladders:
    """Every ladder by its name."""

    by_name: Mapping[str, Ladder] = field(default_factory=dict)

    def named(self, name: str) -> Ladder:
        """The ladder of that name; one without steps where a clock has none."""
        return self.by_name.get(name) or Ladder(name=name)
