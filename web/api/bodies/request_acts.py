"""What people say to a request of a family, as they send it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rules.permissions import Action
from rules.requests.data_request import Outcome
from web.api.bodies.act_body import ActBody, Papers
from web.api.bodies.fields import Amount, Code, Day, Flag, Instant, Name, StaffReference, Words
from workflows import messages_requests as messages


class _SlotBody(ActBody):
    """A time at a department."""

    at: Instant
    hospital: Code | None = None
    """Code of another hospital than was wished for."""
    department_name: Name | None = None

    def hospitals(self) -> dict[str, str]:
        return {"hospital": self.hospital} if self.hospital else {}


class BookAppointmentBody(_SlotBody):
    """The hospital gave this time."""

    action: Literal[Action.BOOK_APPOINTMENT]

    def message(self, _papers: Papers) -> messages.BookAppointment:
        return messages.BookAppointment(
            at=self.at, hospital=self.hospital or "", department_name=self.department_name or ""
        )


class OfferAlternativeBody(_SlotBody):
    """What was wished for is taken; offer another time."""

    action: Literal[Action.OFFER_ALTERNATIVE]

    def message(self, _papers: Papers) -> messages.OfferAlternative:
        return messages.OfferAlternative(
            at=self.at, hospital=self.hospital or "", department_name=self.department_name or ""
        )


class AcceptAlternativeBody(ActBody):
    """Take the time that was offered."""

    action: Literal[Action.ACCEPT_ALTERNATIVE]

    def message(self, _papers: Papers) -> messages.AcceptAlternative:
        return messages.AcceptAlternative()


class FailAppointmentBody(ActBody):
    """Nothing could be found."""

    action: Literal[Action.FAIL_APPOINTMENT]
    reason: Words

    def message(self, _papers: Papers) -> messages.FailAppointment:
        return messages.FailAppointment(reason=self.reason)


class CancelAppointmentBody(ActBody):
    """Cancel; free before 16:00 of the working day before (R-063)."""

    action: Literal[Action.CANCEL_APPOINTMENT]
    reason: Words | None = None

    def message(self, _papers: Papers) -> messages.CancelAppointment:
        return messages.CancelAppointment(reason=self.reason or "")


class RescheduleAppointmentBody(ActBody):
    """Ask for another day, as long as cancelling is free."""

    action: Literal[Action.RESCHEDULE_APPOINTMENT]
    on: Day
    reason: Words | None = None

    def days(self) -> dict[str, date | None]:
        return {"on": self.on}

    def message(self, _papers: Papers) -> messages.RescheduleAppointment:
        return messages.RescheduleAppointment(on=self.on, reason=self.reason or "")


class ReportAttendedBody(ActBody):
    """The child came."""

    action: Literal[Action.REPORT_ATTENDED]

    def message(self, _papers: Papers) -> messages.ReportAttended:
        return messages.ReportAttended()


class ReportNoShowBody(ActBody):
    """The child did not come."""

    action: Literal[Action.REPORT_NO_SHOW]
    fee: Amount | None = None
    """What the hospital charges for it; all of it is the family's."""

    def message(self, _papers: Papers) -> messages.ReportNoShow:
        return messages.ReportNoShow(fee=self.fee)


class AssignComplaintBody(ActBody):
    """Give the complaint to somebody with no part in the matter."""

    action: Literal[Action.ASSIGN_COMPLAINT]
    assignee: StaffReference

    def message(self, _papers: Papers) -> messages.AssignComplaint:
        return messages.AssignComplaint(assignee=self.assignee)


class InvestigateComplaintBody(ActBody):
    """Begin to look into it."""

    action: Literal[Action.INVESTIGATE_COMPLAINT]

    def message(self, _papers: Papers) -> messages.InvestigateComplaint:
        return messages.InvestigateComplaint()


class ExtendComplaintBody(ActBody):
    """Tell the complainant why the answer takes longer."""

    action: Literal[Action.EXTEND_COMPLAINT]
    facts: Words
    """What is known so far."""
    reason: Words

    def message(self, _papers: Papers) -> messages.ExtendComplaint:
        return messages.ExtendComplaint(facts=self.facts, reason=self.reason)


