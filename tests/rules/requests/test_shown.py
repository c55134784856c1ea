"""What requests that move no money show of themselves: codes and instants, never what somebody wrote."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.requests.appointment import AppointmentCase, Slot, Stage, Wish
from rules.requests.arrangement import Arranged, VaccinationCase
from rules.requests.case import Child
from rules.requests.complaint import ComplaintCase, ComplaintSource, Extension, Findings
from rules.requests.consultation import ConsultationCase
from rules.requests.data_request import DataRequestCase, Outcome, Wanted
from rules.vocabulary import ClockState, Department, Ownership

AT = datetime(2026, 10, 9, 8, tzinfo=UTC)
USUAL: dict[str, Any] = {
    "case_number": "CP-261009-000001-4",
    "opened_at": AT,
    "opened_by": "guardian:1",
    "child": Child(member_id="m", policy_id="p"),
    "words": "孩子等了很久",
    "answer": "已经道歉",
    "refused_with": "NOT_IN_PLAN",
}


def clock(kind: ClockKind, **changes: Any) -> RunningClock:
    return replace(RunningClock(kind=kind, started_at=AT, due_at=AT + timedelta(days=15)), **changes)


def appointment(**changes: Any) -> AppointmentCase:
    wish = Wish(
        hospital="RUIJIN",
        department=Department.VIP,
        department_name="儿科特需",
        ownership=Ownership.PUBLIC,
        on=date(2026, 10, 12),
    )
    return AppointmentCase(**{**USUAL, "wish": wish, **changes})


def complaint(**changes: Any) -> ComplaintCase:
    return ComplaintCase(**{**USUAL, "subject": "等待", "about_case": "RC-1", **changes})


def test_an_appointment_shows_where_and_when_until_when_it_can_be_cancelled_and_what_was_missed() -> None:
    slot = Slot(hospital="RUIJIN", department_name="儿科", at=AT)
    booked = appointment(
        slot=slot,
        missed_before=2,
        fee=50_00,
        clocks=(clock(ClockKind.APPOINTMENT_CANCELLATION, due_at=AT - timedelta(days=1)),),
    )

    assert booked.shown() == {
        "refused_with": "NOT_IN_PLAN",
        "at": "2026-10-09T08:00:00+00:00",
        "cancel_until": "2026-10-08T08:00:00+00:00",
        "missed_before": 2,
        "fee": 50_00,
    }
    bare = appointment(refused_with="").shown()
    assert bare == {"refused_with": None, "at": None, "cancel_until": None, "missed_before": 0, "fee": None}


@pytest.mark.parametrize(
    ("seconds", "stage"),
    [(-1, Stage.CANCELLED_IN_TIME), (0, Stage.CANCELLED_LATE), (1, Stage.CANCELLED_LATE)],
)
def test_cancelling_at_the_very_instant_is_late(seconds: int, stage: Stage) -> None:
    booked = appointment(clocks=(clock(ClockKind.APPOINTMENT_CANCELLATION, due_at=AT),))

    assert booked.cancelled_at(AT + timedelta(seconds=seconds)) is stage


def test_a_complaint_shows_what_it_is_about_and_how_it_ended() -> None:
    longer = Extension(facts="f", reason="r", approved_by="staff:boss", at=AT)
    said = Findings(facts="f", answer="a", upheld=False, decided_by="staff:ma")
    ended = complaint(source=ComplaintSource.REGULATOR, extensions=(longer,), findings=said)

    assert ended.shown() == {
        "refused_with": "NOT_IN_PLAN",
        "about_case": "RC-1",
        "source": ComplaintSource.REGULATOR,
        "upheld": False,
        "extended_at": ["2026-10-09T08:00:00+00:00"],
    }
    assert complaint(about_case="").shown()["about_case"] is None
    assert complaint().shown()["upheld"] is None
    assert ended.people == {"staff:boss", "staff:ma"}


@pytest.mark.parametrize(
    ("kind", "days", "may"),
    [
        (ClockKind.COMPLAINT_DECISION, 14, True),
        (ClockKind.COMPLAINT_DECISION, 15, False),
        (ClockKind.COMPLAINT_EXTENDED, 14, True),
        (ClockKind.COMPLAINT_SPECIAL, 14, False),
    ],
)
def test_more_time_is_given_while_the_time_that_runs_is_not_over_and_there_is_more(
    kind: ClockKind, days: int, may: bool
) -> None:
    assert complaint(clocks=(clock(kind),)).may_extend(AT + timedelta(days=days)) is may


def test_the_line_of_the_law_counts_where_a_complaint_has_one() -> None:
    rolled = clock(ClockKind.COMPLAINT_DECISION, legal_due_at=AT + timedelta(days=17))

    assert complaint(clocks=(rolled,)).may_extend(AT + timedelta(days=16))
    assert not complaint(clocks=(rolled,)).may_extend(AT + timedelta(days=17))
    assert not complaint(clocks=(replace(rolled, state=ClockState.MET),)).may_extend(AT)
    assert not complaint().may_extend(AT)


def test_a_consultation_shows_when_the_doctor_called_and_who_has_it() -> None:
    called = ConsultationCase(**USUAL, entitled=True, called_at=AT, doctor="staff:doc", assignee="staff:ma")

    assert called.shown() == {"refused_with": "NOT_IN_PLAN", "called_at": "2026-10-09T08:00:00+00:00"}
    assert called.people == {"staff:doc", "staff:ma"}
    assert ConsultationCase(**USUAL, entitled=True).shown()["called_at"] is None


def test_a_request_for_data_shows_what_was_asked_and_what_came_of_it() -> None:
    answered = DataRequestCase(**USUAL, wanted=Wanted.DELETION, outcome=Outcome.RESTRICTED)
    shown = answered.shown()

    assert (shown["refused_with"], shown["wanted"], shown["outcome"]) == (
        "NOT_IN_PLAN",
        Wanted.DELETION,
        Outcome.RESTRICTED,
    )
    assert USUAL["words"] not in str(shown)


def test_a_vaccination_shows_against_what_it_is_and_the_dose_that_is_next() -> None:
    asked = VaccinationCase(**USUAL, entitled=True, vaccine="VAR", dose="VAR-1")

    assert asked.shown() == {"refused_with": "NOT_IN_PLAN", "at": None, "vaccine": "VAR", "dose": "VAR-1"}
    arranged = replace(asked, vaccine="", dose="", arranged=Arranged(hospital="RUIJIN", at=AT))
    assert arranged.shown() == {
        "refused_with": "NOT_IN_PLAN",
        "at": "2026-10-09T08:00:00+00:00",
        "vaccine": None,
        "dose": None,
    }
