"""Whoever is killed while a calendar is published: every case follows, and each says so once."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from embedded import processes, stack
from embedded.stack import quietly
from rules.calendar_moves import REPLANNED
from rules.catalogue.calendars import shipped_edition
from stores.database import transaction
from tests.faults.conftest import Mortal
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic
from tests.workflows.publishing import edition, load, publish
from workflows import calendar_desk

pytestmark = pytest.mark.usefixtures("alone")

CHANGED = edition(rest=(date(2026, 10, 9),))
MOVED_TO = datetime(2026, 10, 13, 10, tzinfo=UTC)
POINTS = [
    (activity, when)
    for activity in ("publish_calendar", "tell_cases", "take_plan", "follow_calendar", "finish_publication")
    for when in ("before", "after")
]


@pytest.fixture
def as_shipped(ward: Clinic, mortal: Mortal) -> Iterator[None]:
    """Leave the shipped calendar in force."""
    yield
    mortal("none", "never")
    publish(ward, load(ward, shipped_edition()))


def assert_recorded(ward: Clinic, number: str) -> None:
    """The row is as new as the workflow."""
    case = ward.look(number)
    ward.wait_until(lambda: ward.row(number).state_version == case.event_count, "the row")
    assert len(ward.events(number)) == case.event_count


def assert_moved_once(ward: Clinic, numbers: list[str]) -> None:
    for number in numbers:
        assert_recorded(ward, number)
        assert ward.row(number).due_at == MOVED_TO
        events = ward.events(number)
        assert [event.kind for event in events].count(REPLANNED) == 1
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))


def let_time_differ(ward: Clinic, numbers: list[str]) -> None:
    """The cases live at another time than their rows say, so that each makes its plan itself."""
    with transaction(ward.engine) as session:
        session.execute(
            text(
                "UPDATE cases SET clock_offset_seconds = clock_offset_seconds + 3600"
                " WHERE case_number = ANY(:numbers)"
            ),
            {"numbers": numbers},
        )


@pytest.mark.long
@pytest.mark.parametrize(("activity", "when"), POINTS)
def test_a_worker_killed_half_way_leaves_no_case_behind_and_moves_none_twice(
    ward: Clinic, mortal: Mortal, as_shipped: None, activity: str, when: str
) -> None:
    first = mortal(activity, when)
    numbers = [ward.open(planned_on=date(2026, 10, 26)) for _ in range(3)]
    if activity == "follow_calendar":
        let_time_differ(ward, numbers)
    order = load(ward, CHANGED)

    ward.loop.run(calendar_desk.begin(ward.client, order, settle_seconds=0))
    ward.wait_until(lambda: first.poll() is not None, "the worker's death")
    mortal(activity, when)
    ended = ward.loop.start(calendar_desk.outcome(ward.client, order.key)).result(timeout=PATIENCE_SECONDS)

    assert first.returncode == -signal.SIGKILL
    assert not ended.outdated
    assert_moved_once(ward, numbers)


@pytest.mark.long
def test_a_server_killed_half_way_goes_on_publishing(ward: Clinic, mortal: Mortal, as_shipped: None) -> None:
    mortal("none", "never")
    numbers = [ward.open(planned_on=date(2026, 10, 26)) for _ in range(3)]
    order = load(ward, CHANGED)
    ward.loop.run(calendar_desk.begin(ward.client, order, settle_seconds=0))

    program = processes.find(ward.settings.home, "temporal")
    assert program is not None
    os.kill(program.pid, signal.SIGKILL)
    ward.wait_until(lambda: not program.is_alive(), "the server's death")
    stack.bring_up(ward.settings, ["temporal"], quietly)
    ward.loop.start(calendar_desk.outcome(ward.client, order.key)).result(timeout=PATIENCE_SECONDS)

    assert_moved_once(ward, numbers)
