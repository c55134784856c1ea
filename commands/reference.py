"""`lipei reference`: the pages of `docs/` that are written from the code, so that the two never part."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.outcome import errors_as_sentences, say

if TYPE_CHECKING:
    from rules.deadlines import ClockRule, Mark
    from rules.escalation import EscalationStep
    from workflows.case_engine import Table, Transition

Folder = Annotated[
    Path | None, typer.Option("--into", help="Folder to write to. [default: docs in the checkout]")
]

WRITTEN = "<!-- Written by `lipei reference` from the code; change it there. -->"

PROCESS_INTRODUCTION = """\
What may happen to a case, in which stage, by whom, and what follows. A case stays in its stage where the
column *To* is empty; every move is an event on its record. WD: working days, CD: calendar days, T:
the planned day of treatment. See the [glossary](../glossary.md) and the [clocks](clocks.md)."""

CLOCK_INTRODUCTION = """\
Every deadline that exists. Working days exclude the day of the trigger and end at 18:00 Shanghai time;
calendar days end at midnight. A duty of ours ends in a `BREACH` and climbs its ladder; a wait for somebody
else ends in a `LAPSE`. Targets replace the count for cases that are so; the first that matches holds. More in
[deadlines, escalation and absences](../guides/deadlines.md)."""


def reference(into: Folder = None) -> None:
    """Write the reference of settings, processes and clocks anew."""
    with errors_as_sentences():
        from settings import CHECKOUT

        folder = into or CHECKOUT / "docs"
        for name, content in pages().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, "utf-8")
            say(f"Wrote {folder / name}")


def pages() -> dict[str, str]:
    """Every written page by its name below `docs/`."""
    from commands.settings import as_markdown
    from rules.clock_table import CLOCKS
    from settings import defaults
    from workflows.processes import PROCESSES

    bodies = {
        "settings.md": as_markdown(defaults()),
        **{
            f"processes/{each.title.lower().replace(' ', '-')}.md": _process(
                f"{each.title} {each.chinese}", each.table, each.final
            )
            for each in PROCESSES.values()
        },
        "processes/clocks.md": _clocks(CLOCKS.values()),
    }
    return {name: f"{WRITTEN}\n\n{body.strip()}\n" for name, body in bodies.items()}


def _process(title: str, table: "Table[Any]", final: Iterable[str]) -> str:
    ends = ", ".join(f"`{stage}`" for stage in sorted(final))
    moves = [_move(row, table) for row in table.rows]
    return "\n".join(
        [
            f"# {title}",
            "",
            PROCESS_INTRODUCTION,
            "",
            f"Final stages: {ends}.",
            "",
            *_table(("In stage", "On", "Who", "Guard", "To", "Clock", "Letters"), moves),
            "",
            "## By stage",
            "",
            *_table(("Stage", "What people may do", "What happens by itself"), _by_stage(table)),
        ]
    )


def _move(row: "Transition[Any]", table: "Table[Any]") -> tuple[str, ...]:
    return (
        _stages(row.stages, table),
        f"`{row.event}`",
        _who(row.event),
        row.guard,
        _codes(row.to),
        row.clock,
        ", ".join(row.letters),
    )


def _stages(stages: tuple[str, ...], table: "Table[Any]") -> str:
    open_stages = {stage for row in table.rows for stage in row.stages}
    return "any open stage" if open_stages == set(stages) else _codes(stages)


def _who(event: str) -> str:
    from rules.permissions import ROLES, Action

    if event not in set(Action):
        return "Lipei"
    return ", ".join(role.lower().replace("_", " ") for role in ROLES[Action(event)])


def _by_stage(table: "Table[Any]") -> Iterable[tuple[str, ...]]:
    for stage in dict.fromkeys(stage for row in table.rows for stage in row.stages):
        actions = table.actions(stage)
        facts = [row.event for row in table.rows if stage in row.stages and row.event not in actions]
        yield f"`{stage}`", _codes(actions), _codes(facts)


def _clocks(rules: "Iterable[ClockRule]") -> str:
    rows = [
        (
            f"`{rule.kind}`",
            _count(rule),
            "; ".join(_mark(mark) for mark in rule.marks),
            f"`{rule.ladder}`" if rule.ladder else "",
            f"`{rule.ends_in}`",
            "yes" if rule.pausable else "",
            "yes" if rule.legal else "",
            ", ".join(rule.sources),
        )
        for rule in rules
    ]
    headings = ("Clock", "Runs", "Reminds them", "Ladder", "Ends in", "Pauses", "Statutory", "Rests on")
    return "\n".join(
        [
            "# Clocks",
            "",
            CLOCK_INTRODUCTION,
            "",
            *_table(headings, rows),
            "",
            "## Ladders",
            "",
            *_table(("Ladder", "When", "Milestone", "Tells", "And"), _ladders()),
            "",
            "## Targets",
            "",
            *_table(("Clock", "Rule", "When", "Count", "Rests on"), _targets()),
        ]
    )


def _ladders() -> "Iterable[tuple[str, ...]]":
    from rules.catalogue.escalation import shipped_ladders

    for ladder in shipped_ladders().by_name.values():
        for step in ladder.steps:
            told = ", ".join(level.lower().replace("_", " ") for level in step.notify)
            yield f"`{ladder.name}`", _when(step), f"`{step.milestone}`", told, _also(step)


def _when(step: "EscalationStep") -> str:
    from rules.deadlines import Anchor, MilestoneKind

    if step.mark is None:
        return "at the legal line" if step.milestone is MilestoneKind.LEGAL_BREACH else "at the due"
    if step.mark.percent:
        return f"{step.mark.percent} %"
    length = _units(step.mark.count, step.mark.unit)
    beside = {Anchor.START: "after the start", Anchor.BEFORE_DUE: "before", Anchor.AFTER_DUE: "after"}
    return f"{length} {beside[step.mark.anchor]}"


def _also(step: "EscalationStep") -> str:
    said = (
        ("priority", step.priority),
        ("task for", step.task),
        ("watched by", ", ".join(step.watch)),
        ("goes to", step.reassign),
    )
    done = [f"{what} {value.lower().replace('_', ' ')}" for what, value in said if value]
    return "; ".join([*done, *(["a reason is asked for"] if step.reason else [])])


def _targets() -> "Iterable[tuple[str, ...]]":
    from rules.catalogue.targets import shipped_targets

    for kind, rules in shipped_targets().by_kind.items():
        for rule in rules:
            yield f"`{kind}`", rule.name, rule.when.words(), str(rule.count), ", ".join(rule.sources)


def _count(rule: "ClockRule") -> str:
    from rules.deadlines import Bound, Unit

    bounds = {None: "", Bound.BEFORE_DAY: ", at latest the working day before", Bound.UNTIL_DAY: ", or to"}
    if rule.unit is Unit.UNTIL:
        return "to the end of the given day"
    if rule.unit is Unit.CUT_OFF:
        return "to 16:00 of the working day before the given day"
    day = " the planned day" if rule.bound else ""
    return f"{_units(rule.count, rule.unit)}{bounds[rule.bound]}{day}"


def _mark(mark: "Mark") -> str:
    after = f"{mark.percent} %" if mark.percent else _units(mark.count, mark.unit)
    return f"{mark.kind.lower().replace('_', ' ')} at {after}"


def _units(count: int, unit: str) -> str:
    words = unit.lower().replace("_", " ")
    return f"{count} {words.removesuffix('s') if count == 1 else words}"


def _codes(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = (tuple(cell.replace("|", "\\|") for cell in row) for row in rows)
    return [
        f"| {' | '.join(headings)} |",
        "|" + "---|" * len(headings),
        *("|" + "".join(f" {cell} |" if cell else " |" for cell in row) for row in cells),
    ]
