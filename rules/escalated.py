"""What a milestone does: whom it reaches, who gets the case, what it asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from rules.cases import Priority
from rules.escalation import EscalationStep, Level
from rules.house import House, StandIn
from rules.notices import Notice, NoticeKind

PAPER_LADDER = "PAPER"
"""The ladder of a paper that holds malware, or that is doubted after money left."""
MALWARE = "MALWARE"
PAPER_MALWARE = "PAPER_MALWARE"
"""The task that a paper with malware makes; its money waits until a supervisor has closed it."""

Delivery = Callable[[str, datetime], datetime]
"""When a person is told of what becomes true at an instant: then, or when the person works next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A milestone that was reached: of which clock, ``at`` which instant of case time."""

    clock: str
    milestone: str
    ordinal: int
    due_at: datetime
    at: datetime

    @property
    def key(self) -> str:
        """Its name within the case."""
        return f"{self.clock}/{self.ordinal}/{self.milestone}"


def paper_reached(finding: str, key: str, at: datetime) -> Reached:
    """What a paper comes to for people; the key of its news makes it one thing within its case."""
    milestone = PAPER_MALWARE if finding == MALWARE else "PAPER_AFTER_PAYMENT"
    ordinal = int(sha256(key.encode()).hexdigest()[:8], 16)
    return Reached(clock="", milestone=milestone, ordinal=ordinal, due_at=at, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """What came of it; empty where nothing changes. ``looped`` names whose substitutes lead in a circle."""

    notices: tuple[Notice, ...] = ()
    watchers: tuple[str, ...] = ()
    assignee: str = ""
    priority: Priority | None = None
    must_explain: bool = False
    levels: tuple[Level, ...] = ()
    looped: tuple[str, ...] = field(default=())

    @property
    def goes_up(self) -> bool:
        """Whether somebody above the assignee learnt of it."""
        return any(level is not Level.ASSIGNEE for level in self.levels)


def escalate(
    step: EscalationStep,
    reached: Reached,
    house: House,
    deliver: Delivery,
    *,
    assignee: str,
    watchers: tuple[str, ...],
) -> Escalated:
    """Do a step of a ladder for a case of that assignee. Watchers from before hear of it too."""
    dealt_to = house.least_loaded(step.reassign, assignee) if step.reassign else ""
    watch = _people(house, step.watch, assignee)
    told = {found.person: found for found in _people(house, step.notify, assignee)}
    for person in watchers:
        told.setdefault(house.in_place_of(person).person, house.in_place_of(person))
    owner = house.least_loaded(step.task, assignee) if step.task else ""
    everyone = ({owner: StandIn(person=owner)} if owner else {}) | told
    notices = [
        _notice(reached, found, deliver, NoticeKind.ESCALATION, task=person == owner)
        for person, found in everyone.items()
        if person
    ]
    moved = dealt_to if dealt_to != assignee else ""
    if moved:
        notices.append(_notice(reached, StandIn(person=moved), deliver, NoticeKind.DEALT))
    return Escalated(
        notices=tuple(notices),
        watchers=tuple(found.person for found in watch if found.person not in watchers),
        assignee=moved,
        priority=step.priority,
        must_explain=step.reason,
        levels=step.levels,
        looped=tuple(found.chain[0] for found in everyone.values() if found.looped),
    )


def _people(house: House, levels: tuple[Level, ...], assignee: str) -> tuple[StandIn, ...]:
    found = {stand_in.person: stand_in for level in levels for stand_in in house.at_level(level, assignee)}
    return tuple(found.values())


def _notice(
    reached: Reached, found: StandIn, deliver: Delivery, kind: NoticeKind, *, task: bool = False
) -> Notice:
    return Notice(
        key=f"{reached.key}/{kind}/{found.person}",
        kind=kind,
        recipient=found.person,
        clock=reached.clock,
        subject=reached.milestone,
        in_place_of=found.chain[0] if found.chain else "",
        due_at=reached.due_at,
        made_at=reached.at,
        deliver_at=deliver(found.person, reached.at),
        task=task,
    )
