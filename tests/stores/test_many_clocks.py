"""A hundred thousand clocks: the board and every report stay a few statements that do not walk over cases."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from stores.casework import board
from stores.casework.board import BoardFilter
from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_reports import ClockReports, Dimension, Period
from stores.clocks.kept_calendars import KeptCalendars
from stores.database import driver_connection, transaction
from tests.builders import NOON, a_policy
from tests.stores.clock_world import a_person, publish_calendar

OPEN, CLOSED = 20_000, 60_000
SECONDS = 6.0
"""Each takes 0.2 to 1 second on two idle cores; a walk over the cases would take minutes."""

CASES = """
INSERT INTO cases (case_number, process, stage, state_version, member_id, opened_by, opened_at, updated_at,
    closed_at, assignee, emergency, late, priority, escalated, clock_offset_seconds, view)
SELECT 'PA-261123-' || n, (ARRAY['PA', 'DB', 'RC', 'AD'])[n % 4 + 1], 'IN_REVIEW', 1, :member, 'system:x',
    opened_at, opened_at, CASE WHEN n > :open THEN opened_at + INTERVAL '5 days' END,
    (ARRAY[:first, :second, NULL])[n % 3 + 1], false, false, 0, false, 0, '{}'
FROM generate_series(1, :cases) AS n,
    LATERAL (SELECT CAST(:now AS timestamptz) - n % 400 * INTERVAL '7 hours' AS opened_at) AS said
"""
CLOCKS = """
INSERT INTO clock (case_number, kind, ordinal, started_at, due_at, stopped_at, state, assignee,
    calendar_version, milestones, intervals, as_carried, held_since)
SELECT case_number, kind, 1, opened_at, opened_at + INTERVAL '6 days', closed_at,
    CASE WHEN closed_at IS NOT NULL THEN 'MET' WHEN is_held THEN 'PAUSED' ELSE 'RUNNING' END,
    assignee, :version, '[]',
    CASE WHEN is_held THEN jsonb_build_array(jsonb_build_object('question_id', 'Q1', 'asked_of', 'HOSPITAL',
        'from_at', opened_at + INTERVAL '1 day', 'to_at', closed_at)) ELSE '[]' END,
    CASE WHEN closed_at IS NULL THEN jsonb_build_object('delay_reason', '', 'rest', repeat('x', 1500))
        ELSE '{}' END,
    CASE WHEN is_held THEN opened_at + INTERVAL '1 day' END
FROM cases, unnest(ARRAY['PREAUTH_DECISION', 'QUERY_WAIT']) AS kind,
    LATERAL (SELECT right(case_number, 1) = '7' AND kind = 'PREAUTH_DECISION' AS is_held) AS said
WHERE kind = 'PREAUTH_DECISION' OR right(case_number, 1) < '3'
"""


@pytest.fixture(scope="module")
def session(postgres: str, migrated: str) -> Iterator[Session]:
    from stores import database
    from tests.database import fresh_database

    with fresh_database(postgres, template=migrated) as url:
        engine: Engine = database.connect(url)
        with transaction(engine) as session:
            _fill(session)
        with transaction(engine) as session:
            session.execute(text("ANALYZE"))
            yield session
        engine.dispose()


def _fill(session: Session) -> None:
    version = publish_calendar(session)
    given = {
        "member": a_policy(session).member_id,
        "first": a_person(session, "ma"),
        "second": a_person(session, "luo", team="理算二组"),
        "open": OPEN,
        "cases": OPEN + CLOSED,
        "now": NOON,
    }
    session.execute(text(CASES), given)
    session.execute(text(CLOCKS), {"version": version})


def timed(work: Any) -> tuple[Any, float]:
    """What it found, and its quickest time of three: another program may hold the machine meanwhile."""
    times: list[float] = []
    found: Any = None
    while len(times) < 3 and min(times, default=SECONDS) >= SECONDS:
        started = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - started)
    return found, min(times)


@pytest.mark.long
def test_there_are_a_hundred_thousand_clocks(session: Session) -> None:
    assert session.scalar(text("SELECT count(*) FROM clock")) >= 100_000


@pytest.mark.long
@pytest.mark.parametrize("wanted", [{}, {"own_team": "理算一组"}, {"state": "BREACHED"}, {"page": 300}])
def test_a_page_of_the_board_is_read_at_once(session: Session, wanted: dict[str, Any]) -> None:
    page = wanted.pop("page", 1)
    calendars = KeptCalendars()

    found, seconds = timed(
        lambda: board.read(session, calendars, BoardFilter(**wanted), NOON, page=page, size=50)
    )

    assert len(found.rows) == 50
    assert seconds < SECONDS


@pytest.mark.long
@pytest.mark.parametrize("by", list(Dimension))
def test_a_year_of_duties_is_counted_at_once(session: Session, by: Dimension) -> None:
    year = Period(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    reports = ClockReports(session, KeptCalendars(), CaseFilter(), NOON)

    found, seconds = timed(lambda: reports.judged(by, year))

    assert sum(each.met + each.breached for each in found) > CLOSED
    assert seconds < SECONDS


@pytest.mark.long
@pytest.mark.parametrize("name", ["ageing", "paused", "forecast"])
def test_the_other_reports_are_read_at_once(session: Session, name: str) -> None:
    reports = ClockReports(session, KeptCalendars(), CaseFilter(), NOON)
    year = Period(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    arguments = (year,) if name == "paused" else ()

    found, seconds = timed(lambda: getattr(reports, name)(*arguments))

    assert found
    assert seconds < SECONDS


@pytest.mark.long
def test_a_week_of_duties_is_found_by_index(session: Session) -> None:
    from rules.clock_state import DUTIES
    from stores.clocks.clock_reports import _COUNTS

    week = Period(first_on=NOON.date() - timedelta(days=2), last_on=NOON.date())
    given = {
        **dict.fromkeys(("process", "person", "team", "hospital", "own_team")),
        **week.parameters(),
        "now": NOON,
        "duties": sorted(DUTIES),
        "by": "process",
    }

    plan = driver_connection(session).execute(b"EXPLAIN " + _COUNTS, given).fetchall()

    used = "\n".join(line for (line,) in plan)
    assert "ix_clock_due" in used and "ix_clock_stopped" in used
