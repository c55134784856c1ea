"""Letters on appointments, complaints and requests about personal data (domain 5.7, 5.9, 5.10)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.parties import Member


class AppointmentOutcome(StrEnum):
    """What became of a request for an appointment."""

    BOOKED = "BOOKED"
    ALTERNATIVE_OFFERED = "ALTERNATIVE_OFFERED"
    FAILED = "FAILED"
    MISSED = "MISSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentNotice(Letter):
    """LT-APPT: short enough for a message, and without any word on health.

    ``cancel_until`` is the last instant to cancel free of charge (R-063); ``fee`` in fen is what the hospital
    charges the family for a missed one (R-064).
    """

    code: ClassVar[LetterCode] = LetterCode.APPOINTMENT

    insured: Member
    outcome: AppointmentOutcome
    hospital: str
    hospital_english: str = ""
    department: str = ""
    at: datetime | None = None
    cancel_until: datetime | None = None
    fee: int | None = None

    def __post_init__(self) -> None:
        Letter.__post_init__(self)
        if (self.at is None) != (self.outcome is AppointmentOutcome.FAILED):
            raise ValueError(f"{self.number}: an appointment has a time unless none was found")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceived(Letter):
    """LT-CMP-ACK: the complaint is here and will be answered by ``due_on`` (L-22)."""

    code: ClassVar[LetterCode] = LetterCode.COMPLAINT_RECEIVED

    received_at: datetime
    subject: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAnswer(Letter):
    """LT-CMP: the decision, or with ``extended_to`` why it takes longer (L-22)."""

    code: ClassVar[LetterCode] = LetterCode.COMPLAINT_ANSWER

    received_at: datetime
    subject: str
    facts: str
    answer: str
    decided_by: str
    extended_to: date | None = None


class DataRequest(StrEnum):
    """What a guardian asks about the child's data (PIPL articles 44 to 47, L-34)."""

    ACCESS = "ACCESS"
    COPY = "COPY"
    CORRECTION = "CORRECTION"
    DELETION = "DELETION"


class DataRequestOutcome(StrEnum):
    """What came of it; data that the law makes us keep is restricted instead of deleted."""

    DONE = "DONE"
    RESTRICTED = "RESTRICTED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestAnswer(Letter):
    """LT-DSR: the answer to a request about personal data, with reasons where it is refused."""

    code: ClassVar[LetterCode] = LetterCode.DATA_REQUEST_ANSWER

    insured: Member
    request: DataRequest
    received_at: datetime
    outcome: DataRequestOutcome
    explanation: str
    enclosed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VaccineReminder(Letter):
    """LT-VAC: a dose of the national program is due; ``answer_at`` is where the family answers."""

    code: ClassVar[LetterCode] = LetterCode.VACCINE_REMINDER

    insured: Member
    dose: str
    due_on: date
    answer_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Breach(Letter):
    """What both letters on a breach of personal data say (PIPL article 57)."""

    happened_at: datetime
    found_at: datetime
    happened: str
    data_concerned: str
    measures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachNotice(_Breach):
    """LT-INC: what happened to a child's data, told to its guardian (L-33)."""

    code: ClassVar[LetterCode] = LetterCode.BREACH_NOTICE

    insured: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachReport(_Breach):
    """LT-INC-REP: the same for the authority: how many children, and when their guardians were told."""

    code: ClassVar[LetterCode] = LetterCode.BREACH_REPORT

    children: int
    told: int
    guardians_told_at: datetime | None = None
