"""The order of a start: what stores things, then the tables, then Lipei's own programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from embedded import stack
from embedded.stack import APPLICATIONS, INFRASTRUCTURE

if TYPE_CHECKING:
    from settings import Settings


def bring_everything_up(settings: "Settings", names: Sequence[str], report: stack.Report) -> list[str]:
    """Start the named parts that do not run and bring the tables up to date; return what was started.

    Raises StackError with a sentence.
    """
    infrastructure = [name for name in INFRASTRUCTURE if name in names]
    applications = [name for name in APPLICATIONS if name in names]
    started = stack.bring_up(settings, infrastructure, report)
    if "postgres" in started or applications:
        migrate(settings)
    return started + stack.bring_up(settings, applications, report)


def migrate(settings: "Settings") -> None:
    """Bring the tables up to date."""
    from models.migrations import upgrade

    upgrade(settings.database_owner_url)
