"""The order of a start: what stores things, then the tables, then Lipei's own programs."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from embedded import stack
from embedded.errors import StackError

if TYPE_CHECKING:
    from settings import Settings

NEEDED_FIRST = ("postgres", "temporal")
"""What the tables and Lipei's own programs need to start; the rest comes up beside them."""


def bring_everything_up(settings: "Settings", names: Sequence[str], report: stack.Report) -> list[str]:
    """Start the named parts that do not run and bring the tables up to date; return what was started.

    Raises StackError with a sentence.
    """
    first = [name for name in NEEDED_FIRST if name in names]
    beside = [name for name in stack.INFRASTRUCTURE if name in names and name not in first]
    last = [name for name in stack.APPLICATIONS if name in names]
    with stack.only_one(settings.home), ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(stack.bring_up, settings, beside, report)
        started = stack.bring_up(settings, first, report)
        stack.make_outside_ready(settings, names)
        if "postgres" in started or last:
            migrate(settings)
        started += stack.bring_up(settings, last, report)
        return started + coming.result()


def migrate(settings: "Settings") -> None:
    """Bring the tables up to date; raises StackError where the database cannot be used."""
    from sqlalchemy.exc import OperationalError

    from models.migrations import upgrade

    try:
        upgrade(settings.database_owner_url)
    except OperationalError as refused:
        reason = str(refused.orig).strip().splitlines()[0]
        raise StackError(
            f"The tables cannot be brought up to date ({reason}): check LIPEI_DATABASE_OWNER_URL and that no"
            " other program holds the tables, then run `lipei up` again."
        ) from None
