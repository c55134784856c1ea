"""Requests of families on the running stack: booked, complained about, called back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from models import Case, CaseRequest
from rules.china_time import shanghai_time
from rules.requests.complaint import Stage as ComplaintStage
from rules.roles import Actor
from rules.vocabulary import Process
from tests.workflows import family_requests as told_of
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.family_requests import FAMILY
from tests.workflows.requesting import CLERK, DOCTOR, HEAD, SUPERVISOR, codes, opened
from workflows.messages import Assign, Withdraw
from workflows.messages_requests import (
    AssignComplaint,
    BookAppointment,
    CancelAppointment,
    DecideComplaint,
    ExtendComplaint,
    InvestigateComplaint,
    RecordConsultation,
)


def refused(clinic: Clinic, number: str, who: Actor, body: Any) -> str:
    """A person acts, and hears why that cannot be."""
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        clinic.act(number, who, body)
    assert isinstance(failed.value.cause, ApplicationError)
    return failed.value.cause.message


def test_an_appointment_is_booked_told_and_cancelled_too_late(clinic: Clinic) -> None:
    number = opened(clinic, told_of.appointment(on=OPENED_AT.date() + timedelta(days=13)))
    visit = OPENED_AT + timedelta(days=13)

    clinic.act(number, CLERK, BookAppointment(at=visit))
    clinic.wait_until(lambda: len(clinic.mails(number)) == 1, "the booking to be mailed")
    until = datetime.fromisoformat(clinic.row(number).view["cancel_until"])
    assert shanghai_time(until).isoformat() == "2026-10-10T16:00:00+08:00"
    clinic.skip_to(number, until)
    clinic.act(number, FAMILY, CancelAppointment(reason="临时有事"))

    row = clinic.row(number)
    assert (row.stage, row.closed_at is not None) == ("CANCELLED_LATE", True)
    assert codes(clinic, number) == ["LT-APPT"]
    assert len(clinic.events(number)) >= 4


def test_a_complaint_is_handled_by_somebody_who_did_not_decide_the_case(clinic: Clinic) -> None:
    about = clinic.open()
    clinic.act(about, CLERK, Assign(assignee=SUPERVISOR.reference))
    number = opened(clinic, told_of.complaint(about_case=about))
    clinic.wait_until(lambda: codes(clinic, number) == ["LT-CMP-ACK"], "the acknowledgement")

    why = refused(clinic, number, HEAD, AssignComplaint(assignee=SUPERVISOR.reference))
    assert f"took part in deciding {about}" in why
    assert "answers no complaints" in refused(
        clinic, number, HEAD, AssignComplaint(assignee=DOCTOR.reference)
    )
    clinic.act(number, HEAD, AssignComplaint(assignee=HEAD.reference))
    clinic.act(number, HEAD, InvestigateComplaint())
    clinic.act(number, HEAD, ExtendComplaint(facts="已向医院核实。", reason="医院尚未答复。"))
    clinic.act(number, HEAD, DecideComplaint(facts="材料已齐。", answer="我们致歉。", upheld=True))
    clinic.wait_until(lambda: clinic.row(number).stage == ComplaintStage.CLOSED, "the answer to arrive")

    assert codes(clinic, number) == ["LT-CMP-ACK", "LT-CMP", "LT-CMP"]
    assert clinic.row(number).view["upheld"] is True
    assert clinic.see(about).clocks, "the case goes on"
    with Session(clinic.engine) as session:
        kept = session.get_one(CaseRequest, number).content
    assert kept
    assert kept["answer"] == "我们致歉。"


def test_small_requests_touch_no_account(clinic: Clinic) -> None:
    before = clinic.balances("M2025000001", OPENED_AT.date()).version
    called = opened(clinic, told_of.consultation(), words="孩子高烧")
    clinic.skip(called, timedelta(hours=1))
    clinic.act(called, DOCTOR, RecordConsultation(advice="多喝水。"))
    opened(clinic, told_of.on_site_help(entitled=False))
    vaccination = opened(clinic, told_of.vaccination())
    clinic.act(vaccination, FAMILY, Withdraw(reason="不去了"))
    question = opened(clinic, told_of.enquiry())

    assert clinic.row(called).stage == "CALLED"
    assert clinic.row(vaccination).stage == "WITHDRAWN"
    assert clinic.row(question).due_at is not None
    assert clinic.balances("M2025000001", OPENED_AT.date()).version == before
    with Session(clinic.engine) as session:
        assert session.get_one(Case, question).process is Process.ENQUIRY
