"""What a monitor reads: counted once each, by process, on both sides of each bucket."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from rules.cases import CaseEvent
from rules.clock_state import LiveState
from rules.deadlines import ClockKind, MilestoneKind
from rules.roles import SYSTEM, Role
from rules.vocabulary import ClockState, Process
from stores.casework import case_events
from stores.clocks import clock_metrics
from stores.clocks.clock_metrics import ClockMetrics
from stores.clocks.kept_calendars import KeptCalendars
from stores.database import transaction
from tests.builders import NOON
from tests.stores.clock_world import a_clock, an_open_case, ended, paused_since, publish_calendar

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
PA = Process.PREAUTHORIZATION


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        publish_calendar(session)
        yield session


def read(session: Session, now: datetime = NOON) -> ClockMetrics:
    return clock_metrics.read(session, KeptCalendars(), now)


def test_open_cases_and_clocks_are_counted_by_process(session: Session) -> None:
    case = an_open_case(session, NOON + HOUR, escalated=True)
    a_clock(session, case, NOON + HOUR, kind=ClockKind.QUERY_WAIT)
    held = an_open_case(session, process=Process.REIMBURSEMENT)
    a_clock(session, held, NOON + HOUR, **paused_since(NOON - HOUR))
    an_open_case(session, NOON + HOUR, closed_at=NOON, escalated=True)

    found = read(session)

    assert found.open_cases == dict.fromkeys(Process, 0) | {PA: 1, Process.REIMBURSEMENT: 1}
    assert found.escalated_cases[PA] == 1
    assert found.open_clocks == {
        (PA, LiveState.DUE_SOON): 2,
        (Process.REIMBURSEMENT, LiveState.PAUSED): 1,
    }


def test_time_to_due_is_told_of_duties_that_run(session: Session) -> None:
    for left in (-SECOND, timedelta(0), HOUR - SECOND, HOUR, timedelta(days=31)):
        an_open_case(session, NOON + left)
    held = an_open_case(session)
    a_clock(session, held, NOON + HOUR, **paused_since(NOON - HOUR))
    a_clock(session, held, NOON + HOUR, kind=ClockKind.QUERY_WAIT)

    found = read(session)

    assert found.time_to_due[PA] == (1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 1)
    assert found.seconds_to_due[PA] == -1 + 0 + 3_599 + 3_600 + 31 * 86_400


def test_breaches_and_escalations_are_those_of_a_day(session: Session) -> None:
    case = an_open_case(session)
    for place, age in enumerate((SECOND, 24 * HOUR, 24 * HOUR + SECOND), 1):
        a_clock(session, case, NOON - age, ordinal=place)
    a_clock(session, case, NOON - HOUR, ordinal=9, **ended(ClockState.MET, NOON - 2 * HOUR))

    assert read(session).breaches[PA] == 2


def test_escalations_are_those_that_were_recorded_in_a_day(session: Session) -> None:
    case = an_open_case(session)
    told = (MilestoneKind.REMINDER, MilestoneKind.SUPERVISOR, MilestoneKind.BREACH, MilestoneKind.BREACH)
    for sequence, milestone in enumerate(told, 1):
        event = CaseEvent(
            sequence=sequence,
            kind="MILESTONE",
            at=NOON,
            actor=SYSTEM.reference,
            role=Role.SYSTEM,
            from_stage="IN_REVIEW",
            to_stage="IN_REVIEW",
            detail={"milestone": milestone},
        )
        case_events.append(session, case.case_number, [event])

    recorded_at = datetime.now(UTC)
    found = read(session, recorded_at + HOUR)

    assert read(session, recorded_at + 25 * HOUR).escalations == {}
    assert found.escalations == {(PA, MilestoneKind.SUPERVISOR): 1, (PA, MilestoneKind.BREACH): 2}
