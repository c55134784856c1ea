"""`lipei finance`: payments, receivables and the daily statement of a fund, over the API."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from commands.case import As, Token, Url, api_for
from commands.columns import print_columns
from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer(help="Money out and in.", no_args_is_help=True)

FINANCE = "feng.finance"
Key = Annotated[str | None, typer.Option("--key", help="Repeat an act with its key: nothing happens twice.")]


@app.command()
def payments(
    status: Annotated[str | None, typer.Option(help="Only these, such as ORDERED or FAILED.")] = None,
    case: Annotated[str | None, typer.Option(help="Only of this case.")] = None,
    who: As = FINANCE,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List payments, by number."""
    with api_for(home, url, who, token) as api:
        told = api.get("/api/v1/payments", status=status.upper() if status else None, case=case)["payments"]
    if as_json:
        print_json(told)
        return
    head = ("NUMBER", "STATUS", "YUAN", "CASE", "PURPOSE", "TO", "SIGNED", "FOUND")
    rows = [
        (
            each["number"],
            each["failure_code"] or each["status"],
            each["amount"],
            each["case_number"],
            each["purpose"],
            f"{each['holder']} {each['account']}",
            f"{len(each['signers'])}/{each['signatures_needed']}",
            " ".join(each["findings"]),
        )
        for each in told
    ]
    print_columns([head, *rows], right=frozenset({2}))


@app.command()
def sign(
    numbers: Annotated[list[str], typer.Argument(help="Numbers of payments.", metavar="NUMBER...")],
    seen: Annotated[list[str] | None, typer.Option(help="A finding that you looked at; repeat it.")] = None,
    key: Key = None,
    who: As = FINANCE,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Sign payments; with the last signature they go to the bank. Exit code 1 where one was refused."""
    body = {"payments": [{"number": number, "seen_findings": seen or []} for number in numbers]}
    with api_for(home, url, who, token) as api:
        outcomes = api.post("/api/v1/payments/sign", body, key or uuid4().hex)
    _print_outcomes(outcomes, as_json)


@app.command("turn-down")
def turn_down(
    numbers: Annotated[list[str], typer.Argument(help="Numbers of payments.", metavar="NUMBER...")],
    reason: Annotated[
        str, typer.Option(help="WRONG_PAYEE, WRONG_ACCOUNT, WRONG_AMOUNT, SUSPECTED_FRAUD or OTHER.")
    ],
    key: Key = None,
    who: As = FINANCE,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Send payments back to their cases. Exit code 1 where one was refused."""
    body = {"payments": numbers, "reason": reason.upper()}
    with api_for(home, url, who, token) as api:
        outcomes = api.post("/api/v1/payments/turn-down", body, key or uuid4().hex)
    _print_outcomes(outcomes, as_json)


@app.command()
def receivables(
    status: Annotated[str | None, typer.Option(help="Only these, such as OPEN or DISPUTED.")] = None,
    who: As = FINANCE,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List what is owed to us, with its age."""
    with api_for(home, url, who, token) as api:
        told = api.get("/api/v1/receivables", status=status.upper() if status else None)["receivables"]
    if as_json:
        print_json(told)
        return
    head = ("REFERENCE", "KIND", "STATUS", "AMOUNT", "OPEN", "DUE", "AGE", "CASE")
    names = ("reference", "kind", "status", "amount", "owed", "due_on", "band", "case_number")
    rows = [tuple(str(each[name] or "") for name in names) for each in told]
    print_columns([head, *rows], right=frozenset({3, 4}))


@app.command()
def statement(
    day: Annotated[
        str | None, typer.Option(help="Shanghai day, such as 2026-12-03. [default: today]")
    ] = None,
    fund: Annotated[str, typer.Option(help="Whose money, such as insurer:JDAZ.")] = "insurer:JDAZ",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    who: As = FINANCE,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show a day of a fund; exit code 1 where it does not balance."""
    with api_for(home, url, who, token) as api:
        told = api.get(f"/api/v1/funds/{fund}/statement", on=day)
    if as_json:
        print_json(told)
    else:
        _print_statement(told, as_csv)
    if not told["balances"]:
        fail("The statement does not balance: tell the administrator.", Exit.FAILED)


@app.command()
def fund(
    code: Annotated[str, typer.Argument(help="insurer:<code> or provider:<code>.", metavar="CODE")],
    name: Annotated[str, typer.Option(help="As the bank knows it.")],
    account: Annotated[str, typer.Option(help="Account number that is paid from.")],
    bank_code: Annotated[str, typer.Option(help="Twelve-digit CNAPS code.")] = "",
    home: Home = None,
) -> None:
    """Add a fund or correct it; a provider is paid to the same account. Top-ups name FLOAT-<code>."""
    if not account.isdecimal() or code.partition(":")[0] not in ("insurer", "provider"):
        fail("CODE is insurer:<code> or provider:<code>, and --account digits only.", Exit.BAD_INPUT)
    _keep_fund(home, code, name, account, bank_code)
    typer.echo(f"{code} pays from its account; top it up with the text FLOAT-{code.partition(':')[2]}")


def _keep_fund(home: "Path | None", code: str, name: str, account: str, bank_code: str) -> None:
    from models.fund import Fund
    from rules.payments.values import NewAccount
    from settings import load
    from stores import database
    from stores.money import funds, payees

    with errors_as_sentences():
        settings = load(home)
    kept = Fund(
        code=code,
        name=name,
        account_number=account,
        bank_code=bank_code,
        top_up_reference=f"FLOAT-{code.partition(':')[2]}",
    )
    own = NewAccount(party=code, holder=name, number=account, bank="", bank_code=bank_code)
    engine = database.connect(settings.database_owner_url, pool_size=1)
    with database.transaction(engine) as session:
        funds.keep(session, kept)
        if code.startswith("provider:"):
            payees.keep_account(session, own, at=datetime.now(UTC), on_file=True)
    engine.dispose()


def _print_outcomes(outcomes: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(outcomes)
    for each in () if as_json else outcomes:
        said = each["refused"] or f"{each['status']}, {each['signatures']} of {each['needed']} signatures"
        typer.echo(f"{each['number']}  {said}")
    if any(each["refused"] for each in outcomes):
        raise typer.Exit(Exit.FAILED)


def _print_statement(told: dict[str, Any], as_csv: bool) -> None:
    head = ("WHEN", "MOVEMENT", "ABOUT", "CASE", "CHANGE", "BALANCE")
    rows = [
        (each["at"][:19], each["kind"], each["about"], each["case_number"], each["change"], each["balance"])
        for each in told["lines"]
    ]
    opening, closing = (("", name, "", "", "", told[name.lower()]) for name in ("OPENING", "CLOSING"))
    if as_csv:
        for row in (head, opening, *rows, closing):
            typer.echo(",".join(row))
        return
    typer.echo(f"{told['name']} ({told['fund']}), {told['on']}")
    print_columns([head, opening, *rows, closing], right=frozenset({4, 5}))
    typer.echo(
        f"{told['opening']} + {told['topped_up']} topped up + {told['received']} received"
        f" - {told['paid']} paid = {told['closing']}; {told['under_way']} with the bank"
    )
