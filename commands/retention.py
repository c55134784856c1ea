"""`lipei retention run`: erase what the law no longer keeps, from database, objects and old backups."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.outcome import Home, Json, errors_as_sentences, print_json, say

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from temporalio.client import Client

    from settings import Settings
    from stores.papers.blobs import Blobs

app = typer.Typer(help="Erase what nothing demands any more.", no_args_is_help=True)

AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Judge as of this day.")]
Try = Annotated[bool, typer.Option("--dry-run", help="Say what would be erased; erase nothing.")]
Backups = Annotated[
    Path | None, typer.Option("--backups", help="Folder whose outdated backup files are deleted too.")
]

AT_ONCE = 500
"""Files of one run; what is left comes with the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run erased; ``kept`` were closed long ago and are still demanded, or held by a complaint.

    ``histories`` were still on the Temporal server; ``files`` are payments to the bank and expired packages;
    ``leftovers`` are files that nobody finished and mails that nobody knows of, ``unclaimed`` files that
    reached no case.
    """

    cases: tuple[str, ...]
    kept: tuple[str, ...]
    objects: int
    members: int
    guardians: int
    histories: int
    files: int
    leftovers: int
    unclaimed: int
    backups: tuple[str, ...]


@app.command("run")
def run(
    as_of: AsOf = None,
    dry_run: Try = False,
    backups: Backups = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Erase files ten years after case and contract ended; ids and amounts stay for the books."""
    with errors_as_sentences():
        from settings import load

        at = as_of.replace(tzinfo=UTC) if as_of else datetime.now(UTC)
        report = erase(load(home), at, dry_run=dry_run, backups=backups)
    if as_json:
        print_json(asdict(report))
        return
    verb = "Would erase" if dry_run else "Erased"
    say(f"{verb} {len(report.cases)} cases with {report.objects} objects; {len(report.kept)} are still kept.")
    say(f"{report.histories} histories and {report.files} other files.")
    say(f"{report.leftovers} files and mails that were cut off on their way.")
    say(f"{report.unclaimed} files that were given to no case.")
    say(f"{report.members} children and {report.guardians} guardians have no name here any more.")
    for file in report.backups:
        say(f"{verb} backup {file}.")


def erase(
    settings: "Settings", at: datetime, *, dry_run: bool = False, backups: Path | None = None
) -> Report:
    """The run itself; safe to repeat, and to stop half-way."""
    from rules.china_time import shanghai_date
    from rules.retention import KEPT_YEARS, is_over, years_after
    from stores.database import connect, transaction
    from stores.trust import erasure

    today = shanghai_date(at)
    engine, blobs = connect(settings.database_owner_url, pool_size=1), blobs_of(settings)
    with transaction(engine) as session:
        files = erasure.old_files(session, at - timedelta(days=KEPT_YEARS * 365), AT_ONCE)
    over = [file.case_number for file in files if is_over(file, today)]
    objects = sum(erase_case(engine, blobs, number, at, dry_run=dry_run) for number in over)
    histories = asyncio.run(_forget(settings, _named(engine, over))) if over and not dry_run else 0
    files_gone = _erase_files(engine, blobs, at, dry_run=dry_run)
    # Objects are dated by the store, whatever day the rest is judged as of.
    ahead = timedelta(seconds=settings.clock_offset_seconds)
    wall = min(at, datetime.now(UTC))
    left = sweep(engine, blobs, wall, ahead, dry_run=dry_run)
    kept_for = timedelta(days=settings.unclaimed_days)
    unclaimed = erase_unclaimed(engine, blobs, wall + ahead - kept_for, dry_run=dry_run)
    people = erasure.ErasedPeople(members=0, guardians=0)
    if not dry_run:
        with transaction(engine) as session:
            people = erasure.erase_people(session, years_after(today, -KEPT_YEARS))
    engine.dispose()
    return Report(
        cases=tuple(over),
        kept=tuple(file.case_number for file in files if file.case_number not in over),
        objects=objects,
        members=people.members,
        guardians=people.guardians,
        histories=histories,
        files=files_gone,
        leftovers=left,
        unclaimed=unclaimed,
        backups=outdated(backups, at, dry_run=dry_run) if backups else (),
    )


