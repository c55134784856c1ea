"""Requests of families whose histories are kept: ``python -m tests.workflows.recorded_requests NAME``."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from rules.requests.brand import BrandTransferCase
from rules.requests.complaint import Stage as ComplaintStage
from rules.requests.data_request import DataRequestCase, Outcome, Wanted
from rules.roles import Actor, Role
from rules.vocabulary import Benefit
from tests.workflows import family_requests as told_of
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.family_requests import ADJUSTER, CHILD, FAMILY, HANDLER
from tests.workflows.recording import lone_clinic, record
from tests.workflows.requesting import CLERK, DOCTOR, HEAD, opened
from workflows.messages import Withdraw
from workflows.messages_requests import (
    AcceptAlternative,
    AnswerDataRequest,
    AnswerEnquiry,
    AnswerReminder,
    ArrangeService,
    AssignComplaint,
    BookAppointment,
    CancelAppointment,
    CompleteService,
    DecideComplaint,
    DecideTransfer,
    ExtendComplaint,
    InvestigateComplaint,
    OfferAlternative,
    RecordConsultation,
    ReportAttended,
    ReportNoShow,
    RescheduleAppointment,
    VerifyRequester,
)

HISTORIES = Path(__file__).parent / "request_histories"
VISIT = OPENED_AT + timedelta(days=13)
DESK = Actor("hospital:SHENCHENG", (Role.HOSPITAL_DESK,))


def appointment_attended(clinic: Clinic) -> str:
    """Another time is offered and taken, and the child comes."""
    number = _appointment(clinic)
    clinic.act(number, CLERK, OfferAlternative(at=VISIT + timedelta(days=1)))
    clinic.act(number, FAMILY, AcceptAlternative())
    clinic.skip_to(number, VISIT + timedelta(days=1, hours=2))
    clinic.act(number, CLERK, ReportAttended())
    return number


def appointment_missed(clinic: Clinic) -> str:
    """Booked, moved, booked again, and nobody comes."""
    number = _appointment(clinic)
    clinic.act(number, CLERK, BookAppointment(at=VISIT))
    later = RescheduleAppointment(on=VISIT.date() + timedelta(days=2), reason="出差")
    clinic.act(number, FAMILY, later)
    clinic.act(number, CLERK, BookAppointment(at=VISIT + timedelta(days=2)))
    clinic.skip_to(number, VISIT + timedelta(days=2, hours=2))
    clinic.act(number, CLERK, ReportNoShow(fee=200_00))
    return number


def appointment_cancelled(clinic: Clinic) -> str:
    """Cancelled in time."""
    number = _appointment(clinic)
    clinic.act(number, CLERK, BookAppointment(at=VISIT))
    clinic.act(number, FAMILY, CancelAppointment(reason="临时有事"))
    return number


def complaint_answered(clinic: Clinic) -> str:
    """Extended once, decided, and the answer arrives."""
    number = opened(clinic, told_of.complaint(about_case=""))
    clinic.act(number, HEAD, AssignComplaint(assignee=HEAD.reference))
    clinic.act(number, HEAD, InvestigateComplaint())
    clinic.act(number, HEAD, ExtendComplaint(facts="已向医院核实。", reason="医院尚未答复。"))
    clinic.act(number, HEAD, DecideComplaint(facts="材料已齐。", answer="我们致歉。", upheld=True))
    clinic.wait_until(lambda: clinic.row(number).stage == ComplaintStage.CLOSED, "the answer to arrive")
    return number


def enquiry_answered(clinic: Clinic) -> str:
    """A question, late, and its answer."""
    number = opened(clinic, told_of.enquiry())
    clinic.skip(number, timedelta(days=1))
    clinic.act(number, CLERK, AnswerEnquiry(answer="可以。"))
    return number


def consultation_given(clinic: Clinic) -> str:
    """A doctor calls."""
    number = opened(clinic, told_of.consultation(), words="孩子高烧")
    clinic.act(number, DOCTOR, RecordConsultation(advice="多喝水。"))
    clinic.act(number, DOCTOR, CompleteService())
    return number


def vaccination_done(clinic: Clinic) -> str:
    """Arranged and done."""
    number = opened(clinic, told_of.vaccination())
    clinic.act(number, CLERK, ArrangeService(hospital="XINHUA", at=VISIT, note="请带接种本"))
    clinic.act(number, CLERK, CompleteService())
    return number


def vaccine_given(clinic: Clinic) -> str:
    """Lipei reminds the family of a dose, which was given."""
    number = opened(clinic, told_of.vaccination(dose="MMR-1", vaccine="MMR-1"))
    clinic.act(number, FAMILY, AnswerReminder(given=True))
    return number


def breach_told(clinic: Clinic) -> str:
    """A family is told of a breach of its child's data."""
    return opened(clinic, told_of.breach())


def help_withdrawn(clinic: Clinic) -> str:
    """Help on site that is not wanted any more."""
    number = opened(clinic, told_of.on_site_help())
    clinic.act(number, FAMILY, Withdraw(reason="不去了"))
    return number


def brand_moved(clinic: Clinic) -> str:
    """The brand has closed, another one is locked."""
    transfer = BrandTransferCase(
        case_number="",
        opened_at=OPENED_AT,
        opened_by=FAMILY.reference,
        child=CHILD,
        benefit=Benefit.VACCINE,
        locked="唯儿诺儿科",
        wanted="美华",
        closed_on=date(2026, 9, 1),
    )
    number = opened(clinic, transfer, child="M2021000004")
    clinic.act(number, ADJUSTER, DecideTransfer(approve=True, reason="原品牌已停业"))
    return number


def data_restricted(clinic: Clinic) -> str:
    """Deletion is asked for; what the law keeps is restricted."""
    asked = DataRequestCase(
        case_number="",
        opened_at=OPENED_AT,
        opened_by=FAMILY.reference,
        child=CHILD,
        wanted=Wanted.DELETION,
    )
    number = opened(clinic, asked)
    clinic.act(number, CLERK, VerifyRequester(how="按投保手机号回拨核对"))
    answer = AnswerDataRequest(outcome=Outcome.RESTRICTED, explanation="依法保存十年。")
    clinic.act(number, HANDLER, answer)
    return number


def _appointment(clinic: Clinic) -> str:
    return opened(clinic, told_of.appointment(on=VISIT.date()))


PATHS: tuple[Callable[[Clinic], str], ...] = (
    appointment_attended,
    appointment_missed,
    appointment_cancelled,
    complaint_answered,
    enquiry_answered,
    consultation_given,
    vaccination_done,
    vaccine_given,
    breach_told,
    help_withdrawn,
    brand_moved,
    data_restricted,
)


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic:
        record(clinic, clinic, PATHS, HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
