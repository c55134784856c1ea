"""`lipei plan`: read, check and compare the plans of the catalogue."""

from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.columns import print_columns
from commands.outcome import Exit, Json, fail, print_json, say

if TYPE_CHECKING:
    from rules.catalogue.difference import Change
    from rules.catalogue.faults import Fault
    from rules.catalogue.loader import Catalogue
    from rules.catalogue.plan import PlanVersion
    from rules.catalogue.statements import Statement
    from rules.vocabulary import Language

app = typer.Typer(help="Read, check and compare insurance plans.", no_args_is_help=True)

Folder = Annotated[
    Path | None, typer.Option("--catalogue", help="Folder of plan files. [default: those of Lipei]")
]
Day = Annotated[str | None, typer.Option("--on", help="Day that dated values are read on. [default: today]")]
Spoken = Annotated[str, typer.Option("--language", help="zh or en.")]
PlanName = Annotated[str, typer.Argument(help="Plan code, or code@version, such as GYX-2021-CZ@2021.1.")]


@app.command("list")
def list_plans(folder: Folder = None, language: Spoken = "en", as_json: Json = False) -> None:
    """List every version of every plan."""
    from rules.catalogue.words import say as words

    catalogue, spoken = _catalogue(folder), _language(language)
    if as_json:
        print_json([_summary(version) for version in catalogue.versions])
        return
    head = ("CODE", "VERSION", "SOLD FROM", "TO", "PRICED BY", "NAME")
    rows = [
        (
            version.code,
            version.version,
            str(version.in_force.since),
            str(version.in_force.until or "open"),
            "rules" if _is_automatic(version) else "a person",
            words(version.name, spoken),
        )
        for version in catalogue.versions
    ]
    print_columns([head, *rows])


@app.command()
def show(
    name: PlanName, on: Day = None, folder: Folder = None, language: Spoken = "en", as_json: Json = False
) -> None:
    """Show what a plan says, line by line, with the source of each value."""
    from rules.catalogue.portrait import portrait
    from rules.catalogue.words import say as words

    spoken, day = _language(language), _day(on)
    version = _version(_catalogue(folder), name, day)
    statements = list(portrait(version, day))
    if as_json:
        print_json({**_summary(version), "statements": [_statement(s) for s in statements]})
        return
    typer.echo(
        f"{words(version.name, spoken)}  {version.code}@{version.version}  {version.content_hash[:12]}"
    )
    _print_statements(statements, spoken)


def _print_statements(statements: "list[Statement]", spoken: "Language") -> None:
    """Statements under the heading of their section; what is said about the same thing shares a line."""
    from rules.catalogue.words import say as words

    for section, parts in groupby(statements, key=lambda s: words(s.heading.section, spoken)):
        typer.echo(f"\n{section}")
        rows = []
        for subject, same in groupby(parts, key=lambda s: (words(s.heading.subject, spoken), s.source)):
            said = "; ".join(words(statement.value, spoken) for statement in same)
            rows.append(("", subject[0], ", ".join(subject[1]), said))
        print_columns(rows)


