"""For runs that change the rules on purpose: what was remembered before a change is forgotten.

Terms of a policy, the catalogue, calendars and the like are kept once they were read. Each change is tried
in a process that inherits what the unchanged rules left behind, so that a changed function would not run at
all; and of the tests that rest on it only the first is known to reach it. `setup.cfg` names this as a plugin.
"""

import os
import sys
from collections.abc import Callable, Iterator

import pytest

from rules.catalogue import resolution
from tests.patience import no_example_is_too_slow

GATHERING = "stats"
"""What mutmut calls the run in which it learns which test reaches which function."""


def pytest_sessionstart() -> None:
    """Forget all that this process inherited; the tests' own start, which is left out, is made up for."""
    no_example_is_too_slow()
    _forget()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget terms between claims; and all, while it is noted which test reaches what."""
    if os.environ.get("MUTANT_UNDER_TEST") == GATHERING:
        _forget()
    else:
        resolution._remembered.cache_clear()


def _forget() -> None:
    for forget in _memories():
        forget()


def _memories() -> Iterator[Callable[[], None]]:
    """How to empty each thing that a module of the rules remembers."""
    for name, module in list(sys.modules.items()):
        if name == "rules" or name.startswith("rules."):
            for value in vars(module).values():
                forget = getattr(value, "cache_clear", None)
                if callable(forget):
                    yield forget
