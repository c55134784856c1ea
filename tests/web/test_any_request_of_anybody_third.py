"""Whatever anybody sends to the API: the third third of its operations, as every role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.site import Site
from tests.web.test_any_request import (
    OPERATIONS,
    Line,
    drawn,
    families_allow_again,
    line,
    nobody_new_stays,
    send,
)
from tests.web.who_may import SAMPLE
from tests.workflows.clinic import Clinic

__all__ = ["families_allow_again", "line", "nobody_new_stays"]


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(OPERATIONS)[2::3])
@drawn(100)
@given(data=st.data())
def test_nothing_that_anybody_sends_breaks_the_app(
    site: Site, clinic: Clinic, line: Line, name: str, data: st.DataObject
) -> None:
    send(site, name, "".join(SAMPLE), data, line)
