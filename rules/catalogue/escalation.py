"""Reads plans/escalation.yaml and says what is wrong with it, with file and line."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from rules.cases import Priority
from rules.catalogue.faults import CatalogueInvalidError, Fault, fault_at, faults_of
from rules.catalogue.loader import PLAN_FOLDER
from rules.catalogue.source_lines import Path_, Sourced
from rules.catalogue.values import nearest
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file
from rules.clock_table import CLOCKS
from rules.deadlines import Anchor, Mark, MilestoneKind, Unit
from rules.escalation import EscalationStep, Ladder, Ladders, Level

ESCALATION_FILE = PLAN_FOLDER / "escalation.yaml"

AT_DUE, AT_LEGAL_DUE = "due", "legal due"
_SHARE = re.compile(r"(\d{1,2}) ?%")
_AMOUNT = re.compile(r"(\d{1,3}) (working day|calendar day|business hour|wall hour)s?")


def _amount(value: object) -> tuple[int, Unit]:
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    if found is None or not int(found[1]):
        raise ValueError(
            f"{value!r} is no time: write such as 1 working day, 50 calendar days, 2 business hours"
        )
    return int(found[1]), Unit(f"{found[2].replace(' ', '_').upper()}S")


Amount = Annotated[tuple[int, Unit], BeforeValidator(_amount)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Step(_Written):
    milestone: MilestoneKind
    at: str | None = None
    before: Amount | None = None
    after: Amount | None = None
    notify: tuple[Level, ...] = ()
    watch: tuple[Level, ...] = ()
    task: Literal[Level.TEAM_LEAD, Level.SUPERVISOR, Level.HEAD] | None = None
    priority: Literal[Priority.HIGH, Priority.URGENT] | None = None
    reassign: Literal[Level.TEAM_LEAD, Level.SUPERVISOR, Level.HEAD] | None = None
    reason: bool = False

    @model_validator(mode="after")
    def _one_instant(self) -> "_Step":
        if sum(value is not None for value in (self.at, self.before, self.after)) != 1:
            raise ValueError("a step has one instant: write one of at, before, after")
        self.mark()
        return self

    def mark(self) -> Mark | None:
        if self.at in (AT_DUE, AT_LEGAL_DUE):
            return None
        if self.at is not None and (share := _SHARE.fullmatch(self.at)):
            return Mark(self.milestone, percent=int(share[1]))
        beside = self.before or self.after
        anchor = Anchor.BEFORE_DUE if self.before else Anchor.AFTER_DUE if self.after else Anchor.START
        count, unit = beside or _amount(self.at)
        return Mark(self.milestone, count, unit, anchor=anchor)

    def step(self) -> EscalationStep:
        return EscalationStep(
            mark=self.mark(), **{name: getattr(self, name) for name in _Step.model_fields if name in _KEPT}
        )


_KEPT = ("milestone", "notify", "watch", "task", "priority", "reassign", "reason")


class _File(_Written):
    levels: tuple[Level, ...]
    ladders: dict[str, tuple[_Step, ...]]


@cache
def shipped_ladders() -> Ladders:
    """The escalation that Lipei ships with."""
    return read_ladders(ESCALATION_FILE)


def read_ladders(file: Path) -> Ladders:
    """Every ladder of the file. CatalogueInvalidError lists each fault with file and line."""
    try:
        sourced = read_yaml_file(file)
        written = _File.model_validate(sourced.data)
    except UnreadableFileError as unread:
        raise CatalogueInvalidError([Fault(unread.file, unread.line, "file", unread.problem)]) from unread
    except ValidationError as invalid:
        raise CatalogueInvalidError(faults_of(invalid, sourced, file)) from invalid
    faults = list(_faults(written, sourced, file))
    if faults:
        raise CatalogueInvalidError(faults)
    return Ladders(
        {
            name: Ladder(name=name, steps=tuple(step.step() for step in steps))
            for name, steps in written.ladders.items()
        }
    )


def _faults(written: _File, sourced: Sourced, file: Path) -> Iterator[Fault]:
    if written.levels != tuple(Level):
        yield fault_at(sourced, file, ("levels",), f"the levels are {', '.join(Level)}, in this order")
    for name, steps in written.ladders.items():
        seen: set[MilestoneKind] = set()
        for place, step in enumerate(steps):
            path: Path_ = ("ladders", name, place)
            if step.milestone in seen:
                yield fault_at(sourced, file, path, f"{step.milestone} stands twice here: each fires once")
            seen.add(step.milestone)
            if (step.at == AT_LEGAL_DUE) is not (step.milestone is MilestoneKind.LEGAL_BREACH):
                yield fault_at(sourced, file, path, "LEGAL_BREACH, and it alone, comes `at: legal due`")
    known = list(written.ladders)
    for kind, rule in CLOCKS.items():
        if rule.ladder and rule.ladder not in known:
            meant = nearest(rule.ladder, known)
            yield fault_at(
                sourced, file, ("ladders",), f"{kind} climbs {rule.ladder}, which is missing: {meant}"
            )
        elif rule.ladder and rule.ends_in not in {step.milestone for step in written.ladders[rule.ladder]}:
            message = f"{kind} ends in {rule.ends_in}, for which there is no step here: add one `at: due`"
            yield fault_at(sourced, file, ("ladders", rule.ladder), message)
