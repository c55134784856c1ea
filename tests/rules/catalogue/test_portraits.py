"""Every shipped plan says to members what it said when a person last read it."""

import pytest

from tests.rules.catalogue.portraits import PORTRAITS
from tests.rules.kept import differs


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_plan_says_what_it_said_before(name: str) -> None:
    assert differs(name, PORTRAITS[name]()) == ""
