"""Closed cases whose history is not kept are looked up page by page, and no kept one is asked for again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from stores.casework import histories
from tests.builders import a_case

BEGAN = datetime(2031, 3, 1, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """What it writes is gone with it."""
    with Session(engine) as session:
        yield session


def test_a_case_that_does_not_end_keeps_no_other_waiting(session: Session) -> None:
    numbers = [
        a_case(session, closed_at=BEGAN + timedelta(hours=hour), clock_offset_seconds=0).case_number
        for hour in (1, 1, 2, 3)
    ]
    histories.keep(session, numbers[3], "kept")
    begin = (BEGAN, "")

    first = histories.unkept(session, begin, 2)
    second = histories.unkept(session, first[-1].place, 2)

    assert [case.case_number for case in (*first, *second)] == [*sorted(numbers[:2]), numbers[2]]
    assert histories.unkept(session, second[-1].place, 2) == []


def test_what_ended_is_told_by_the_wall_clock(session: Session) -> None:
    ahead = a_case(session, closed_at=BEGAN, clock_offset_seconds=3600).case_number

    assert ahead not in {case.case_number for case in histories.unkept(session, (BEGAN, ""), 1000)}
    (found,) = histories.unkept(session, (BEGAN - timedelta(hours=1), ""), 1000)
    assert found.place == (BEGAN - timedelta(hours=1), ahead)
