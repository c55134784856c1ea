"""`lipei calendar`: the working calendars that deadlines are counted in."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from commands.case import As, Token, Url, api_for
from commands.outcome import Exit, Home, Json, fail, print_json, say

if TYPE_CHECKING:
    from datetime import date

    from commands.case_api import CaseApi
    from rules.calendar_edition import CalendarYear, Holiday

app = typer.Typer(help="The working calendars.", no_args_is_help=True)

STANDARD = "STANDARD"
PUBLISHER = "supervisor"
LOOK_SECONDS = 0.5
STANDS_STILL_SECONDS = 180
"""A publication names those that do not answer sooner; one that stands still for so long has no worker."""
Name = Annotated[str, typer.Option("--calendar", help="Which calendar: that of a team or an insurer.")]


@app.callback()
def calendar() -> None:
    """The working calendars: public holidays, make-up working days and hours."""


@app.command()
def show(
    year: Annotated[int | None, typer.Option(help="Only this year. [default: every year]")] = None,
    in_force: Annotated[bool, typer.Option("--in-force", help="What the running stack counts by.")] = False,
    who: As = PUBLISHER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Print the years that Lipei ships with, or those in force: status, source, days of rest and of work."""
    if in_force:
        with api_for(home, url, who, token) as api:
            told = api.get("/api/v1/calendars")
        _show_in_force(told, year, as_json)
        return
    _show_shipped(year, as_json)


def _show_shipped(year: int | None, as_json: bool) -> None:
    from rules.catalogue.calendars import CALENDAR_FOLDER, read_calendar_year, shipped_calendar

    years = [read_calendar_year(path) for path in sorted(CALENDAR_FOLDER.glob("*.yaml"))]
    asked = [loaded for loaded in years if year in (None, loaded.year)]
    if not asked:
        held = ", ".join(str(loaded.year) for loaded in years)
        fail(f"No calendar for {year}: Lipei ships with {held}.", Exit.BAD_INPUT)
    version = shipped_calendar().version
    if as_json:
        print_json({"version": version, "years": [_for_machines(loaded) for loaded in asked]})
        return
    for loaded in asked:
        for line in _lines(loaded):
            typer.echo(line)
    typer.echo(f"version {version}")


def _show_in_force(told: dict[str, Any], year: int | None, as_json: bool) -> None:
    from rules.calendar_edition import year_of_json

    if as_json:
        print_json(told)
        return
    for each in told["calendars"]:
        typer.echo(f"{each['name']}  {', '.join(each['hours'])}  version {each['version']}")
        for held in (year_of_json(content) for content in each["years"]):
            for line in _lines(held) if year in (None, held.year) else ():
                typer.echo(f"  {line}")
    for each in told["publications"]:
        typer.echo(f"published {each['published_at']} {_progress(each)}")


