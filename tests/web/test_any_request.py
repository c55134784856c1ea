"""Whatever is sent, the app answers and never breaks."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from settings import Settings
from tests.web.site import Site
from tests.workflows.clinic import Clinic
from web.app import create_app

UNSERVED = create_app(Settings(secret_key="an app that only describes itself"))
DESCRIBED: Any = schemathesis.openapi.from_dict(UNSERVED.openapi())
OPERATIONS = {
    found.ok().definition.raw["operationId"]: found.ok() for found in DESCRIBED.get_all_operations()
}

ASKING = {"requestPreauthorization": "xu.intake"}
"""Who may send what the head may not."""


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_nothing_that_is_sent_breaks_the_app(
    site: Site, clinic: Clinic, name: str, data: st.DataObject
) -> None:
    case = data.draw(OPERATIONS[name].as_strategy())
    person = ASKING.get(name, "song.head")
    token = {"Authorization": f"Bearer {site.tokens[person]['token']}"}

    answer = case.call(base_url=str(site.http.base_url), headers=token)

    assert answer.status_code < 500, answer.text
