"""`lipei ledger`: balances and statements of a policy year, over the API."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.case import As, Token, Url, api_for
from commands.columns import print_columns
from commands.outcome import Exit, Home, Json, fail, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(help="Limits and deductibles, explained to the fen.", no_args_is_help=True)

READER = "adjuster"
Policy = Annotated[str, typer.Argument(help="Policy number.", metavar="POLICY", show_default=False)]
Account = Annotated[
    str,
    typer.Argument(
        help="Id of an account, or POLICY/BENEFIT such as 2607-STD-1/INPATIENT; POLICY/BENEFIT/DEDUCTIBLE.",
        metavar="ACCOUNT",
        show_default=False,
    ),
]


@app.command()
def show(
    policy: Policy,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show what each benefit of a policy grants, holds, has paid and has left."""
    with api_for(home, url, who, token) as api:
        year = api.get("/api/v1/accounts", policy=policy)
    if as_json:
        print_json(year)
        return
    typer.echo(_heading(year))
    head = ("ACCOUNT", "INITIAL", "RESERVED", "CONSUMED", "REMAINING", "ID")
    rows = [
        (_name(each), *(each[figure.lower()] for figure in head[1:5]), each["id"])
        for each in year["accounts"]
    ]
    print_columns([head, *rows], right=frozenset({1, 2, 3, 4}))
    visits = f"{year['counted_visits']} counted, {year['reserved_visits']} held"
    typer.echo(f"visits: {visits}; check-ups: {year['checkups_used']}")


@app.command()
def statement(
    account: Account,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show every movement of an account with the balance after it; exit code 1 where they do not add up."""
    with api_for(home, url, who, token) as api:
        told = api.get(f"/api/v1/accounts/{_account_id(api, account)}/statement")
    if as_json:
        print_json(told)
    else:
        _print(told)
    if not told["adds_up"]:
        fail("The lines do not add up to the balance: tell the administrator.", Exit.FAILED)


def _account_id(api: Any, account: str) -> str:
    """The id itself, or that of the benefit's account."""
    policy, slash, rest = account.partition("/")
    if not slash:
        return account
    benefit, _, kind = rest.upper().partition("/")
    accounts = api.get("/api/v1/accounts", policy=policy)["accounts"]
    ids = {(each["benefit"], each["kind"]): str(each["id"]) for each in accounts}
    wanted = (benefit, kind or "LIMIT")
    if wanted not in ids:
        known = ", ".join("/".join((policy, *names)) for names in ids)
        fail(f"There is no account {account}; the policy has {known}.", Exit.BAD_INPUT)
    return ids[wanted]


def _print(told: dict[str, Any]) -> None:
    typer.echo(f"{_name(told['account'])}  {_heading(told)}")
    head = ("WHEN", "MOVEMENT", "CASE", "RESERVED", "", "CONSUMED", "", "REMAINING", "")
    opening = (told["starts_on"], "granted", "", "", "", "", "", "", told["opening"])
    print_columns([head, opening, *_lines(told["lines"])], right=frozenset(range(3, 9)))
    account = told["account"]
    typer.echo(
        f"{account['initial']} - {account['reserved']} reserved - {account['consumed']} consumed"
        f" = {account['remaining']} remaining"
    )


def _lines(lines: list[dict[str, Any]]) -> "Iterator[tuple[str, ...]]":
    from commands.case_tables import moment

    for line in lines:
        figures = [
            text
            for name in ("reserved", "consumed", "remaining")
            for text in (_signed(line[f"{name}_change"]), line[name])
        ]
        what = (line["kind"] or "grant corrected").lower()
        yield (moment(line["at"]), what, line["case_number"] or "", *figures)


def _signed(yuan: str) -> str:
    """A change with its sign; nothing for none."""
    if yuan == "0.00":
        return ""
    return yuan if yuan.startswith("-") else f"+{yuan}"


def _name(account: dict[str, Any]) -> str:
    benefit = str(account["benefit"])
    return f"{benefit} deductible" if account["kind"] == "DEDUCTIBLE" else benefit


def _heading(year: dict[str, Any]) -> str:
    policy, member = year["policy_number"], year["member_number"]
    return f"policy {policy}, member {member}, {year['starts_on']} to {year['ends_on']}"
