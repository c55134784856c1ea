"""`lipei calendar`: the working calendar that deadlines are counted in."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Exit, Json, fail, print_json

if TYPE_CHECKING:
    from rules.calendar import CalendarDay
    from rules.calendar_edition import CalendarYear

app = typer.Typer(help="The working calendar.", no_args_is_help=True)


@app.callback()
def calendar() -> None:
    """The working calendar: public holidays and make-up working days of each year."""


@app.command()
def show(
    year: Annotated[int | None, typer.Option(help="Only this year. [default: every year]")] = None,
    as_json: Json = False,
) -> None:
    """Print the years that Lipei ships with: status, source, holidays, make-up working days."""
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


def _lines(year: "CalendarYear") -> Iterator[str]:
    days = year.days()
    yield f"{year.year} {year.status}, {sum(day.is_working for day in days)} working days"
    yield f"  source  {year.source}"
    for name, rest in _named(day for day in days if not day.is_working):
        yield f"  rest    {name}  {_from_to(rest)}"
    for name, worked in _named(day for day in days if day.is_working):
        yield f"  worked  {name}  {_one_by_one(worked)}"
    if year.status == "PROVISIONAL":
        yield "  The notice for this year is not loaded: its deadlines may still move."


def _named(days: "Iterable[CalendarDay]") -> "Iterator[tuple[str, list[CalendarDay]]]":
    """The days that have a name, those of one holiday together."""
    for name, group in groupby((day for day in days if day.name), key=lambda day: day.name):
        yield name, list(group)


def _from_to(days: "list[CalendarDay]") -> str:
    first, last = days[0].on, days[-1].on
    if len(days) == 1 or (last - first).days + 1 != len(days):
        return _one_by_one(days)
    return f"{first} {first:%a} to {last} {last:%a}"


def _one_by_one(days: "list[CalendarDay]") -> str:
    return ", ".join(f"{day.on} {day.on:%a}" for day in days)


def _for_machines(year: "CalendarYear") -> dict[str, object]:
    return {
        "year": year.year,
        "status": year.status,
        "source": year.source,
        "rest_days": {str(on): name for on, name in year.rest_days.items()},
        "make_up_working_days": {str(on): name for on, name in year.make_up_working_days.items()},
    }
