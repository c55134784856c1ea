"""The sample that demonstrations and checks begin with, on a stack that runs."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commands.outcome import Exit, fail

if TYPE_CHECKING:
    from settings import Settings
    from stores.seed import Sample


def require_running(settings: "Settings") -> None:
    """End with a sentence where a part of the stack does not run."""
    from embedded import stack

    missing = set(stack.ALL) - set(stack.running(settings))
    if missing:
        fail(f"Not running: {', '.join(sorted(missing))}. Run `lipei up` first.", Exit.NOT_RUNNING)


def load_sample(settings: "Settings") -> "Sample":
    """Load the sample, or what is missing of it. StackError: the tables are not those of this release."""
    from embedded.errors import StackError
    from models.migrations import is_current
    from settings import CHECKOUT
    from stores.database import connect
    from stores.seed import seed

    if not is_current(settings.database_owner_url):
        raise StackError(
            "The database has the tables of another release: run `lipei down worker web`, then `lipei up`."
        )
    engine = connect(settings.database_owner_url, pool_size=1)
    try:
        return seed(
            engine,
            plans_folder=CHECKOUT / "plans",
            tokens_file=settings.home / "tokens.json",
            at=datetime.now(UTC),
        )
    finally:
        engine.dispose()