@app.command()
def validate(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of plan files. [default: those of Lipei]")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check plan files: each fault with its file, line, what is wrong and what was meant."""
    from rules.catalogue.faults import CatalogueInvalidError
    from rules.catalogue.loader import PLAN_FOLDER, load_catalogue

    try:
        catalogue = load_catalogue(folder or PLAN_FOLDER)
        _read_deadlines(folder or PLAN_FOLDER)
    except CatalogueInvalidError as invalid:
        if as_json:
            print_json({"valid": False, "faults": [_fault(fault) for fault in invalid.faults]})
        else:
            for fault in invalid.faults:
                say(str(fault))
        raise typer.Exit(Exit.FAILED) from invalid
    if as_json:
        print_json({"valid": True, "versions": [_summary(version) for version in catalogue.versions]})
    else:
        typer.echo(f"{len(catalogue.versions)} plan versions are valid")


def _read_deadlines(folder: Path) -> None:
    """Targets and ladders of escalation stand beside the plans, where a folder has them."""
    from rules.catalogue.escalation import ESCALATION_FILE, read_ladders, shipped_ladders
    from rules.catalogue.targets import TARGETS_FILE, read_targets

    escalation, targets = folder / ESCALATION_FILE.name, folder / TARGETS_FILE.name
    ladders = read_ladders(escalation) if escalation.exists() else shipped_ladders()
    if targets.exists():
        read_targets(targets, ladders)


@app.command()
def diff(
    old: PlanName,
    new: Annotated[str | None, typer.Argument(help="Plan to compare with. [default: the same code]")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Folder that the second plan is read from.")
    ] = None,
    on: Day = None,
    folder: Folder = None,
    language: Spoken = "en",
    as_json: Json = False,
) -> None:
    """Show what changes for members from one plan version to another, in words and numbers."""
    from rules.catalogue.difference import changes

    spoken, day, catalogue = _language(language), _day(on), _catalogue(folder)
    before = _version(catalogue, old, day)
    after = _version(_catalogue(against) if against else catalogue, new or old, day)
    found = list(changes(before, after, day))
    if as_json:
        print_json([_change(change) for change in found])
    elif not found:
        typer.echo("Nothing changes for members.")
    else:
        _print_changes(found, spoken)


def _print_changes(found: "list[Change]", spoken: "Language") -> None:
    from rules.catalogue.words import NONE
    from rules.catalogue.words import say as words

    head = ("", "WHAT", "BEFORE", "AFTER", "SOURCE")
    marks = {"BETTER": "+", "WORSE": "-", "OTHER": "~"}
    rows = [
        (
            marks[change.effect],
            f"{words(change.heading.section, spoken)}: {words(change.heading.subject, spoken)}",
            words(change.before or NONE, spoken),
            words(change.after or NONE, spoken),
            ", ".join(change.source),
        )
        for change in found
    ]
    print_columns([head, *rows])
    typer.echo("+ better for members, - worse, ~ other")


def _catalogue(folder: Path | None) -> "Catalogue":
    from rules.catalogue.faults import CatalogueInvalidError
    from rules.catalogue.loader import load_catalogue, shipped_catalogue

    try:
        return load_catalogue(folder) if folder else shipped_catalogue()
    except CatalogueInvalidError as invalid:
        fail(f"{invalid}\nRun `lipei plan validate` until no fault is left.", Exit.BAD_INPUT)


def _version(catalogue: "Catalogue", name: str, day: date) -> "PlanVersion":
    code, _, wanted = name.partition("@")
    for version in catalogue.of(code):
        if wanted and version.version == wanted:
            return version
    if wanted and catalogue.of(code):
        known = ", ".join(version.version for version in catalogue.of(code))
        fail(f"Plan {code} has no version {wanted}: it has {known}.", Exit.BAD_INPUT)
    try:
        return catalogue.version(code, day)
    except LookupError as unknown:
        fail(str(unknown.args[0]), Exit.BAD_INPUT)


def _day(written: str | None) -> date:
    from rules.china_time import shanghai_date

    try:
        return date.fromisoformat(written) if written else shanghai_date(datetime.now(UTC))
    except ValueError:
        fail(f"{written!r} is not a day: write it like 2026-11-21.", Exit.BAD_INPUT)


def _language(written: str) -> "Language":
    from rules.vocabulary import Language

    try:
        return Language(written)
    except ValueError:
        fail(f"{written!r} is not a language of Lipei: write zh or en.", Exit.BAD_INPUT)


def _fault(fault: "Fault") -> dict[str, object]:
    return {"file": str(fault.file), "line": fault.line, "where": fault.where, "message": fault.message}


def _is_automatic(version: "PlanVersion") -> bool:
    return all(stated.value for stated in version.automatic.root)


def _summary(version: "PlanVersion") -> dict[str, object]:
    return {
        "code": version.code,
        "version": version.version,
        "kind": version.kind.value,
        "name": {"zh": version.name.zh, "en": version.name.en},
        "in_force": {"from": version.in_force.since, "to": version.in_force.until},
        "automatic": _is_automatic(version),
        "content_hash": version.content_hash,
    }


def _statement(statement: "Statement") -> dict[str, object]:
    return {
        "key": statement.key,
        "section": {"zh": statement.heading.section.zh, "en": statement.heading.section.en},
        "subject": {"zh": statement.heading.subject.zh, "en": statement.heading.subject.en},
        "value": {"zh": statement.value.zh, "en": statement.value.en},
        "source": list(statement.source),
    }


def _change(change: "Change") -> dict[str, object]:
    before, after = change.before, change.after
    return {
        "section": {"zh": change.heading.section.zh, "en": change.heading.section.en},
        "subject": {"zh": change.heading.subject.zh, "en": change.heading.subject.en},
        "before": {"zh": before.zh, "en": before.en} if before else None,
        "after": {"zh": after.zh, "en": after.en} if after else None,
        "effect": change.effect.value,
        "source": list(change.source),
    }
