"""A published calendar moves the clocks of open cases, and each case says so."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from rules.calendar_moves import REPLANNED
from rules.catalogue.calendars import shipped_edition
from rules.deadlines import ClockKind
from tests.workflows.clinic import Clinic
from tests.workflows.publishing import edition, load, publish


@pytest.fixture(autouse=True)
def as_shipped(clinic: Clinic) -> Iterator[None]:
    """Leave the shipped calendar in force, as other tests expect it."""
    yield
    publish(clinic, load(clinic, shipped_edition()))


def test_a_day_of_rest_moves_the_deadline_of_an_open_case(clinic: Clinic) -> None:
    number = clinic.open(planned_on=date(2026, 10, 26))
    before = clinic.row(number).due_at

    ended = publish(clinic, load(clinic, edition(rest=(date(2026, 10, 9),))))

    assert before == datetime(2026, 10, 12, 10, tzinfo=UTC)
    assert ended.left == 0
    row = clinic.row(number)
    assert row.due_at == datetime(2026, 10, 13, 10, tzinfo=UTC)
    assert row.calendar_version == ended.version
    (event,) = [event for event in clinic.events(number) if event.kind == REPLANNED]
    assert event.detail["due_before"] == before.isoformat()
    assert event.detail["due_at"] == row.due_at.isoformat()
    clock = clinic.look(number).clock(ClockKind.PREAUTH_DECISION)
    assert clock
    assert clock.due_at == row.due_at
