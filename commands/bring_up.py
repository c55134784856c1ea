"""The order of a start: what stores things, then the tables, then Lipei's own programs."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

from commands.database import make_database_ready
from embedded import stack

if TYPE_CHECKING:
    from settings import Settings

NEEDED_FIRST = ("postgres", "temporal")
"""What the tables need; the rest comes up beside it."""


def bring_everything_up(settings: "Settings", names: Sequence[str], report: stack.Report) -> list[str]:
    """Start the named parts that do not run and bring the tables up to date; return what was started.

    Raises StackError with a sentence.
    """
    first = [name for name in NEEDED_FIRST if name in names]
    beside = [name for name in stack.INFRASTRUCTURE if name in names and name not in first]
    last = [name for name in stack.APPLICATIONS if name in names]
    with stack.only_one(settings.home), ThreadPoolExecutor(max_workers=3) as pool:
        coming = pool.submit(stack.bring_up, settings, beside, report)
        # Worker and web take seconds to load and wait by themselves for what they use.
        working = pool.submit(stack.bring_up, settings, last, report)
        # Importing the tables takes a second, which would else be waited for when Postgres is up.
        tables = pool.submit(import_module, "models.migrations")
        started = stack.bring_up(settings, first, report)
        stack.make_outside_ready(settings, names)
        # Two threads that import each other's modules at once can stumble: this one waits.
        tables.result()
        if "postgres" in started or last:
            make_database_ready(settings)
        return started + coming.result() + working.result()
