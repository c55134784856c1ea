"""`lipei retention`: erase what the law no longer keeps, and read what went."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.outcome import Home, Json, errors_as_sentences, print_json, say

if TYPE_CHECKING:
    from activities.retention import Erased
    from settings import Settings
    from stores.papers.blobs import Blobs

app = typer.Typer(help="Erase what nothing demands any more.", no_args_is_help=True)

AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Judge as of this day.")]
Try = Annotated[bool, typer.Option("--dry-run", help="Say what would be erased; erase nothing.")]
Backups = Annotated[
    Path | None,
    typer.Option(
        "--backups", help="Folder whose outdated backup files are deleted too. [default: LIPEI_BACKUP_FOLDER]"
    ),
]
Runs = Annotated[int, typer.Option("--runs", min=1, help="At most so many runs.")]


@app.command("run")
def run(
    as_of: AsOf = None,
    dry_run: Try = False,
    backups: Backups = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Erase files ten years after case and contract ended; ids and amounts stay for the books.

    The worker does so every day where it may work as the owner of the tables (LIPEI_RETENTION_ROUND).
    """
    with errors_as_sentences():
        from settings import load

        at = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
        erased = asyncio.run(_run(load(home), at, backups, dry_run=dry_run))
    if as_json:
        print_json(asdict(erased))
        return
    for line in _lines(asdict(erased), "Would erase" if dry_run else "Erased"):
        say(line)


@app.command("report")
def report(runs: Runs = 10, home: Home = None, as_json: Json = False) -> None:
    """Say what the last runs erased, the newest first."""
    with errors_as_sentences():
        from rules.china_time import shanghai_time
        from settings import load
        from stores.database import connect, transaction
        from stores.trust import retention_runs

        engine = connect(load(home).database_owner_url, pool_size=1)
        with transaction(engine) as session:
            kept = [{"at": each.at, **each.erased} for each in retention_runs.newest(session, runs)]
        engine.dispose()
    if as_json:
        print_json(kept)
        return
    for each in kept:
        say(f"{shanghai_time(each['at']):%Y-%m-%d %H:%M}, Shanghai time")
        for line in _lines(each, "Erased"):
            say(f"  {line}")
    if not kept:
        say("Nothing was erased yet: no run has been made.")


def blobs_of(settings: "Settings") -> "Blobs":
    """The objects that these settings name."""
    from stores.papers.blobs import Blobs

    return Blobs(**settings.object_store)


async def _run(settings: "Settings", at: datetime, backups: Path | None, *, dry_run: bool) -> "Erased":
    from activities.retention import Means, erase_and_report
    from workflows.client import connect

    client = await connect(settings)
    wanted = settings.retention | ({"backups": backups} if backups else {})
    means = Means(blobs=blobs_of(settings), **wanted)
    return await erase_and_report(client, means, at, dry_run=dry_run)


def _lines(erased: dict[str, Any], verb: str) -> list[str]:
    return [
        f"{verb} {len(erased['cases'])} cases with {erased['objects']} objects; "
        f"{len(erased['kept'])} are still kept.",
        f"{erased['histories']} histories and {erased['files']} other files.",
        f"{erased['leftovers']} files and mails that were cut off on their way.",
        f"{erased['unclaimed']} files that were given to no case.",
        f"{erased['members']} children and {erased['guardians']} guardians have no name here any more.",
        *(f"{verb} backup {file}." for file in erased["backups"]),
    ]
