"""The app on the stack, at the sample's own time."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest
import structlog

from settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.web.site import Site, served
from tests.workflows.clinic import OPENED_AT
from web.app import create_app


@pytest.fixture(autouse=True, scope="package")
def quiet() -> Iterator[None]:
    """The app runs in this process: what it logs stays out of prints, and a test that fails tells it."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def site_settings(sampled: Settings) -> Settings:
    """Settings under which a new case is opened on 29 September 2026."""
    offset = int((OPENED_AT - datetime.now(UTC)).total_seconds())
    return sampled.model_copy(update={"clock_offset_seconds": offset, "undo_window_seconds": 0})


@pytest.fixture(scope="session")
def site(site_settings: Settings) -> Iterator[Site]:
    """The app, served. Without a worker nothing that needs a workflow answers."""
    with (
        served(create_app(site_settings)) as url,
        httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as http,
    ):
        yield Site(http, site_settings)
