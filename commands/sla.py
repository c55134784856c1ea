"""`lipei sla`: clocks met and breached, ageing, paused time and what comes due, over the API."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.case import As, Token, Url, api_for
from commands.columns import print_columns
from commands.outcome import Exit, Home, Json, fail, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(help="Duties met and breached, and what comes due.", no_args_is_help=True)

READER = "supervisor"


class Of(StrEnum):
    """What a report is of."""

    DUTIES = "duties"
    AGEING = "ageing"
    PAUSES = "pauses"
    FORECAST = "forecast"


class By(StrEnum):
    """What duties are counted by."""

    PROCESS = "process"
    PERSON = "person"
    TEAM = "team"
    HOSPITAL = "hospital"
    REASON = "reason"
    CLOCK = "clock"
    WEEK = "week"


@app.callback()
def sla() -> None:
    """Duties met and breached, and what comes due."""


@app.command()
def report(
    of: Annotated[Of, typer.Argument(help="What to report.")] = Of.DUTIES,
    by: Annotated[By, typer.Option(help="Count duties by this.")] = By.PROCESS,
    first: Annotated[str | None, typer.Option("--from", help="First day. [default: 28 days]")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, included. [default: today]")] = None,
    process: Annotated[str | None, typer.Option(help="Only this process, such as PA.")] = None,
    person: Annotated[str | None, typer.Option(help="Only this person (staff:<id>, or none).")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team, or none.")] = None,
    hospital: Annotated[str | None, typer.Option(help="Only this hospital's code, or none.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the file that a spreadsheet reads.")] = False,
    as_json: Json = False,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
) -> None:
    """Report duties, ageing, pauses or the forecast; team leads see the own team."""
    if as_csv and as_json:
        fail("Give --csv or --json, not both.", Exit.BAD_INPUT)
    asked: dict[str, str | None] = {"process": process, "person": person, "team": team, "hospital": hospital}
    if of in (Of.DUTIES, Of.PAUSES):
        asked |= {"from": first, "to": last}
    if of is Of.DUTIES:
        asked["by"] = by
    with api_for(home, url, who, token) as api:
        if as_csv:
            typer.echo(api.text(f"/reports/{of}.csv", **asked), nl=False)
            return
        told = api.get(f"/api/v1/reports/{of}", **asked)
    if as_json:
        print_json(told)
    else:
        _print(of, told)


def _print(of: Of, told: dict[str, Any]) -> None:
    if not told["rows"]:
        typer.echo("Nothing to report.")
        return
    if "first_on" in told:
        typer.echo(f"{told['first_on']} to {told['last_on']}")
    head, *lines = _TABLES[of](told)
    print_columns([head, *lines], right=frozenset(range(1, len(head))))


def _duties(told: dict[str, Any]) -> "Iterator[tuple[str, ...]]":
    yield told["by"].upper(), "MET", "BREACHED", "MET %", "STILL OPEN", "PAST THE LAW"
    for row in told["rows"]:
        met, breached = row["met"], row["breached"]
        percent = f"{100 * met / (met + breached):.1f}"
        counted = str(met), str(breached), percent, str(row["still_open"]), str(row["legally_breached"])
        yield (row["name"], *counted)


def _ageing(told: dict[str, Any]) -> "Iterator[tuple[str, ...]]":
    ages = told["ages"]
    spans = zip([0, *ages], (end - 1 for end in ages), strict=False)
    ranges = [f"{first}" if first == last else f"{first}-{last}" for first, last in spans]
    yield ("PROCESS", *(f"{days} D" for days in ranges), f"{ages[-1]}+ D", "IN BREACH")
    for row in told["rows"]:
        yield (row["process"], *map(str, row["cases"]), str(sum(row["breached"])))


def _pauses(told: dict[str, Any]) -> "Iterator[tuple[str, ...]]":
    from commands.case_tables import left

    yield "WAITING FOR", "CASES", "QUESTIONS", "UNANSWERED", "IN ALL", "LONGEST"
    for row in told["rows"]:
        counted = str(row["cases"]), str(row["pauses"]), str(row["still_open"])
        yield (row["waiting_for"], *counted, left(row["total_seconds"]), left(row["longest_seconds"]))


def _forecast(told: dict[str, Any]) -> "Iterator[tuple[str, ...]]":
    yield "DAY", "DUE", "NOBODY HAS IT", "EXPECTED BREACHES"
    for row in told["rows"]:
        expected = "no record" if row["expected"] is None else f"{row['expected']:.1f}"
        day = row["due_on"] if row["is_working"] else f"{row['due_on']} (rest day)"
        yield day, str(row["due"]), str(row["unassigned"]), expected


_TABLES = {Of.DUTIES: _duties, Of.AGEING: _ageing, Of.PAUSES: _pauses, Of.FORECAST: _forecast}
