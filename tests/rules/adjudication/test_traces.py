"""The engine explains every worked case as it did when a person last read it."""

import pytest

from tests.rules.adjudication.traces import TRACES
from tests.rules.kept import differs


@pytest.mark.parametrize("name", TRACES)
def test_a_case_is_explained_as_before(name: str) -> None:
    assert differs(name, TRACES[name]()) == ""
