"""Reads plans/targets.yaml and says what is wrong with it, with file and line."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from rules.cases import Priority
from rules.catalogue.escalation import shipped_ladders
from rules.catalogue.faults import CatalogueInvalidError, Fault, fault_at, faults_of
from rules.catalogue.loader import PLAN_FOLDER
from rules.catalogue.source_lines import Path_, Sourced
from rules.catalogue.values import nearest
from rules.catalogue.yaml_files import UnreadableFileError, read_yaml_file
from rules.clock_table import CLOCKS
from rules.deadlines import ENDS_WITH_A_DAY, ClockKind
from rules.escalation import Ladders
from rules.money import parse_yuan
from rules.targets import TargetCondition, TargetRule, Targets
from rules.vocabulary import Process

TARGETS_FILE = PLAN_FOLDER / "targets.yaml"


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _yuan(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is no amount: write yuan in quotes, such as "3000.00"')
    return parse_yuan(value)


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
Yuan = Annotated[int, BeforeValidator(_yuan)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Condition(_Written):
    process: Annotated[tuple[Process, ...], BeforeValidator(_several)] = ()
    urgency: Annotated[tuple[Priority, ...], BeforeValidator(_several)] = ()
    insurer: Annotated[tuple[Code, ...], BeforeValidator(_several)] = ()
    plan: Annotated[tuple[Code, ...], BeforeValidator(_several)] = ()
    hospital: Annotated[tuple[Code, ...], BeforeValidator(_several)] = ()
    amount_from: Yuan | None = None
    amount_below: Yuan | None = None


class _Rule(_Written):
    name: Annotated[str, Field(min_length=1)]
    when: _Condition
    count: Annotated[int, Field(ge=1)]
    ladder: str = ""
    source: Annotated[tuple[str, ...], BeforeValidator(_several)]

    def rule(self) -> TargetRule:
        condition = {name: getattr(self.when, name) for name in _Condition.model_fields}
        return TargetRule(
            name=self.name,
            when=TargetCondition(**condition),
            count=self.count,
            ladder=self.ladder,
            sources=self.source,
        )


_FILE: TypeAdapter[dict[ClockKind, tuple[_Rule, ...]]] = TypeAdapter(dict[ClockKind, tuple[_Rule, ...]])


@cache
def shipped_targets() -> Targets:
    """The targets that Lipei ships with."""
    return read_targets(TARGETS_FILE, shipped_ladders())


def read_targets(file: Path, ladders: Ladders) -> Targets:
    """Every target of the file. CatalogueInvalidError lists each fault with file and line."""
    try:
        sourced = read_yaml_file(file)
        written = _FILE.validate_python(sourced.data or {})
    except UnreadableFileError as unread:
        raise CatalogueInvalidError([Fault(unread.file, unread.line, "file", unread.problem)]) from unread
    except ValidationError as invalid:
        raise CatalogueInvalidError(faults_of(invalid, sourced, file)) from invalid
    faults = [
        fault for kind, rules in written.items() for fault in _faults(kind, rules, ladders, sourced, file)
    ]
    if faults:
        raise CatalogueInvalidError(faults)
    return Targets({kind: tuple(rule.rule() for rule in rules) for kind, rules in written.items()})


def _faults(
    kind: ClockKind, rules: tuple[_Rule, ...], ladders: Ladders, sourced: Sourced, file: Path
) -> Iterator[Fault]:
    table, names = CLOCKS[kind], set()
    if table.unit in ENDS_WITH_A_DAY:
        yield fault_at(sourced, file, (kind,), f"{kind} ends with a given day: no count can be set for it")
    for place, rule in enumerate(rules):
        path: Path_ = (str(kind), place)
        if rule.name in names:
            yield fault_at(sourced, file, (*path, "name"), f"{rule.name!r} names two rules: rename one")
        names.add(rule.name)
        if table.legal and rule.count > table.count:
            message = f"{rule.count} is more than the law gives {kind}: {table.count} at most"
            yield fault_at(sourced, file, (*path, "count"), message)
        if rule.ladder and rule.ladder not in ladders.by_name:
            message = f"{rule.ladder!r} is no ladder: {nearest(rule.ladder, list(ladders.by_name))}"
            yield fault_at(sourced, file, (*path, "ladder"), message)
        if rule.when == _Condition() and place + 1 < len(rules):
            message = f"{rule.name!r} matches everything: the rules below it never hold, so put it last"
            yield fault_at(sourced, file, (*path, "when"), message)
