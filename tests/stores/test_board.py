"""The board says of all open cases at once what the rule says of one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from rules.clock_state import LiveState
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState, Process
from stores.casework import board
from stores.casework.board import Board, BoardFilter
from stores.clocks.kept_calendars import KeptCalendars
from stores.database import transaction
from tests.builders import NOON, a_hospital
from tests.stores.clock_world import a_clock, a_person, an_open_case, ended, paused_since, publish_calendar

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine) as session:
        publish_calendar(session)
        yield session


def shown(session: Session, page: int = 1, size: int = 50, **wanted: Any) -> Board:
    return board.read(session, KeptCalendars(), BoardFilter(**wanted), NOON, page=page, size=size)


def numbers(found: Board) -> list[str]:
    return [row.case_number for row in found.rows]


def test_what_has_least_time_left_stands_first_and_what_is_paused_after_what_runs(session: Session) -> None:
    far, near, overdue = (an_open_case(session, NOON + left) for left in (9 * DAY, HOUR, -HOUR))
    held = an_open_case(session)
    a_clock(session, held, NOON + HOUR, **paused_since(NOON - HOUR))
    bare = an_open_case(session)

    found = shown(session)

    assert numbers(found) == [case.case_number for case in (overdue, near, far, held, bare)]
    states = [row.leading.state if row.leading else None for row in found.rows]
    assert states == [LiveState.BREACHED, LiveState.DUE_SOON, LiveState.RUNNING, LiveState.PAUSED, None]


def test_time_left_is_told_by_each_cases_own_time(session: Session) -> None:
    case = an_open_case(session, NOON, clock_offset_seconds=-7200)

    (row,) = shown(session).rows

    assert row.case_number == case.case_number
    assert row.leading
    assert (row.leading.left, row.leading.state) == (timedelta(hours=2), LiveState.DUE_SOON)


@pytest.mark.parametrize("offset", [0, 40 * 86_400])
def test_statement_and_rule_agree_on_every_state(session: Session, offset: int) -> None:
    at = NOON + timedelta(seconds=offset)
    steps = [timedelta(seconds=s) for s in (-1, 0, 1)] + [n * HOUR for n in range(-15, 40)]
    for kind in (ClockKind.PREAUTH_DECISION, ClockKind.QUERY_WAIT):
        for step in steps:
            case = an_open_case(session, clock_offset_seconds=offset)
            a_clock(session, case, at + step, kind=kind)
    for step in steps[:40]:
        case = an_open_case(session, clock_offset_seconds=offset)
        a_clock(session, case, at + 5 * HOUR, **paused_since(at + step))

    for state in LiveState:
        found = shown(session, size=500, state=state)
        assert {row.leading.state for row in found.rows if row.leading} <= {state}
        assert found.total == len(found.rows) == found.states.get(state, 0)
    assert sum(shown(session).states.values()) == 2 * len(steps) + 40


def test_a_case_is_found_by_any_of_its_clocks(session: Session) -> None:
    case = an_open_case(session)
    a_clock(session, case, NOON + 9 * DAY, kind=ClockKind.QUERY_WAIT)
    a_clock(session, case, NOON + DAY, **paused_since(NOON - DAY))

    for state in (LiveState.PAUSED, LiveState.RUNNING):
        assert numbers(shown(session, state=state)) == [case.case_number]
    assert shown(session, state=LiveState.PAUSED, clock="QUERY_WAIT").total == 0
    assert shown(session, clock="QUERY_WAIT").total == 1
    (row,) = shown(session).rows
    assert row.leading
    assert (row.leading.kind, row.leading.state) == (ClockKind.QUERY_WAIT, LiveState.RUNNING)
    assert {clock.waiting_for for clock in row.clocks} == {"", "HOSPITAL"}


def test_a_case_is_found_by_the_reason_of_its_delay(session: Session) -> None:
    late, other = an_open_case(session), an_open_case(session, NOON - HOUR)
    a_clock(session, late, NOON - HOUR, as_carried={"delay_reason": "WORKLOAD"})

    found = shown(session, reason="WORKLOAD")

    assert numbers(found) == [late.case_number]
    assert found.states[LiveState.BREACHED] == 1
    assert shown(session, reason="FAMILY").total == 0
    assert other.case_number in numbers(shown(session))


def test_clocks_that_ended_and_closed_cases_are_not_on_the_board(session: Session) -> None:
    case = an_open_case(session, NOON + DAY)
    a_clock(session, case, NOON - DAY, kind="PREAUTH_TRIAGE", **ended(ClockState.MET, NOON - 2 * DAY))
    an_open_case(session, NOON - HOUR, closed_at=NOON)

    found = shown(session)

    assert [len(row.clocks) for row in found.rows] == [1]
    assert found.states[LiveState.BREACHED] == 0


def test_the_board_is_narrowed_by_process_person_team_hospital_and_side(session: Session) -> None:
    ma, luo = a_person(session, "ma"), a_person(session, "luo", team="理算二组")
    hospital = a_hospital(code="SH-A", name="儿科甲院")
    session.add(hospital)
    session.flush()
    one = an_open_case(session, NOON + DAY, assignee=ma, hospital_code="SH-A", waiting_on="HOSPITAL")
    two = an_open_case(session, NOON + DAY, assignee=luo, process=Process.REIMBURSEMENT)
    three = an_open_case(session, NOON + DAY)

    def found(**wanted: Any) -> list[str]:
        return numbers(shown(session, **wanted))

    assert found(person=ma) == found(hospital="SH-A") == found(waiting_for="HOSPITAL") == [one.case_number]
    assert found(team="理算二组") == found(process=Process.REIMBURSEMENT) == [two.case_number]
    assert found(person="none") == found(team="none") == [three.case_number]
    choices = shown(session, person=ma).choices
    assert [(each.name, each.cases) for each in choices["person"]] == [
        ("luo先生", 1),
        ("ma先生", 1),
        ("none", 1),
    ]
    assert [(each.value, each.name) for each in choices["hospital"]] == [
        ("SH-A", "儿科甲院"),
        ("none", "none"),
    ]


def test_a_lead_sees_the_own_team_and_what_nobody_has_yet(session: Session) -> None:
    ma, luo = a_person(session, "ma"), a_person(session, "luo", team="理算二组")
    mine = an_open_case(session, NOON + DAY, assignee=ma)
    an_open_case(session, NOON - DAY, assignee=luo)
    nobodys = an_open_case(session, NOON - DAY)

    found = shown(session, own_team="理算一组")

    assert numbers(found) == [nobodys.case_number, mine.case_number]
    assert found.states[LiveState.BREACHED] == 1
    assert [each.name for each in found.choices["person"]] == ["ma先生", "none"]
    assert shown(session, own_team="理算一组", team="理算二组").total == 0


def test_a_long_board_is_read_page_by_page(session: Session) -> None:
    cases = [an_open_case(session, NOON + n * HOUR) for n in range(5)]

    first, last, beyond = (shown(session, page=page, size=2) for page in (1, 3, 4))

    assert numbers(first) == [case.case_number for case in cases[:2]]
    assert numbers(last) == [cases[4].case_number]
    assert (first.total, first.pages, last.page) == (5, 3, 3)
    assert beyond.rows == ()


def test_an_empty_board_is_one(session: Session) -> None:
    found = shown(session)

    assert (found.total, found.pages, found.rows) == (0, 1, ())
