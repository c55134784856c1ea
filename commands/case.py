"""`lipei case`: look at cases and act on them, over the API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from commands.case_history import history
from commands.case_patches import patches
from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from activities.reconciliation_orders import Reconciled
    from commands.case_api import CaseApi
    from settings import Settings

app = typer.Typer(help="Look at cases and act on them.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="Case number, such as PA-261121-000042-U.", metavar="NUMBER")]
As = Annotated[
    str, typer.Option("--as", help="Who acts: a name or role of the sample, such as adjuster, MEIHUA-FUER.")
]
Token = Annotated[str | None, typer.Option(help="API token to use instead of a name of the sample.")]
Url = Annotated[str | None, typer.Option(help="Address of the web app. [default: LIPEI_PUBLIC_URL]")]

READER = "supervisor"


app.command()(history)
app.command()(patches)


@app.command("list")
def list_cases(
    stage: Annotated[str | None, typer.Option(help="Only this stage, such as IN_REVIEW.")] = None,
    process: Annotated[str | None, typer.Option(help="Only this process, such as PA.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only what this person has (staff:<id>).")] = None,
    due_before: Annotated[str | None, typer.Option(help="Only what is due before, with its zone.")] = None,
    closed: Annotated[bool, typer.Option("--closed", help="Closed cases instead of open ones.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List cases, those due first."""
    wanted = {
        "stage": stage,
        "process": process,
        "assignee": assignee,
        "due_before": due_before,
        "closed": "true" if closed else None,
    }
    with api_for(home, url, who, token) as api:
        cases = _pages(api, wanted, limit)
    if as_json:
        print_json(cases)
        return
    from commands.case_tables import queue_lines

    for line in queue_lines(cases) if cases else ("No cases.",):
        typer.echo(line)


def _pages(api: "CaseApi", wanted: dict[str, str | None], limit: int) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = []
    after: str | None = None
    while len(cases) < limit:
        page = api.get("/api/v1/cases", **wanted, after=after, limit=min(200, limit - len(cases)))
        cases += page["cases"]
        after = page["next"]
        if after is None:
            break
    return cases


@app.command()
def show(
    number: Number,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show a case: stage, clocks, what happened, letters, what can be done."""
    with api_for(home, url, who, token) as api:
        case = api.get(f"/api/v1/cases/{number}")
        events = _events(api, number)
        letters = api.get(f"/api/v1/cases/{number}/letters")
    if as_json:
        print_json({**case, "events": events, "letters": letters})
        return
    from commands.case_tables import case_lines

    for line in case_lines(case, events, letters):
        typer.echo(line)


def _events(api: "CaseApi", number: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        page = api.get(f"/api/v1/cases/{number}/events", after=after)
        events += page["events"]
        after = page["next"]
    return events


@app.command()
def why(
    number: Number,
    who: As = READER,
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Say why a case is due then: every interval of its clocks, added up to the due that is shown."""
    with api_for(home, url, who, token) as api:
        told = api.get(f"/api/v1/cases/{number}/clocks")
    if as_json:
        print_json(told)
        return
    from commands.clock_lines import why_lines

    for line in why_lines(told):
        typer.echo(line)


@app.command()
def act(
    number: Number,
    action: Annotated[str, typer.Option(help="What to do, such as DECIDE or WITHDRAW.")],
    body: Annotated[
        str | None, typer.Option("--json-body", help="What the act says, as JSON. [default: nothing]")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="File that holds the JSON instead.")] = None,
    seen_version: Annotated[int | None, typer.Option(help="Version that you saw. [default: newest]")] = None,
    key: Annotated[str | None, typer.Option(help="Idempotency key of a repeat. [default: a new one]")] = None,
    who: As = "adjuster",
    token: Token = None,
    url: Url = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Act on a case: `lipei case act NUMBER --action ASSIGN --json-body '{"assignee": "staff:…"}'`."""
    said = _said(body, file)
    with api_for(home, url, who, token) as api:
        seen = seen_version or api.get(f"/api/v1/cases/{number}")["version"]
        wanted = {"seen_version": seen, **said, "action": action.upper()}
        answer = api.post(f"/api/v1/cases/{number}/actions", wanted, key or uuid4().hex)
    if as_json:
        print_json(answer)
        return
    from commands.case_tables import moment

    due = f", due {moment(answer['due_at'])}" if answer["due_at"] else ""
    typer.echo(f"{number} is {answer['stage']} now, version {answer['version']}{due}")


def _said(body: str | None, file: Path | None) -> dict[str, Any]:
    if body is not None and file is not None:
        fail("Give --json-body or --file, not both.", Exit.BAD_INPUT)
    try:
        said = json.loads(file.read_text("utf-8") if file else body or "{}")
    except OSError as unread:
        fail(f"{file} cannot be read: {unread.strerror}.", Exit.BAD_INPUT)
    except ValueError as wrong:
        fail(f"What the act says is not JSON: {wrong}.", Exit.BAD_INPUT)
    if not isinstance(said, dict):
        fail('What the act says is a JSON object, such as {"reason": "…"}.', Exit.BAD_INPUT)
    return said


@app.command()
def reconcile(home: Home = None, as_json: Json = False) -> None:
    """Compare every open case with its workflow now, and heal what differs; it also happens every hour."""
    import asyncio

    with errors_as_sentences():
        from settings import load

        settings = load(home)
    found = asyncio.run(_reconciled(settings))
    findings = [asdict(each) for each in found.findings]
    if as_json:
        print_json({"compared": found.compared, "findings": findings})
    else:
        for each in findings:
            state = "healed" if each["healed"] else "still differs"
            typer.echo(f"{each['case_number']}  {each['kind']}  {state}")
        typer.echo(f"{found.compared} open cases compared, {len(findings)} differed")
    raise typer.Exit(Exit.OK if all(each["healed"] for each in findings) else Exit.FAILED)


async def _reconciled(settings: "Settings") -> "Reconciled":
    from workflows.client import connect
    from workflows.reconciliation import reconcile_now

    try:
        client = await connect(settings)
    except RuntimeError:
        fail("Temporal does not answer: run `lipei up`.", Exit.NOT_RUNNING)
    return await reconcile_now(client, uuid4().hex)


@contextmanager
def api_for(home: Path | None, url: str | None, who: str, token: str | None) -> "Iterator[CaseApi]":
    """The API as somebody of the sample, or as whoever holds the token; ends the command with a sentence."""
    from commands.case_api import speaking, token_of

    with errors_as_sentences():
        from settings import home_folder, load

        address = url or load(home).public_url
        with speaking(address, token or token_of(home_folder(home), who)) as api:
            yield api
