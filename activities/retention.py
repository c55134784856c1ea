"""Erases what the law no longer keeps: from database, objects, old backups and the Temporal server (L-27)."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client

from rules.china_time import shanghai_date
from rules.retention import BACKUP_DAYS, KEPT_YEARS, is_over, years_after
from stores.casework import histories
from stores.database import connect, transaction
from stores.papers import leftovers, uploads
from stores.papers.blobs import Blobs
from stores.trust import erasure, exports, retention_runs

AT_ONCE = 500
"""Files of one run; what is left comes with the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What erasing needs: the owner of the tables, who alone may rewrite what happened, and the objects.

    ``ahead`` is what the clock of the house is before the wall clock; ``backups`` a folder whose outdated
    files go too.
    """

    owner_url: str
    blobs: Blobs
    unclaimed: timedelta
    ahead: timedelta = timedelta(0)
    backups: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What a run erased; ``kept`` were closed long ago and are still demanded, or held by a complaint.

    ``histories`` were still on the Temporal server; ``files`` are payments to the bank and expired packages;
    ``leftovers`` are files that nobody finished and mails that nobody knows of, ``unclaimed`` files that
    reached no case.
    """

    cases: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    objects: int = 0
    members: int = 0
    guardians: int = 0
    histories: int = 0
    files: int = 0
    leftovers: int = 0
    unclaimed: int = 0
    backups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RetentionOrder:
    """Erase what is over as of that instant of the wall clock."""

    as_of: datetime


class RetentionActs:
    """The act of the daily round."""

    def __init__(self, means: Means) -> None:
        """Hold what erasing needs; the connection is made for each run."""
        self._means = means

    @activity.defn
    async def erase_what_is_over(self, order: RetentionOrder) -> Erased:
        """Erase, and keep the report; a repeat erases what is left, and reports that."""
        return await erase_and_report(activity.client(), self._means, order.as_of)


async def erase_and_report(client: Client, means: Means, at: datetime, *, dry_run: bool = False) -> Erased:
    """The whole of a run; one that only looks leaves no report."""
    erased = await asyncio.to_thread(erase, means, at, dry_run=dry_run)
    if dry_run:
        return erased
    names = await asyncio.to_thread(named, means, erased.cases)
    erased = replace(erased, histories=sum([await forget(client, name) for name in names]))
    await asyncio.to_thread(_keep, means, at, erased)
    return erased


def erase(means: Means, at: datetime, *, dry_run: bool = False) -> Erased:
    """Tables, objects and backups; safe to repeat, and to stop half-way."""
    engine = connect(means.owner_url, pool_size=1)
    try:
        return _erase(engine, means, at, dry_run=dry_run)
    finally:
        engine.dispose()


def _erase(engine: Engine, means: Means, at: datetime, *, dry_run: bool) -> Erased:
    today, blobs = shanghai_date(at), means.blobs
    with transaction(engine) as session:
        files = erasure.old_files(session, at - timedelta(days=KEPT_YEARS * 365), AT_ONCE)
    over = [file.case_number for file in files if is_over(file, today)]
    objects = sum(erase_case(engine, blobs, number, at, dry_run=dry_run) for number in over)
    files_gone = _erase_files(engine, blobs, at, dry_run=dry_run)
    # Objects are dated by the store, whatever day the rest is judged as of.
    wall = min(at, datetime.now(UTC))
    left = sweep(engine, blobs, wall, means.ahead, dry_run=dry_run)
    unclaimed = erase_unclaimed(engine, blobs, wall + means.ahead - means.unclaimed, dry_run=dry_run)
    people = erasure.ErasedPeople(members=0, guardians=0)
    if not dry_run:
        with transaction(engine) as session:
            people = erasure.erase_people(session, years_after(today, -KEPT_YEARS))
    return Erased(
        cases=tuple(over),
        kept=tuple(file.case_number for file in files if file.case_number not in over),
        objects=objects,
        members=people.members,
        guardians=people.guardians,
        files=files_gone,
        leftovers=left,
        unclaimed=unclaimed,
        backups=outdated(means.backups, at, dry_run=dry_run) if means.backups else (),
    )


def named(means: Means, cases: Iterable[str]) -> list[str]:
    """What the workflows of these cases are called after: the case, and each of its letters."""
    engine = connect(means.owner_url, pool_size=1)
    try:
        with transaction(engine) as session:
            return [name for number in cases for name in (number, *erasure.letters_of(session, number))]
    finally:
        engine.dispose()


async def forget(client: Client, name: str) -> int:
    """Delete every run of the workflow of that id, and of those that bear it as a first part; how many.

    ``name`` is the number of a case or letter. The server forgets by itself what closed 30 days ago.
    """
    found = 0
    async for run in client.list_workflows(f'WorkflowId = "{name}" OR WorkflowId STARTS_WITH "{name}/"'):
        execution = WorkflowExecution(workflow_id=run.id, run_id=run.run_id)
        request = DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=execution)
        await client.workflow_service.delete_workflow_execution(request)
        found += 1
    return found


def _keep(means: Means, at: datetime, erased: Erased) -> None:
    engine = connect(means.owner_url, pool_size=1)
    try:
        with transaction(engine) as session:
            retention_runs.keep(session, at, asdict(erased))
    finally:
        engine.dispose()


def _erase_files(engine: Engine, blobs: Blobs, at: datetime, *, dry_run: bool) -> int:
    """Payments to the bank after ten years, packages of a child's data once they expired."""
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


def sweep(engine: Engine, blobs: Blobs, at: datetime, ahead: timedelta, *, dry_run: bool) -> int:
    """How many files and mails were cut off on their way so long ago that nobody goes on with them.

    ``at`` is of the wall clock, ``ahead`` what the clock of the house is before it: rows are dated by that.
    """
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


def erase_unclaimed(engine: Engine, blobs: Blobs, before: datetime, *, dry_run: bool) -> int:
    """How many files came before then, by the clock of the house, and reached neither a case nor a draft."""
    with transaction(engine) as session:
        files = leftovers.unclaimed(session, before, AT_ONCE)
        if not dry_run:
            for file in files:
                leftovers.erase(session, blobs, file)
    return len(files)


def erase_case(engine: Engine, blobs: Blobs, number: str, at: datetime, *, dry_run: bool) -> int:
    """How many objects the case had. They go first: a run that is stopped finds their keys again."""
    with transaction(engine) as session:
        keys = {*erasure.objects_of(session, number), *blobs.keys_in(histories.folder_of(number))}
        if not dry_run:
            for key in keys:
                blobs.delete(key)
            erasure.erase_case(session, number, at)
    return len(keys)


def outdated(folder: Path, at: datetime, *, dry_run: bool) -> tuple[str, ...]:
    """Names of backups older than they may be: what was erased since is still in them."""
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
