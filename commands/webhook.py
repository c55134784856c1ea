"""`lipei webhook`: which systems of others hear of their letters."""

from typing import Annotated
from uuid import UUID

import typer

from commands.accounts import at_work, settings_of
from commands.outcome import Exit, Home, Json, fail, print_json, say

app = typer.Typer(
    help="Systems of hospitals, insurers and administrators that hear of letters.", no_args_is_help=True
)

Endpoint = Annotated[UUID, typer.Argument(help="Its id, as `lipei webhook list` shows it.")]


@app.callback()
def webhook() -> None:
    """Register endpoints, change their secrets, switch them off and on."""


@app.command("list")
def show(home: Home = None, as_json: Json = False) -> None:
    """List the endpoints."""
    from stores.papers import webhooks

    with at_work(settings_of(home)) as session:
        rows = [
            {
                "id": str(row.id),
                "owner": f"{row.owner.lower()}:{row.owner_code}",
                "url": row.url,
                "on": row.off_at is None,
            }
            for row in webhooks.every(session)
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['owner']:<28}{'on ' if row['on'] else 'off'}  {row['url']}")
    if not rows:
        typer.echo("No endpoint is registered: `lipei webhook add --help`.")


@app.command()
def add(
    owner: Annotated[
        str, typer.Argument(help="hospital:CODE, insurer:CODE or administrator:CODE", metavar="OWNER")
    ],
    url: Annotated[str, typer.Argument(help="Where the messages go.", metavar="URL")],
    home: Home = None,
) -> None:
    """Register an endpoint; its secret is printed this once."""
    from datetime import UTC, datetime

    from letters.webhook import new_secret
    from models.webhook_endpoint import WebhookEndpoint
    from rules.vocabulary import RecipientRole
    from rules.webhook_url import WebhookUrlError, check
    from stores.papers import webhooks

    settings, secret = settings_of(home), new_secret()
    kind, _, code = owner.partition(":")
    if kind.upper() not in webhooks.OWNERS:
        fail(
            f"{owner} is no owner: write hospital:CODE, insurer:CODE, administrator:CODE.",
            Exit.BAD_INPUT,
        )
    endpoint = WebhookEndpoint(
        owner=RecipientRole(kind.upper()),
        owner_code=code,
        url=url,
        secret=b"",
        made_at=datetime.now(UTC),
        made_by="system:command-line",
    )
    webhooks.keep_secret(endpoint, secret, settings.secret_key)
    try:
        check(url, inside=settings.webhooks_inside)
        with at_work(settings) as session:
            webhooks.add(session, endpoint)
    except (WebhookUrlError, webhooks.EndpointError) as wrong:
        fail(f"{wrong}.", Exit.BAD_INPUT)
    say(f"Endpoint {endpoint.id} is registered; its secret, shown this once:")
    typer.echo(secret)


@app.command()
def rotate(endpoint: Endpoint, home: Home = None) -> None:
    """Give an endpoint a new secret, printed this once; the one before signs beside it for a week."""
    from datetime import UTC, datetime

    from letters.webhook import new_secret
    from stores.papers import webhooks

    settings, secret = settings_of(home), new_secret()
    with at_work(settings) as session:
        row = webhooks.get(session, endpoint, lock=True)
        if row is None:
            fail(f"There is no endpoint {endpoint}: `lipei webhook list` shows them.", Exit.BAD_INPUT)
        webhooks.rotate(row, secret, settings.secret_key, datetime.now(UTC))
    typer.echo(secret)


@app.command()
def switch(
    endpoint: Endpoint,
    on: Annotated[bool, typer.Option("--on/--off", help="Which.", show_default=False)],
    home: Home = None,
) -> None:
    """Turn an endpoint on or off; what waits for one that is off is refused."""
    from datetime import UTC, datetime

    from stores.papers import webhooks

    with at_work(settings_of(home)) as session:
        row = webhooks.get(session, endpoint, lock=True)
        if row is None:
            fail(f"There is no endpoint {endpoint}: `lipei webhook list` shows them.", Exit.BAD_INPUT)
        row.off_at = None if on else datetime.now(UTC)
    say(f"Endpoint {endpoint} is {'on' if on else 'off'}.")


@app.command("try")
def send_trial(endpoint: Endpoint, home: Home = None) -> None:
    """Send a message that tells nothing, and print the answer; exit code 1 where it was not taken."""
    import asyncio

    from temporalio.client import WorkflowFailureError
    from temporalio.service import RPCError

    from workflows.client import connect
    from workflows.webhooks import trial

    settings = settings_of(home)

    async def tried() -> trial.TrialAnswer:
        return await trial.send_trial(await connect(settings), endpoint)

    try:
        answer = asyncio.run(tried())
    except (RuntimeError, TimeoutError, WorkflowFailureError, RPCError):
        fail("The worker does not answer: run `lipei up`, then try again.", Exit.NOT_RUNNING)
    if not answer.taken:
        fail(f"The trial was not taken: {answer.said}.")
    say(f"The trial was taken: {answer.said}.")