@app.command()
def load(
    file: Annotated[Path | None, typer.Argument(help="File of a year, as in plans/calendars.")] = None,
    name: Name = STANDARD,
    hours: Annotated[
        str | None, typer.Option(help="Shifts of a day, such as 09:00-12:00,13:30-18:00.")
    ] = None,
    who: As = PUBLISHER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Load a year, other hours, or both, and print what publishing them would move. Nothing moves yet."""
    said = {"file": _text(file) if file else "", "hours": _shifts(hours)}
    with api_for(home, url, who, token) as api:
        draft = api.post(f"/api/v1/calendars/{name}/drafts", said, uuid4().hex)
    if as_json:
        print_json(draft)
        return
    for line in _draft_lines(draft):
        typer.echo(line)
    typer.echo(f"publish it with: lipei calendar publish {draft['id']}")


@app.command()
def publish(
    draft: Annotated[str, typer.Argument(help="Id of the draft, as `load` printed it.", metavar="DRAFT")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would move, and stop.")] = False,
    wait: Annotated[bool, typer.Option(help="Wait until every open case followed.")] = True,
    who: As = PUBLISHER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Put a draft in force; every open clock that it touches is planned anew. A repeat changes nothing."""
    with api_for(home, url, who, token) as api:
        told = api.get(f"/api/v1/calendar-drafts/{draft}")
        if not dry_run:
            told = api.post(f"/api/v1/calendar-drafts/{draft}/publish", {}, draft)
            told["publication"] = _followed(api, draft) if wait else told["publication"]
    if as_json:
        print_json(told)
        return
    for line in _draft_lines(told):
        typer.echo(line)
    if told["publication"]:
        typer.echo(f"published {_progress(told['publication'])}")


def _followed(api: "CaseApi", draft: str) -> dict[str, Any]:
    """The publication once it is finished; meanwhile it says how many cases are left, at the end which."""
    shown, patient_until = None, time.monotonic() + STANDS_STILL_SECONDS
    while True:
        found = _publication(api, draft)
        if found and (found["finished_at"] or not found["left"]):
            for number in found["stragglers"]:
                say(f"{number} does not answer: it is told again every hour, or by `lipei case reconcile`")
            return found
        if found and found["left"] != shown:
            shown, patient_until = found["left"], time.monotonic() + STANDS_STILL_SECONDS
            say(f"{shown} of {found['cases']} cases have yet to follow")
        if time.monotonic() > patient_until:
            fail(
                "Nothing moves: is the worker running? `lipei status` tells. It goes on by itself.",
                Exit.NOT_RUNNING,
            )
        time.sleep(LOOK_SECONDS)


def _publication(api: "CaseApi", draft: str) -> dict[str, Any] | None:
    """How it goes; None before it is in force."""
    published = {each["key"]: each for each in api.get("/api/v1/calendars")["publications"]}
    if draft not in published:
        return None
    found: dict[str, Any] = api.get(f"/api/v1/calendar-publications/{draft}")
    return found


def _progress(found: dict[str, Any]) -> str:
    followed = found["cases"] - found["left"]
    return f"{found['calendar']} {found['version']}: {followed} of {found['cases']} cases followed"


def _draft_lines(draft: dict[str, Any]) -> Iterator[str]:
    yield f"{draft['calendar']} {draft['version']}"
    for year in draft["years"]:
        yield f"  {year['year']} {year['before'] or 'new'} -> {year['after']}  {year['source']}"
    if draft["hours_before"] != draft["hours_after"]:
        yield f"  hours {', '.join(draft['hours_before'])} -> {', '.join(draft['hours_after'])}"
    for day in draft["days"]:
        yield f"  {day['on']} becomes {'worked' if day['is_working'] else 'free'}  {day['name']}"
    yield f"  {draft['clocks_touched']} clocks of {draft['cases_touched']} open cases run over what changes"
    if draft["outdated"]:
        yield "  Another version was published since: load the file again."


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unread:
        fail(f"{file} cannot be read ({unread}): name a UTF-8 file of one year.", Exit.BAD_INPUT)


def _shifts(hours: str | None) -> list[str]:
    return [shift.strip() for shift in (hours or "").split(",") if shift.strip()]


def _lines(year: "CalendarYear") -> Iterator[str]:
    days = year.days()
    yield f"{year.year} {year.status}, {sum(day.is_working for day in days)} working days"
    yield f"  source  {year.source}"
    for rest in year.rests():
        yield f"  rest    {rest.name}  {_from_to(rest)}"
    for worked in year.make_ups():
        yield f"  worked  {worked.name}  {_one_by_one(worked.days)}"
    if year.status == "PROVISIONAL":
        yield "  The notice for this year is not loaded: its deadlines may still move."


def _from_to(holiday: "Holiday") -> str:
    first, last = holiday.days[0], holiday.days[-1]
    if first == last or not holiday.unbroken:
        return _one_by_one(holiday.days)
    return f"{first} {first:%a} to {last} {last:%a}"


def _one_by_one(days: "Iterable[date]") -> str:
    return ", ".join(f"{on} {on:%a}" for on in days)


def _for_machines(year: "CalendarYear") -> dict[str, object]:
    return {
        "year": year.year,
        "status": year.status,
        "source": year.source,
        "rest_days": {str(on): name for on, name in year.rest_days.items()},
        "make_up_working_days": {str(on): name for on, name in year.make_up_working_days.items()},
    }
