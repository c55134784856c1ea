"""An appointment from the wish to the visit, told without server or database."""

from datetime import date, timedelta

import pytest

from rules.deadlines import ClockKind
from rules.requests.appointment import AppointmentCase, Obstacle, Stage
from rules.vocabulary import ClockState, Department, Ownership
from tests.workflows.family_requests import CLERK, FAMILY, MONDAY, Told, appointment, moment
from workflows.case_engine import Refusal
from workflows.messages import Withdraw
from workflows.messages_requests import (
    AcceptAlternative,
    BookAppointment,
    CancelAppointment,
    FailAppointment,
    OfferAlternative,
    ReportAttended,
    ReportNoShow,
    RescheduleAppointment,
)

VISIT = moment(MONDAY + timedelta(days=7), "09:30")
BOOK = BookAppointment(at=VISIT)


def booked() -> Told[AppointmentCase]:
    """Booked for the Monday after, on the Monday before."""
    return Told(appointment()).act(CLERK, BOOK)


def test_a_wish_is_to_be_met_by_the_close_of_the_second_working_day() -> None:
    asked = Told(appointment(), moment(date(2026, 9, 30)))

    assert asked.case.stage is Stage.REQUESTED
    assert asked.due(ClockKind.APPOINTMENT_ARRANGED) == moment(date(2026, 10, 9), "18:00")
    assert asked.letters == []


@pytest.mark.parametrize(
    ("wish", "stage", "why"),
    [
        ({"expert": "张主任"}, Stage.REJECTED_EXPERT, Obstacle.NAMED_EXPERT),
        ({"ownership": Ownership.PRIVATE}, Stage.NOT_ACCEPTED, Obstacle.NOT_PUBLIC),
        ({"department": Department.GENERAL}, Stage.NOT_ACCEPTED, Obstacle.GENERAL_DEPARTMENT),
        ({"in_plan": False, "expert": "张主任"}, Stage.NOT_ACCEPTED, Obstacle.NOT_IN_PLAN),
    ],
)
def test_a_wish_that_nobody_can_meet_is_answered_at_once(
    wish: dict[str, object], stage: Stage, why: Obstacle
) -> None:
    asked = Told(appointment(**wish))

    assert (asked.case.stage, asked.case.refused_with) == (stage, why)
    assert asked.case.final


def test_a_stay_may_be_asked_for_at_a_general_department() -> None:
    asked = Told(appointment(department=Department.GENERAL, inpatient=True))

    assert asked.case.stage is Stage.REQUESTED


def test_a_booking_is_told_with_the_last_moment_to_cancel() -> None:
    told = booked()

    assert told.case.stage is Stage.BOOKED
    assert told.letters == ["LT-APPT"]
    assert told.case.cancel_until == moment(MONDAY + timedelta(days=4), "16:00")
    assert [clock.state for clock in told.case.clocks if clock.kind is ClockKind.APPOINTMENT_ARRANGED] == [
        ClockState.MET
    ]


@pytest.mark.parametrize(
    ("at", "counts_as"),
    [("15:59:59", Stage.CANCELLED_IN_TIME), ("16:00", Stage.CANCELLED_LATE)],
)
def test_cancelling_is_free_until_four_in_the_afternoon_of_the_working_day_before(
    at: str, counts_as: Stage
) -> None:
    told = booked().until(moment(MONDAY + timedelta(days=4), at))

    told.act(FAMILY, CancelAppointment())

    assert told.case.stage is counts_as


def test_over_a_holiday_the_working_day_before_lies_before_the_holiday() -> None:
    asked = Told(appointment(on=date(2026, 10, 8)), moment(date(2026, 9, 28)))
    asked.act(CLERK, BookAppointment(at=moment(date(2026, 10, 8))))

    assert asked.case.cancel_until == moment(date(2026, 9, 30), "16:00")


def test_after_the_cut_off_a_new_day_means_a_late_cancellation_and_a_new_request() -> None:
    told = booked().until(moment(MONDAY + timedelta(days=4), "16:30"))

    refused = told.refused(FAMILY, RescheduleAppointment(on=MONDAY + timedelta(days=9)))

    assert refused.kind is Refusal.NOT_NOW
    assert "counts as late" in refused.why


def test_another_day_in_time_starts_the_two_days_anew() -> None:
    told = booked().later(days=1).act(FAMILY, RescheduleAppointment(on=MONDAY + timedelta(days=9)))

    assert told.case.stage is Stage.REQUESTED
    assert told.case.slot is None
    assert told.case.wish.on == MONDAY + timedelta(days=9)
    assert told.due(ClockKind.APPOINTMENT_ARRANGED) == moment(MONDAY + timedelta(days=3), "18:00")


def test_an_alternative_is_taken_or_runs_out_with_its_day() -> None:
    offered = Told(appointment()).act(CLERK, OfferAlternative(at=VISIT, department_name="国际部"))
    assert offered.case.stage is Stage.ALTERNATIVE_OFFERED
    taken = Told(appointment()).act(CLERK, OfferAlternative(at=VISIT)).act(FAMILY, AcceptAlternative())
    assert taken.case.stage is Stage.BOOKED
    assert taken.letters == ["LT-APPT", "LT-APPT"]

    offered.until(VISIT + timedelta(minutes=1))
    assert offered.refused(FAMILY, AcceptAlternative()).kind is Refusal.NOT_NOW
    offered.later(days=1)

    assert offered.case.stage is Stage.FAILED


def test_a_visit_is_reported_once_its_time_has_come() -> None:
    told = booked().until(VISIT - timedelta(seconds=1))
    assert told.refused(CLERK, ReportAttended()).kind is Refusal.NOT_NOW

    told.until(VISIT).act(CLERK, ReportAttended())

    assert told.case.stage is Stage.ATTENDED


def test_a_missed_appointment_costs_the_family_the_fee() -> None:
    told = booked().until(VISIT).act(CLERK, ReportNoShow(fee=300_00))

    assert (told.case.stage, told.case.fee) == (Stage.NO_SHOW, 300_00)
    assert told.letters[-1] == "LT-APPT", "the family hears of it, and may object"


def test_an_appointment_that_nobody_reports_on_ends_a_week_after_it() -> None:
    told = booked().until(moment(MONDAY + timedelta(days=14), "23:59"))
    assert told.case.stage is Stage.BOOKED

    told.later(minutes=2)

    assert told.case.stage is Stage.UNREPORTED


def test_what_cannot_be_found_is_said_with_a_letter() -> None:
    told = Told(appointment()).act(CLERK, FailAppointment(reason="停诊"))

    assert told.case.stage is Stage.FAILED
    assert told.letters == ["LT-APPT"]


def test_a_time_that_has_passed_is_nobodys_appointment() -> None:
    refused = Told(appointment()).refused(CLERK, BookAppointment(at=moment(MONDAY, "09:00")))

    assert refused.details == {"field": "at"}


def test_a_family_may_take_its_wish_back() -> None:
    assert Told(appointment()).act(FAMILY, Withdraw(reason="退烧了")).case.stage is Stage.WITHDRAWN
