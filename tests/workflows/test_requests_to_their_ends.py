"""Ends of requests that come seldom, on the running stack."""

from datetime import timedelta

import pytest

from rules.requests import appointment, arrangement, complaint
from tests.workflows import family_requests as told_of
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.requesting import CLERK, HEAD, SUPERVISOR, opened
from workflows.messages_requests import (
    ArrangeService,
    AssignComplaint,
    CompleteService,
    ExtendComplaint,
    FailAppointment,
    InvestigateComplaint,
    NoteRegulator,
)

EXTEND = ExtendComplaint(facts="等待医院答复", reason="案情复杂")


@pytest.mark.long
def test_an_appointment_that_cannot_be_found_is_told(clinic: Clinic) -> None:
    number = opened(clinic, told_of.appointment())

    clinic.act(number, CLERK, FailAppointment(reason="停诊"))

    assert clinic.row(number).stage == appointment.Stage.FAILED


@pytest.mark.long
def test_help_on_site_is_arranged_and_given(clinic: Clinic) -> None:
    number = opened(clinic, told_of.on_site_help())

    clinic.act(number, CLERK, ArrangeService(hospital="XINHUA", at=OPENED_AT + timedelta(days=1)))
    assert clinic.row(number).stage == arrangement.Stage.ARRANGED
    clinic.act(number, CLERK, CompleteService())

    assert clinic.row(number).stage == arrangement.Stage.DONE


@pytest.mark.long
def test_a_complaint_that_the_regulator_takes_up_may_take_sixty_days(clinic: Clinic) -> None:
    number = opened(clinic, told_of.complaint(about_case=""))
    clinic.act(number, HEAD, AssignComplaint(assignee=HEAD.reference))
    clinic.act(number, HEAD, InvestigateComplaint())
    clinic.act(number, HEAD, NoteRegulator(reference="SH-2"))

    clinic.act(number, HEAD, EXTEND)
    clinic.act(number, SUPERVISOR, EXTEND)

    assert clinic.row(number).stage == complaint.Stage.EXTENDED_60
