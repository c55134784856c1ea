"""How long a test waits for what has to come.

No test is about time: a wait that is over means that it never came. A machine that runs the suite may be
shared, and may be paused for a minute or two, so it is long; who waits in vain fails later, not more often.
"""

from hypothesis import settings

PATIENCE_SECONDS = 300


def no_example_is_too_slow() -> None:
    """Let a generated example take its time: Hypothesis would fail one that needs more than 200 ms."""
    settings.register_profile("lipei", deadline=None)
    settings.load_profile("lipei")
