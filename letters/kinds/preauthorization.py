"""Letters of a pre-authorization to the family and the hospital (domain 5.1, 5.11)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from letters.kinds.care import (
    DecidedLine,
    FamilyShare,
    MissingDocument,
    NetworkHospital,
    NotCovered,
    Reason,
    ReplyChannel,
    RequestedCare,
    Stay,
)
from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.parties import Member, PolicyReference
from rules.vocabulary import DocumentKind, Process


class LapseCause(StrEnum):
    """What the request waited for in vain."""

    DOCUMENTS_MISSING = "DOCUMENTS_MISSING"
    QUERY_UNANSWERED = "QUERY_UNANSWERED"
    NO_HOSPITAL_NAMED = "NO_HOSPITAL_NAMED"
    DISCHARGED = "DISCHARGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CareLetter(Letter):
    """A letter about care that a family or hospital asks to have authorized, advanced or reimbursed."""

    insured: Member
    policy: PolicyReference
    care: RequestedCare


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(CareLetter):
    """LT-ACK: the request is here, under this number; ``late`` as by R-081."""

    code: ClassVar[LetterCode] = LetterCode.ACKNOWLEDGEMENT

    process: Process = Process.PREAUTHORIZATION
    received_at: datetime
    documents: tuple[DocumentKind, ...] = ()
    emergency: bool = False
    late: bool = False
    latest_request_on: date | None = None
    decision_working_days: int = 5
    portal_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsMissing(CareLetter):
    """LT-SUPP: everything that is missing, once (L-02). ``first_sent_on`` makes it a reminder.

    ``new_fact`` is why a second list goes out, which the law expects to be rare.
    """

    code: ClassVar[LetterCode] = LetterCode.DOCUMENTS_MISSING

    process: Process = Process.PREAUTHORIZATION
    missing: tuple[MissingDocument, ...]
    reply: ReplyChannel
    answer_by: date | None = None
    first_sent_on: date | None = None
    new_fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationApproved(CareLetter):
    """LT-PA-OK: granted as asked. ``guarantee`` is the letter's number where the hospital bills directly."""

    code: ClassVar[LetterCode] = LetterCode.PREAUTHORIZATION_APPROVED

    decided_on: date
    approved: int
    stay: Stay | None = None
    valid_from: date
    valid_until: date
    family_share: FamilyShare
    not_covered: tuple[NotCovered, ...] = ()
    guarantee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationApprovedInPart(PreAuthorizationApproved):
    """LT-PA-PART: granted in part, with each item as asked and as granted."""

    code: ClassVar[LetterCode] = LetterCode.PREAUTHORIZATION_APPROVED_IN_PART

    lines: tuple[DecidedLine, ...]
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationDeclined(CareLetter):
    """LT-PA-NO: not granted, by two people, with the clause and the way to a review.

    It is no refusal of a claim (insurance law, article 24): no claim exists yet.
    """

    code: ClassVar[LetterCode] = LetterCode.PREAUTHORIZATION_DECLINED

    decided_on: date
    reason: Reason
    decided_by: str
    co_signed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationNotRequired(CareLetter):
    """LT-PA-NR: the plan asks for no approval of this care; it promises no cover."""

    code: ClassVar[LetterCode] = LetterCode.PREAUTHORIZATION_NOT_REQUIRED

    explanation: str = ""
    direct_billing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationNotAccepted(CareLetter):
    """LT-PA-NA: the request cannot be taken up, such as when the policy is not in force on the day.

    Found by machine, so the letter offers a review by a person (L-31).
    """

    code: ClassVar[LetterCode] = LetterCode.PREAUTHORIZATION_NOT_ACCEPTED

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationRedirected(CareLetter):
    """LT-PA-RDR: care in a network hospital is asked for; elsewhere ``penalty`` applies (R-085)."""

    code: ClassVar[LetterCode] = LetterCode.PREAUTHORIZATION_REDIRECTED

    hospitals: tuple[NetworkHospital, ...]
    reply: ReplyChannel
    explanation: str = ""
    answer_by: date | None = None
    penalty: Decimal = Decimal("0.40")
    first_sent_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLapsed(CareLetter):
    """LT-LAPSE: what was asked for never came; a new request is welcome at any time."""

    code: ClassVar[LetterCode] = LetterCode.REQUEST_LAPSED

    process: Process = Process.PREAUTHORIZATION
    lapsed_on: date
    cause: LapseCause
    missing: tuple[DocumentKind, ...] = ()
    asked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(CareLetter):
    """LT-QRY: questions to the hospital or the family; the decision clock pauses until they are answered."""

    code: ClassVar[LetterCode] = LetterCode.QUERY

    asked_at: datetime
    questions: tuple[str, ...] = ()
    documents: tuple[MissingDocument, ...] = ()
    reply: ReplyChannel
    answer_by: date | None = None
    first_sent_on: date | None = None