def _named(engine: "Engine", cases: list[str]) -> list[str]:
    """What the workflows of these cases are called after: the case, and each of its letters."""
    from stores.database import transaction
    from stores.trust import erasure

    with transaction(engine) as session:
        return [name for number in cases for name in (number, *erasure.letters_of(session, number))]


async def _forget(settings: "Settings", names: list[str]) -> int:
    """Delete what the Temporal server still holds, where somebody made it keep longer than 30 days."""
    from workflows.client import connect

    client = await connect(settings)
    return sum([await forget(client, name) for name in names])


async def forget(client: "Client", name: str) -> int:
    """Delete every run of the workflow of that id, and of those that bear it as a first part; how many.

    ``name`` is the number of a case or letter. The server forgets by itself what closed 30 days ago.
    """
    from temporalio.api.common.v1 import WorkflowExecution
    from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest

    found = 0
    async for run in client.list_workflows(f'WorkflowId = "{name}" OR WorkflowId STARTS_WITH "{name}/"'):
        execution = WorkflowExecution(workflow_id=run.id, run_id=run.run_id)
        request = DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=execution)
        await client.workflow_service.delete_workflow_execution(request)
        found += 1
    return found


def _erase_files(engine: "Engine", blobs: "Blobs", at: datetime, *, dry_run: bool) -> int:
    """Payments to the bank after ten years, packages of a child's data once they expired."""
    from rules.retention import KEPT_YEARS
    from stores.database import transaction
    from stores.trust import erasure, exports

    with transaction(engine) as session:
        batches = erasure.old_batches(session, at - timedelta(days=KEPT_YEARS * 366), AT_ONCE)
        packages = exports.over(session, at)
        if not dry_run:
            for number, key in batches:
                blobs.delete(key)
                erasure.erase_batch(session, number, at)
            for package in packages:
                blobs.delete(package.object_key)
                package.erased_at = at
        return len(batches) + len(packages)


def sweep(engine: "Engine", blobs: "Blobs", at: datetime, ahead: timedelta, *, dry_run: bool) -> int:
    """How many files and mails were cut off on their way so long ago that nobody goes on with them.

    ``at`` is of the wall clock, ``ahead`` what the clock of the house is before it: rows are dated by that.
    """
    from stores.database import transaction
    from stores.papers import leftovers, uploads

    with transaction(engine) as session:
        files = uploads.given_up(session, at + ahead, AT_ONCE)
        mails = leftovers.forgotten_mails(session, blobs, at - uploads.GIVEN_UP_AFTER)
        if not dry_run:
            for file in files:
                leftovers.drop(blobs, file)
                uploads.forget(session, file.id)
            for key in mails:
                blobs.delete(key)
    return len(files) + len(mails)


def erase_unclaimed(engine: "Engine", blobs: "Blobs", before: datetime, *, dry_run: bool) -> int:
    """How many files came before then, by the clock of the house, and reached neither a case nor a draft."""
    from stores.database import transaction
    from stores.papers import leftovers

    with transaction(engine) as session:
        files = leftovers.unclaimed(session, before, AT_ONCE)
        if not dry_run:
            for file in files:
                leftovers.erase(session, blobs, file)
    return len(files)


def blobs_of(settings: "Settings") -> "Blobs":
    from stores.papers.blobs import Blobs

    return Blobs(**settings.object_store)


def erase_case(engine: "Engine", blobs: "Blobs", number: str, at: datetime, *, dry_run: bool) -> int:
    """How many objects the case had. They go first: a run that is stopped finds their keys again."""
    from stores.casework import histories
    from stores.database import transaction
    from stores.trust import erasure

    with transaction(engine) as session:
        keys = {*erasure.objects_of(session, number), *blobs.keys_in(histories.folder_of(number))}
        if not dry_run:
            for key in keys:
                blobs.delete(key)
            erasure.erase_case(session, number, at)
    return len(keys)


def outdated(folder: Path, at: datetime, *, dry_run: bool) -> tuple[str, ...]:
    """Names of backups older than they may be: what was erased since is still in them."""
    from rules.retention import BACKUP_DAYS

    oldest = at - timedelta(days=BACKUP_DAYS)
    old = [
        file
        for file in sorted(folder.glob("*.backup"))
        if datetime.fromtimestamp(file.stat().st_mtime, UTC) < oldest
    ]
    for file in old:
        if not dry_run:
            file.unlink()
    return tuple(file.name for file in old)
