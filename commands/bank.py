"""`lipei bank`: the demonstration bank's journal, how it behaves, and families who transfer money."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.columns import print_columns
from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from settings import Settings

app = typer.Typer(help="The demonstration bank.", no_args_is_help=True)

MANNERS = "ACCEPT, REJECT, LATE, TWICE, SILENT_DONE or SILENT_LOST"


@app.command()
def journal(
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each.")] = 20,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show what the bank was ordered to do, and what its accounts show, the newest first."""
    told = _ask(home, "GET", "/journal.json")
    entries = list(reversed(told["entries"]))
    if as_json:
        print_json({"transfers": told["transfers"], "entries": entries})
        return
    head = ("END-TO-END ID", "STATUS", "REASON", "YUAN", "TO", "NAME", "AT")
    rows = [
        (
            each["end_to_end_id"],
            each["status"],
            each["reason"],
            _yuan(each["amount"]),
            each["creditor"],
            each["creditor_name"],
            each["at"][:19],
        )
        for each in told["transfers"][:limit]
    ]
    print_columns([head, *rows], right=frozenset({3}))
    typer.echo()
    head = ("NO", "ACCOUNT", "YUAN", "WITH", "TEXT", "AT", "")
    entry_rows = [
        (
            str(each["sequence"]),
            each["account"],
            ("-" if each["direction"] == "DBIT" else "+") + _yuan(each["amount"]),
            each["counterparty"],
            each["remittance"],
            each["booked_at"][:19],
            "",
        )
        for each in entries[:limit]
    ]
    print_columns([head, *entry_rows], right=frozenset({0, 2}))


@app.command()
def behavior(
    manner: Annotated[
        str | None, typer.Argument(help=f"{MANNERS}. [default: show]", show_default=False)
    ] = None,
    account: Annotated[str, typer.Option(help="Only orders to this account number.")] = "*",
    reason: Annotated[str, typer.Option(help="Reason code with REJECT, such as AC04.")] = "AC01",
    seconds: Annotated[float, typer.Option(help="How late with LATE.")] = 60,
    times: Annotated[int, typer.Option(min=1, help="So many orders, or unanswered questions.")] = 1,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Tell the bank how to treat the next payments; ACCEPT makes it forget what it was told."""
    if manner and manner.upper() == "ACCEPT":
        _ask(home, "DELETE", "/behavior")
    elif manner:
        asked = {
            "account": account,
            "manner": manner.upper(),
            "reason": reason,
            "seconds": seconds,
            "times": times,
        }
        _ask(home, "PUT", "/behavior", asked)
    told = _ask(home, "GET", "/behavior")
    if as_json:
        print_json(told)
        return
    for each in told:
        to = "every account" if each["account"] == "*" else each["account"]
        typer.echo(f"{each['manner']} for {to}, {each['times']} more")
    if not told:
        typer.echo("The bank accepts every order.")


@app.command()
def pay(
    amount: Annotated[str, typer.Argument(help="Yuan, such as 80.00.", metavar="YUAN")],
    text: Annotated[str, typer.Argument(help="What the payer writes, such as RV-261203-000031-2.")],
    account: Annotated[
        str, typer.Option(help="Account of ours that it goes to. [default: the sample insurer's]")
    ] = "310010000000001",
    payer: Annotated[str, typer.Option(help="Name of the payer.")] = "林建国",
    payer_account: Annotated[str, typer.Option(help="Account of the payer.")] = "6200000000000005",
    home: Home = None,
) -> None:
    """Transfer money to one of our accounts, as a family or an insurer does."""
    from commands.bank_line import transfer
    from rules.money import parse_yuan

    try:
        fen = parse_yuan(amount)
    except ValueError as wrong:
        fail(str(wrong), Exit.BAD_INPUT)
    told = _told(
        home,
        lambda settings: transfer(settings, fen, text, account, payer=payer, payer_account=payer_account),
    )
    typer.echo(f"{amount} yuan arrived as entry {told['sequence']}")


def _ask(home: "Path | None", method: str, path: str, body: Any = None) -> Any:
    from commands.bank_line import ask

    return _told(home, lambda settings: ask(settings, method, path, body))


def _told(home: "Path | None", talk: "Callable[[Settings], Any]") -> Any:
    from commands.bank_line import BankRefusedError
    from embedded.errors import StackError
    from settings import load

    with errors_as_sentences():
        settings = load(home)
    try:
        return talk(settings)
    except BankRefusedError as refused:
        fail(f"The bank refuses: {refused}", Exit.BAD_INPUT)
    except StackError as silent:
        fail(str(silent), Exit.NOT_RUNNING)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
