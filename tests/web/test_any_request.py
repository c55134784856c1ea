"""Whatever is sent, the app answers as it describes itself and never breaks."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from settings import Settings
from tests.web.site import Site
from web.app import create_app


@pytest.fixture(scope="module")
def described(site_settings: Settings) -> object:
    """The description of the app."""
    return schemathesis.openapi.from_dict(create_app(site_settings).openapi())


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_that_is_sent_breaks_the_app(case: schemathesis.Case, site: Site) -> None:
    case.call_and_validate(
        base_url=str(site.http.base_url),
        headers={"Authorization": f"Bearer {site.tokens['song.head']['token']}"},
        checks=[not_a_server_error],
    )
