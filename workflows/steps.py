"""How long a step may take, how patiently it is tried again, and how long a history may grow."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

SHORT_STEP = timedelta(seconds=8)
"""A step that was under way in a killed worker is tried again after this long; they take milliseconds."""
PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(minutes=1))

REOPENED_WITHIN = timedelta(minutes=1)

LONG = 150
"""Events after which a case continues anew at its next quiet moment: no history outgrows 200 events."""


def grown_long() -> bool:
    """Whether the history of this workflow has grown so far that it should continue anew."""
    info = workflow.info()
    return info.is_continue_as_new_suggested() or info.get_current_history_length() > LONG


async def opened_again(acted: Callable[[], bool]) -> None:
    """A closed case was started again for an act that opens it; refused, it stays closed."""
    with suppress(TimeoutError):
        await workflow.wait_condition(acted, timeout=REOPENED_WITHIN)
