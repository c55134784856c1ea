"""Which files take minutes: they begin first, so that no process works alone at the end of a run.

The order is by measured time; a file that is not named takes its place in the alphabet after these.
"""

from collections.abc import Sequence

import pytest

LONGEST = (
    "tests/journeys/test_every_look.py",
    "tests/stores/test_ledger_against_a_model.py",
    "tests/faults/test_mixed_cases.py",
    "tests/faults/test_month_with_kills.py",
    "tests/rules/adjudication/test_properties.py",
    "tests/rules/test_lived_clocks.py",
    "tests/web/test_any_request.py",
    "tests/journeys/test_demonstration.py",
    "tests/journeys/test_browser.py",
    "tests/checks/test_through_workflows.py",
)
PLACES = {name: place for place, name in enumerate(LONGEST)}


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The longest files first; within a file nothing moves."""
    return sorted(items, key=lambda item: PLACES.get(item.nodeid.partition("::")[0], len(LONGEST)))
