"""A request is judged as it was when a person last read it."""

import pytest

from tests.rules.kept import differs
from tests.rules.preauthorization.assessments import ASSESSMENTS


@pytest.mark.parametrize("name", ASSESSMENTS)
def test_requests_of_every_kind_are_judged_as_before(name: str) -> None:
    assert differs(name, ASSESSMENTS[name]()) == ""
