"""What people say to a request of a family. One object a message; money in fen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.permissions import Action
from rules.requests.data_request import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAppointment:
    """The hospital gave that time; without ``hospital`` at the one that was wished for."""

    action: Literal[Action.BOOK_APPOINTMENT] = Action.BOOK_APPOINTMENT
    at: datetime
    hospital: str = ""
    department_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAlternative:
    """What was wished for is taken: another time, perhaps elsewhere."""

    action: Literal[Action.OFFER_ALTERNATIVE] = Action.OFFER_ALTERNATIVE
    at: datetime
    hospital: str = ""
    department_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAlternative:
    """The family takes the time that was offered."""

    action: Literal[Action.ACCEPT_ALTERNATIVE] = Action.ACCEPT_ALTERNATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class FailAppointment:
    """No appointment could be found."""

    action: Literal[Action.FAIL_APPOINTMENT] = Action.FAIL_APPOINTMENT
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointment:
    """The family does not come."""

    action: Literal[Action.CANCEL_APPOINTMENT] = Action.CANCEL_APPOINTMENT
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleAppointment:
    """The family would rather come on another day."""

    action: Literal[Action.RESCHEDULE_APPOINTMENT] = Action.RESCHEDULE_APPOINTMENT
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAttended:
    """The child came."""

    action: Literal[Action.REPORT_ATTENDED] = Action.REPORT_ATTENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNoShow:
    """The child did not come; ``fee`` is what the hospital charges the family for it (R-064)."""

    action: Literal[Action.REPORT_NO_SHOW] = Action.REPORT_NO_SHOW
    fee: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignComplaint:
    """The complaint is given to a person (``staff:…``) with no part in what it is about (L-23)."""

    action: Literal[Action.ASSIGN_COMPLAINT] = Action.ASSIGN_COMPLAINT
    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigateComplaint:
    """Whoever has the complaint begins to look into it."""

    action: Literal[Action.INVESTIGATE_COMPLAINT] = Action.INVESTIGATE_COMPLAINT


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendComplaint:
    """The answer takes longer: what is known so far, and why (L-22)."""

    action: Literal[Action.EXTEND_COMPLAINT] = Action.EXTEND_COMPLAINT
    facts: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideComplaint:
    """What was found, and the answer."""

    action: Literal[Action.DECIDE_COMPLAINT] = Action.DECIDE_COMPLAINT
    facts: str
    answer: str
    upheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRegulator:
    """The regulator handed on the same complaint, under a number of its own (L-24)."""

    action: Literal[Action.NOTE_REGULATOR] = Action.NOTE_REGULATOR
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEnquiry:
    """The answer to a question."""

    action: Literal[Action.ANSWER_ENQUIRY] = Action.ANSWER_ENQUIRY
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsultation:
    """A doctor called the family; ``advice`` is what was said."""

    action: Literal[Action.RECORD_CONSULTATION] = Action.RECORD_CONSULTATION
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeService:
    """It is arranged: where, when, and what the family should know."""

    action: Literal[Action.ARRANGE_SERVICE] = Action.ARRANGE_SERVICE
    hospital: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteService:
    """What was asked for is done."""

    action: Literal[Action.COMPLETE_SERVICE] = Action.COMPLETE_SERVICE
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReminder:
    """The dose was given, or the family does not want it."""

    action: Literal[Action.ANSWER_REMINDER] = Action.ANSWER_REMINDER
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequester:
    """Who asks about data is who they say, and acts for the child; ``how`` that was checked."""

    action: Literal[Action.VERIFY_REQUESTER] = Action.VERIFY_REQUESTER
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDataRequest:
    """What came of a request about data, with reasons; ``enclosed`` names what goes with the letter."""

    action: Literal[Action.ANSWER_DATA_REQUEST] = Action.ANSWER_DATA_REQUEST
    outcome: Outcome
    explanation: str
    enclosed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTransfer:
    """Whether the policy year moves to the new brand, and why."""

    action: Literal[Action.DECIDE_TRANSFER] = Action.DECIDE_TRANSFER
    approve: bool
    reason: str


RequestAct = (
    BookAppointment
    | OfferAlternative
    | AcceptAlternative
    | FailAppointment
    | CancelAppointment
    | RescheduleAppointment
    | ReportAttended
    | ReportNoShow
    | AssignComplaint
    | InvestigateComplaint
    | ExtendComplaint
    | DecideComplaint
    | NoteRegulator
    | AnswerEnquiry
    | RecordConsultation
    | ArrangeService
    | CompleteService
    | AnswerReminder
    | VerifyRequester
    | AnswerDataRequest
    | DecideTransfer
)
"""Joined into the messages of every case."""
