"""Reports over clocks, on both sides of every line."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from rules.clock_state import LiveState, case_now, live_clock
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState, Process
from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_reports import AGES, ClockReports, Dimension, Judged, Period
from stores.clocks.kept_calendars import KeptCalendars
from stores.clocks.live_clocks import running_clock
from stores.database import transaction
from tests.builders import NOON, a_hospital
from tests.stores.clock_world import (
    a_clock,
    a_pause,
    a_person,
    an_open_case,
    ended,
    paused_since,
    publish_calendar,
)

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
NOVEMBER = Period(first_on=date(2026, 11, 1), last_on=date(2026, 11, 30))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        publish_calendar(session)
        yield session


def reports(session: Session, **wanted: Any) -> ClockReports:
    return ClockReports(session, KeptCalendars(), CaseFilter(**wanted), NOON)


def judged(session: Session, by: Dimension, period: Period = NOVEMBER, **wanted: Any) -> dict[str, Judged]:
    return {each.key: each for each in reports(session, **wanted).judged(by, period)}


def figures(found: Judged) -> tuple[int, int, int]:
    return found.met, found.breached, found.still_open


def test_met_and_breached_part_at_the_second_after_the_due(session: Session) -> None:
    case = an_open_case(session)
    due_at = NOON - DAY
    for place, late in enumerate((-HOUR, timedelta(0), timedelta(milliseconds=999), SECOND), 1):
        a_clock(session, case, due_at, ordinal=place, **ended(ClockState.MET, due_at + late))
    a_clock(session, case, due_at, ordinal=5)
    a_clock(session, case, due_at, ordinal=6, **ended(ClockState.STOPPED, due_at - HOUR))
    a_clock(session, case, due_at, ordinal=7, kind=ClockKind.QUERY_WAIT)

    assert figures(judged(session, Dimension.PROCESS)["PA"]) == (3, 2, 1)


def test_the_report_counts_what_the_rule_says_of_each_clock(session: Session) -> None:
    calendar = KeptCalendars().current(session)
    kept = []
    for offset in (0, -5 * 86_400):
        case = an_open_case(session, clock_offset_seconds=offset)
        for place, hours in enumerate(range(-80, 81, 10), 1):
            due_at = NOON + hours * HOUR
            kept.append((offset, a_clock(session, case, due_at, ordinal=place)))
            met = ended(ClockState.MET, NOON - 5 * HOUR)
            kept.append((offset, a_clock(session, case, due_at, ordinal=100 + place, **met)))
            held = paused_since(NOON - 20 * HOUR)
            kept.append((offset, a_clock(session, case, due_at, ordinal=200 + place, **held)))
    states = [live_clock(running_clock(row), case_now(NOON, offset), calendar).state for offset, row in kept]

    found = judged(session, Dimension.PROCESS, Period(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31)))

    assert found["PA"].met == states.count(LiveState.MET) > 0
    assert found["PA"].breached == states.count(LiveState.BREACHED) > 0


def test_a_breach_counts_on_the_day_of_the_due_and_a_met_duty_when_it_was_done(session: Session) -> None:
    case = an_open_case(session)
    midnight = date(2026, 11, 9)
    period = Period(first_on=midnight, last_on=date(2026, 11, 15))
    starts_at, ends_at = period.parameters().values()
    for place, at in enumerate((starts_at - SECOND, starts_at, ends_at - SECOND, ends_at), 1):
        a_clock(session, case, at, ordinal=place, **ended(ClockState.MET, NOON))
        a_clock(session, case, NOON + DAY, ordinal=10 + place, **ended(ClockState.MET, at))

    assert figures(judged(session, Dimension.PROCESS, period)["PA"]) == (2, 2, 0)
    assert list(judged(session, Dimension.WEEK, period)) == ["2026-W46"]
    assert set(judged(session, Dimension.WEEK)) == {"2026-W45", "2026-W46", "2026-W47"}


def test_a_duty_belongs_to_who_had_it_then(session: Session) -> None:
    ma, luo = a_person(session, "ma"), a_person(session, "luo", team="理算二组")
    case = an_open_case(session, assignee=luo)
    a_clock(session, case, NOON - DAY, assignee=ma)
    a_clock(session, case, NOON, ordinal=2, **ended(ClockState.MET, NOON - HOUR))
    a_clock(session, an_open_case(session), NOON - DAY)

    people = judged(session, Dimension.PERSON)
    teams = judged(session, Dimension.TEAM)

    assert {key: figures(each) for key, each in people.items()} == {
        ma: (0, 1, 1),
        luo: (1, 0, 0),
        "none": (0, 1, 1),
    }
    assert people[ma].name == "ma先生"
    assert list(teams)[-1] == "none"
    assert figures(teams["理算二组"]) == (1, 0, 0)


def test_reports_are_narrowed_and_a_lead_gets_the_own_team(session: Session) -> None:
    ma, luo = a_person(session, "ma"), a_person(session, "luo", team="理算二组")
    session.add(a_hospital(code="SH-B", name="儿科乙院"))
    session.flush()
    a_clock(session, an_open_case(session, assignee=ma, hospital_code="SH-B"), NOON - DAY)
    other = an_open_case(session, assignee=luo, process=Process.REIMBURSEMENT)
    a_clock(session, other, NOON - DAY, kind=ClockKind.REIMBURSEMENT_DECISION)

    assert set(judged(session, Dimension.PROCESS, own_team="理算一组")) == {"PA"}
    assert set(judged(session, Dimension.CLOCK, process=Process.REIMBURSEMENT)) == {"REIMBURSEMENT_DECISION"}
    assert judged(session, Dimension.HOSPITAL, person=ma)["SH-B"].name == "儿科乙院"
    assert judged(session, Dimension.HOSPITAL, team="理算一组", hospital="none") == {}
    assert [each.process for each in reports(session, own_team="理算二组").ageing()] == [
        Process.REIMBURSEMENT
    ]


def test_a_breach_is_counted_by_the_reason_that_was_given(session: Session) -> None:
    case = an_open_case(session)
    for place, reason in enumerate(("WORKLOAD", "WORKLOAD", ""), 1):
        a_clock(session, case, NOON - DAY, ordinal=place, as_carried={"delay_reason": reason})
    a_clock(session, case, NOON, ordinal=9, **ended(ClockState.MET, NOON))

    found = judged(session, Dimension.REASON)

    assert {key: figures(each)[:2] for key, each in found.items()} == {
        "WORKLOAD": (0, 2),
        "met": (1, 0),
        "none": (0, 1),
    }


def test_a_statutory_breach_is_told_apart(session: Session) -> None:
    case = an_open_case(session)
    for place, legal in enumerate((NOON - SECOND, NOON), 1):
        lines = {"kind": ClockKind.STATUTORY_DETERMINATION, "legal_due_at": legal}
        a_clock(session, case, NOON - DAY, ordinal=place, **lines)

    assert judged(session, Dimension.PROCESS)["PA"].legally_breached == 1


def test_open_cases_are_grouped_by_age_and_those_in_breach_told(session: Session) -> None:
    for days in (0, 0.99, 1, 60.9, 61, 200):
        an_open_case(session, NOON - HOUR if days == 200 else None, opened_at=NOON - days * DAY)
    an_open_case(session, opened_at=NOON - 9 * DAY, closed_at=NOON)
    an_open_case(session, opened_at=NOON - 5 * DAY, clock_offset_seconds=86_400)

    (found,) = reports(session).ageing()

    assert found.cases == (2, 1, 0, 1, 0, 0, 1, 2)
    assert found.breached == (0,) * len(AGES) + (1,)


def test_paused_time_is_told_by_whom_we_waited_for_within_the_period(session: Session) -> None:
    starts_at = NOVEMBER.parameters()["starts_at"]
    one, two = an_open_case(session), an_open_case(session)
    intervals = [
        a_pause(starts_at - DAY, starts_at + 2 * DAY, "GUARDIAN", "Q1"),
        a_pause(starts_at - 9 * DAY, starts_at - 8 * DAY, "HOSPITAL", "Q0"),
    ]
    for kind in (ClockKind.PREAUTH_DECISION, ClockKind.EMERGENCY_DECISION):
        a_clock(session, one, NOON + DAY, kind=kind, intervals=intervals)
    a_clock(session, two, NOON + DAY, **paused_since(NOON - 3 * HOUR, "HOSPITAL"))

    guardian, hospital = reports(session).paused(NOVEMBER)

    assert (guardian.waiting_for, guardian.pauses, guardian.still_open) == ("GUARDIAN", 1, 0)
    assert guardian.total == 2 * DAY
    assert (hospital.waiting_for, hospital.cases, hospital.still_open) == ("HOSPITAL", 1, 1)
    assert hospital.total == hospital.longest == 3 * HOUR


def test_the_forecast_tells_today_and_five_working_days(session: Session) -> None:
    ma = a_person(session, "ma")
    friday = NOON + 4 * DAY + 6 * HOUR
    an_open_case(session, friday, assignee=ma)
    an_open_case(session, NOON + 6 * HOUR)
    sunday = an_open_case(session)
    a_clock(session, sunday, NOON + 6 * DAY + 12 * HOUR, kind=ClockKind.STATUTORY_DETERMINATION)
    held = an_open_case(session)
    a_clock(session, held, NOON + DAY, **paused_since(NOON - DAY))
    for away in (-DAY, 8 * DAY):
        an_open_case(session, NOON + away)

    days = reports(session).forecast()

    assert [(day.due_on.day, day.due, day.unassigned) for day in days] == [
        (23, 1, 1),
        (24, 0, 0),
        (25, 0, 0),
        (26, 0, 0),
        (27, 1, 0),
        (29, 1, 1),
        (30, 0, 0),
    ]
    assert not days[5].is_working
    assert days[0].expected == 1


def test_the_forecast_goes_by_how_often_duties_were_breached(session: Session) -> None:
    case = an_open_case(session, NOON + HOUR)
    for place in range(40):
        late = HOUR if place < 10 else -HOUR
        due_at = NOON - (2 + place) * DAY
        a_clock(session, case, due_at, ordinal=2 + place, **ended(ClockState.MET, due_at + late))

    assert reports(session).forecast()[0].expected == pytest.approx(0.25)
    assert reports(session, process=Process.HOSPITAL_ADVANCE).forecast()[0].expected is None


def test_a_demonstration_sees_its_own_days(session: Session) -> None:
    month = -30 * 86_400
    an_open_case(session, NOON - 30 * DAY + 6 * HOUR, clock_offset_seconds=month)

    days = reports(session).forecast(month)

    assert (days[0].due_on, days[0].due) == (date(2026, 10, 24), 1)


def test_a_period_runs_forward() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(first_on=date(2026, 11, 2), last_on=date(2026, 11, 1))
