"""`lipei advance`: where the money of a hospital advance stands, over the API."""

from typing import TYPE_CHECKING, Any

import typer

from commands.case import READER, As, Number, Token, Url, api_for
from commands.outcome import Home, Json, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(help="Look at the money of hospital advances.", no_args_is_help=True)

SUMS = ("promised", "paid", "consumed", "refunded", "waived", "open")


@app.callback()
def advances() -> None:
    """Keep `statement` a command of its own."""


@app.command()
def statement(
    number: Number,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show what was promised, paid, consumed, refunded and is open, with every movement."""
    with api_for(home, url, who, token) as api:
        standing = api.get(f"/api/v1/advances/{number}/statement")
    if as_json:
        print_json(standing)
        return
    for line in statement_lines(standing):
        typer.echo(line)


def statement_lines(standing: dict[str, Any]) -> "Iterator[str]":
    """The sums, then the movements in their order."""
    from commands.case_tables import moment

    for name in SUMS:
        yield f"{name:<10} {standing[name]:>14}"
    for each in standing["movements"]:
        yield f"{moment(each['at'])}  {each['kind']:<10} {each['amount']:>14}  {each['reference']}"
