"""`lipei demo`: sample data, and one case from the request to the letter in the inbox."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

if TYPE_CHECKING:
    from commands.demo_case import Told
    from settings import Settings
    from stores.seed import Sample


def demo(home: Home = None, as_json: Json = False) -> None:
    """Load the sample and run one pre-authorization to its guarantee letter; the stack must be up."""
    with errors_as_sentences():
        from commands.demo_case import live_through
        from embedded import stack
        from settings import load

        settings = load(home)
        missing = set(stack.ALL) - set(stack.running(settings))
        if missing:
            fail(f"Not running: {', '.join(sorted(missing))}. Run `lipei up` first.", Exit.NOT_RUNNING)
        say("Loading sample hospitals, plans, policies and families")
        told = live_through(settings, _sample(settings), say)
    if as_json:
        print_json(_facts(settings, told))
    else:
        _table(settings, told)


def _sample(settings: "Settings") -> "Sample":
    from settings import CHECKOUT
    from stores.database import connect
    from stores.seed import seed

    engine = connect(settings.database_owner_url, pool_size=1)
    try:
        return seed(
            engine,
            plans_folder=CHECKOUT / "plans",
            tokens_file=settings.home / "tokens.json",
            at=datetime.now(UTC),
        )
    finally:
        engine.dispose()


def _facts(settings: "Settings", told: "Told") -> dict[str, object]:
    return {
        "case": told.case_number,
        "stages": [{"at": at, "stage": stage, "by": by} for at, stage, by in told.stages],
        "due": told.due_at,
        "guarantee": told.guarantee,
        "amount": told.ceiling,
        "valid_until": told.valid_until,
        "letter": told.pdf,
        "web": settings.public_url,
        "mail": settings.mail_url,
        "temporal": settings.temporal_ui_url,
        "tokens": settings.home / "tokens.json",
        "accounts": settings.home / "accounts.json",
    }


def _table(settings: "Settings", told: "Told") -> None:
    typer.echo()
    typer.echo(f"{'time (China)':<21}{'stage':<16}by")
    for at, stage, by in told.stages:
        typer.echo(f"{at:%Y-%m-%d %H:%M:%S}  {stage:<16}{by}")
    typer.echo()
    typer.echo(f"decision due: {told.due_at:%Y-%m-%d %H:%M} China time")
    typer.echo(f"guaranteed: {told.ceiling} yuan, until {told.valid_until}, letter {told.guarantee}")
    typer.echo(f"tokens: {settings.home / 'tokens.json'}")
    typer.echo(f"accounts: {settings.home / 'accounts.json'} (sign in at {settings.public_url}/sign-in)")
    typer.echo(f"case: {told.case_number}")
    typer.echo(f"letter: {told.pdf}")
    typer.echo(f"web: {settings.public_url}")
    typer.echo(f"mail: {settings.mail_url}")
    typer.echo(f"temporal: {settings.temporal_ui_url}")
