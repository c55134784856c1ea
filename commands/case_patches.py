"""`lipei case patches`: which open cases still need which change of a workflow, so that its name can go."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer

from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json

if TYPE_CHECKING:
    from temporalio.client import Client

    from rules.vocabulary import Process
    from settings import Settings

    Met = Mapping[Process, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchUse:
    """A patch and the open cases that hold it back, by number.

    ``before`` met one of its events before the release that brought it, and goes on as then; ``after`` met
    one since: the history asks for the name. Whoever met none of them needs neither. Without events it is
    asked for as a case ends, where nothing is left that could go on as before.
    """

    name: str
    events: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def said(self) -> str:
        """What may be done with it now."""
        if self.before:
            return f"stays: {len(self.before)} open cases go on as before it"
        if self.after:
            return f"the old way can go, the name is deprecated: {len(self.after)} open cases ask for it"
        return "can go: no open case asks for it"


def patches(home: Home = None, as_json: Json = False) -> None:
    """Say of each change that open cases must not meet half-way whether it can go."""
    with errors_as_sentences():
        from settings import load

        settings = load(home)
    uses = asyncio.run(_uses(settings))
    if as_json:
        print_json([{**asdict(use), "said": use.said} for use in uses])
        return
    for use in uses:
        typer.echo(f"{use.name} ({', '.join(use.events) or 'as the case ends'}) {use.said}")
        for words, numbers in (("as before", use.before), ("asks for it", use.after)):
            for number in numbers:
                typer.echo(f"  {number}  {words}")
    if not uses:
        typer.echo("No patch is in use.")


async def _uses(settings: "Settings") -> tuple[PatchUse, ...]:
    from workflows.case_engine import ALL_PATCHES, OUTLIVED, PATCHES
    from workflows.client import connect

    try:
        client = await connect(settings)
    except RuntimeError:
        fail("Temporal does not answer: run `lipei up`.", Exit.NOT_RUNNING)
    met = {
        name: {process: names[name] for process, names in PATCHES.items() if name in names}
        for name in sorted({*ALL_PATCHES, OUTLIVED})
    }
    return tuple([await use_of(client, settings, name, events) for name, events in met.items()])


async def use_of(client: "Client", settings: "Settings", name: str, events: "Met") -> PatchUse:
    """Who holds the patch back. The server's index may be a second behind what has just happened."""
    running = client.list_workflows(f"ExecutionStatus = 'Running' AND TemporalChangeVersion = '{name}'")
    after = {run.id async for run in running}
    met = await asyncio.to_thread(_met, settings, events)
    before = tuple(number for number in met if number not in after)
    told = tuple(sorted({event for each in events.values() for event in each}))
    return PatchUse(name=name, events=told, before=before, after=tuple(sorted(after)))


def _met(settings: "Settings", events: "Met") -> list[str]:
    from stores.casework import case_events
    from stores.database import connect, transaction

    engine = connect(settings.database_activities_url, pool_size=1)
    try:
        with transaction(engine) as session:
            return [
                number
                for process, kinds in events.items()
                for number in case_events.open_cases_that_met(session, process, kinds)
            ]
    finally:
        engine.dispose()
