"""Real Postgres with a published catalogue and calendar, in the role that the worker has."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from activities.assessment import AssessmentActs
from activities.case_acts import CaseActs
from rules.catalogue.calendars import shipped_edition
from stores.benefits import plans
from stores.clocks import calendars
from stores.database import transaction
from tests.activities.assessment.world import OPENED_AT, World, keep_hospitals
from tests.database import database_url, engine, migrated, postgres
from tests.rules.preauthorization.requests import catalogue

__all__ = ["database_url", "engine", "migrated", "postgres"]


@pytest.fixture
def worker(database_url: str) -> Iterator[Engine]:
    """Engine on the fresh database, in the worker's role."""
    options = "-c timezone=UTC -c role=lipei_activities"
    worker = create_engine(database_url, connect_args={"options": options})
    yield worker
    worker.dispose()


@pytest.fixture
def world(engine: Engine, worker: Engine) -> World:
    """Plans, calendar and hospitals, and nobody insured yet."""
    with transaction(engine) as session:
        calendars.publish(session, shipped_edition(), at=OPENED_AT, by="staff:1")
        plans.publish(session, catalogue().versions, at=OPENED_AT)
        keep_hospitals(session)
    return World(engine, AssessmentActs(worker), CaseActs(worker))
