"""`lipei accounts` and `lipei sms`: who can sign in, and what phones were sent."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from settings import Settings

app = typer.Typer(help="See who can sign in, and give new passwords.", no_args_is_help=False)
BY = "system:command-line"
"""Who did it, on the record of the house."""
Name = Annotated[str, typer.Argument(help="The account's name, such as ma.adjuster.")]


@app.callback(invoke_without_command=True)
def show(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List the sample's accounts and phones; passwords are only read from the file that is named."""
    if context.invoked_subcommand:
        return
    with errors_as_sentences():
        from settings import load

        settings = load(home)
    path = settings.home / "accounts.json"
    if not path.exists():
        fail("There are no sample accounts yet: run `lipei demo`.", Exit.NOT_RUNNING)
    known = json.loads(path.read_text("utf-8"))
    if as_json:
        print_json({"file": path, "accounts": {name: entry["who"] for name, entry in known.items()}})
        return
    for name, entry in known.items():
        typer.echo(f"{name:<24}{entry['who']}")
    typer.echo(f"\nSign in at {settings.public_url}/sign-in; the passwords are in {path}")
    typer.echo("Families sign in by phone; `lipei sms` shows the codes.")


@app.command("password")
def password(name: Name, home: Home = None) -> None:
    """Give an account a new password at random and sign it out everywhere; the password is printed once."""
    from stores.house import account_changes
    from stores.trust import sign_ins

    settings = settings_of(home)
    with at_work(settings) as session:
        account = sign_ins.find(session, name)
        if account is None:
            fail(f"There is no account {name}: `lipei accounts` lists those of the sample.", Exit.BAD_INPUT)
        fresh = account_changes.new_password(session, BY, account, datetime.now(UTC))
    typer.echo(fresh)


@app.command("reset")
def reset_second_factor(name: Name, home: Home = None) -> None:
    """Take the app and every passkey from an account whose phone is lost, and sign it out everywhere."""
    from stores.house import account_changes
    from stores.trust import sign_ins

    settings = settings_of(home)
    with at_work(settings) as session:
        account = sign_ins.find(session, name)
        if account is None:
            fail(f"There is no account {name}: `lipei accounts` lists those of the sample.", Exit.BAD_INPUT)
        account_changes.reset_second_factor(session, BY, account, datetime.now(UTC))
    typer.echo(f"{name} signs in with the password alone until a second factor is set up again.")


@app.command("make")
def make(
    name: Name,
    who: Annotated[str, typer.Argument(help="staff:<account of the staff list> or hospital:<code>")],
    home: Home = None,
) -> None:
    """Make an account for a member of staff or a hospital desk; the password is printed once."""
    from rules.vocabulary import PrincipalKind
    from stores.cover import parties
    from stores.house import account_changes
    from stores.trust import sign_ins, tokens

    at = datetime.now(UTC)
    settings = settings_of(home)
    with at_work(settings) as session:
        kind, _, named = who.partition(":")
        staff = parties.staff(session, who)
        principal = PrincipalKind.STAFF if kind == "staff" else PrincipalKind.HOSPITAL
        principal_id = str(staff.id) if staff else named
        actor = tokens.actor_of(session, principal, principal_id, at)
        if kind not in ("staff", "hospital") or actor is None or sign_ins.find(session, name):
            fail(f"{who} is nobody here, or {name} is taken: name another.", Exit.BAD_INPUT)
        fresh = account_changes.make(session, BY, principal, principal_id, name.lower(), at)
    typer.echo(fresh)


def sms(home: Home = None, as_json: Json = False) -> None:
    """Show the text messages that no gateway took, the newest last."""
    settings = settings_of(home)
    read = [json.loads(path.read_text("utf-8")) for path in sorted(Path(settings.sms_outbox).glob("*.json"))]
    if as_json:
        print_json(read)
        return
    for message in read[-20:]:
        typer.echo(f"{message['at'][:19]}  {message['phone']}  {message['text']}")
    if not read:
        typer.echo(f"No message is in {settings.sms_outbox}.")


def settings_of(home: Path | None) -> "Settings":
    """The settings of that home; ends with a sentence where they are wrong."""
    with errors_as_sentences():
        from settings import load

        return load(home)


@contextmanager
def at_work(settings: "Settings") -> "Iterator[Session]":
    """A transaction of the tables' owner, on a connection that is closed after it."""
    from stores.database import connect, transaction

    engine = connect(settings.database_owner_url, pool_size=1)
    try:
        with transaction(engine) as session:
            yield session
    finally:
        engine.dispose()