class DecideComplaintBody(ActBody):
    """Answer the complaint."""

    action: Literal[Action.DECIDE_COMPLAINT]
    facts: Words
    answer: Words
    upheld: Flag
    """Whether the complaint was right."""

    def message(self, _papers: Papers) -> messages.DecideComplaint:
        return messages.DecideComplaint(facts=self.facts, answer=self.answer, upheld=self.upheld)


class NoteRegulatorBody(ActBody):
    """The authority handed on the same complaint."""

    action: Literal[Action.NOTE_REGULATOR]
    reference: Name

    def message(self, _papers: Papers) -> messages.NoteRegulator:
        return messages.NoteRegulator(reference=self.reference)


class AnswerEnquiryBody(ActBody):
    """Answer the question."""

    action: Literal[Action.ANSWER_ENQUIRY]
    answer: Words

    def message(self, _papers: Papers) -> messages.AnswerEnquiry:
        return messages.AnswerEnquiry(answer=self.answer)


class RecordConsultationBody(ActBody):
    """Write down what the doctor said on the telephone."""

    action: Literal[Action.RECORD_CONSULTATION]
    advice: Words

    def message(self, _papers: Papers) -> messages.RecordConsultation:
        return messages.RecordConsultation(advice=self.advice)


class ArrangeServiceBody(ActBody):
    """Say where and when it is arranged."""

    action: Literal[Action.ARRANGE_SERVICE]
    hospital: Code
    at: Instant
    note: Words | None = None

    def hospitals(self) -> dict[str, str]:
        return {"hospital": self.hospital}

    def message(self, _papers: Papers) -> messages.ArrangeService:
        return messages.ArrangeService(hospital=self.hospital, at=self.at, note=self.note or "")


class CompleteServiceBody(ActBody):
    """Nothing more is needed."""

    action: Literal[Action.COMPLETE_SERVICE]
    note: Words | None = None

    def message(self, _papers: Papers) -> messages.CompleteService:
        return messages.CompleteService(note=self.note or "")


class AnswerReminderBody(ActBody):
    """Say whether the dose was given; one that is not wanted ends the reminders of its series."""

    action: Literal[Action.ANSWER_REMINDER]
    given: Flag

    def message(self, _papers: Papers) -> messages.AnswerReminder:
        return messages.AnswerReminder(given=self.given)


class VerifyRequesterBody(ActBody):
    """Say how identity and guardianship were checked."""

    action: Literal[Action.VERIFY_REQUESTER]
    how: Words

    def message(self, _papers: Papers) -> messages.VerifyRequester:
        return messages.VerifyRequester(how=self.how)


class AnswerDataRequestBody(ActBody):
    """Answer in writing; what the law keeps is restricted, never deleted."""

    action: Literal[Action.ANSWER_DATA_REQUEST]
    outcome: Outcome
    explanation: Words
    enclosed: Annotated[tuple[Name, ...], Field(max_length=20)] = ()

    def message(self, _papers: Papers) -> messages.AnswerDataRequest:
        return messages.AnswerDataRequest(
            outcome=self.outcome, explanation=self.explanation, enclosed=self.enclosed
        )


class DecideTransferBody(ActBody):
    """Let the policy year move to the new brand, or not."""

    action: Literal[Action.DECIDE_TRANSFER]
    approve: Flag
    reason: Words

    def message(self, _papers: Papers) -> messages.DecideTransfer:
        return messages.DecideTransfer(approve=self.approve, reason=self.reason)


RequestAct = (
    BookAppointmentBody
    | OfferAlternativeBody
    | AcceptAlternativeBody
    | FailAppointmentBody
    | CancelAppointmentBody
    | RescheduleAppointmentBody
    | ReportAttendedBody
    | ReportNoShowBody
    | AssignComplaintBody
    | InvestigateComplaintBody
    | ExtendComplaintBody
    | DecideComplaintBody
    | NoteRegulatorBody
    | AnswerEnquiryBody
    | RecordConsultationBody
    | ArrangeServiceBody
    | CompleteServiceBody
    | AnswerReminderBody
    | VerifyRequesterBody
    | AnswerDataRequestBody
    | DecideTransferBody
)
"""Joined into the acts of every case."""
