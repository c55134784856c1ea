"""The deadlines that exist: what each clock counts, where that is written, and what happens on the way."""

from dataclasses import dataclass
from enum import StrEnum


class ClockKind(StrEnum):
    """A duty or a wait that a case runs against."""

    PREAUTH_TRIAGE = "PREAUTH_TRIAGE"
    PREAUTH_DECISION = "PREAUTH_DECISION"
    SUPPLEMENT_WAIT = "SUPPLEMENT_WAIT"
    QUERY_WAIT = "QUERY_WAIT"
    REDIRECT_WAIT = "REDIRECT_WAIT"
    AMENDMENT_DECISION = "AMENDMENT_DECISION"
    EMERGENCY_FIRST_ANSWER = "EMERGENCY_FIRST_ANSWER"
    EMERGENCY_DECISION = "EMERGENCY_DECISION"
    GUARANTEE_EXPIRY = "GUARANTEE_EXPIRY"
    AUTHORIZATION_EXPIRY = "AUTHORIZATION_EXPIRY"
    BILL_WAIT = "BILL_WAIT"

    ELIGIBILITY_ANSWER = "ELIGIBILITY_ANSWER"
    VISIT_RESERVE_EXPIRY = "VISIT_RESERVE_EXPIRY"
    DIRECT_BILLING_REVIEW = "DIRECT_BILLING_REVIEW"
    HOSPITAL_QUERY_WAIT = "HOSPITAL_QUERY_WAIT"
    DISCHARGE_AUTHORIZATION = "DISCHARGE_AUTHORIZATION"
    CORRECTION_WINDOW = "CORRECTION_WINDOW"
    COPAY = "COPAY"

    REQUIREMENTS_NOTICE = "REQUIREMENTS_NOTICE"
    SUPPLEMENT_NOTICE = "SUPPLEMENT_NOTICE"
    CLAIM_SUPPLEMENT_WAIT = "CLAIM_SUPPLEMENT_WAIT"
    SMALL_CLAIM_DECISION = "SMALL_CLAIM_DECISION"
    REIMBURSEMENT_DECISION = "REIMBURSEMENT_DECISION"
    CLAIM_INVESTIGATION = "CLAIM_INVESTIGATION"
    STATUTORY_DETERMINATION = "STATUTORY_DETERMINATION"
    REFUSAL_NOTICE = "REFUSAL_NOTICE"
    ACCEPTANCE_WAIT = "ACCEPTANCE_WAIT"
    PAYMENT_AFTER_AGREEMENT = "PAYMENT_AFTER_AGREEMENT"
    INTERIM_PAYMENT = "INTERIM_PAYMENT"
    RECONSIDERATION = "RECONSIDERATION"
    NONDISCLOSURE_REVIEW = "NONDISCLOSURE_REVIEW"

    ADVANCE_ENTITLEMENT = "ADVANCE_ENTITLEMENT"
    ADVANCE_CONTACT = "ADVANCE_CONTACT"
    ADVANCE_DOCUMENT_WAIT = "ADVANCE_DOCUMENT_WAIT"
    ADVANCE_REVIEW = "ADVANCE_REVIEW"
    ADVANCE_INVESTIGATION = "ADVANCE_INVESTIGATION"
    MANDATE_WAIT = "MANDATE_WAIT"
    ADVANCE_PAYMENT = "ADVANCE_PAYMENT"
    ADVANCE_DISCHARGE = "ADVANCE_DISCHARGE"
    REFUND = "REFUND"
    REFUND_INSTALMENT = "REFUND_INSTALMENT"
    OVERPAYMENT = "OVERPAYMENT"
    OVERPAYMENT_INSTALMENT = "OVERPAYMENT_INSTALMENT"

    APPOINTMENT_ARRANGED = "APPOINTMENT_ARRANGED"
    APPOINTMENT_CANCELLATION = "APPOINTMENT_CANCELLATION"
    APPOINTMENT_REPORT = "APPOINTMENT_REPORT"
    SERVICE_ARRANGED = "SERVICE_ARRANGED"
    VACCINE_ANSWER = "VACCINE_ANSWER"
    TELEPHONE_CONSULTATION = "TELEPHONE_CONSULTATION"
    ENQUIRY_ANSWER = "ENQUIRY_ANSWER"
    COMPLAINT_ACKNOWLEDGEMENT = "COMPLAINT_ACKNOWLEDGEMENT"
    COMPLAINT_DECISION = "COMPLAINT_DECISION"
    COMPLAINT_EXTENDED = "COMPLAINT_EXTENDED"
    COMPLAINT_SPECIAL = "COMPLAINT_SPECIAL"
    TRANSFER_REVIEW = "TRANSFER_REVIEW"
    DATA_REQUEST = "DATA_REQUEST"


class Unit(StrEnum):
    """What a clock counts. UNTIL counts nothing: it ends with a given day; CUT_OFF before it, at 16:00."""

    WORKING_DAYS = "WORKING_DAYS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    WALL_HOURS = "WALL_HOURS"
    BUSINESS_HOURS = "BUSINESS_HOURS"
    UNTIL = "UNTIL"
    CUT_OFF = "CUT_OFF"


ENDS_WITH_A_DAY = frozenset({Unit.UNTIL, Unit.CUT_OFF})
"""Units that count nothing: the day that they are given decides."""


class MilestoneKind(StrEnum):
    """What is done when its instant comes. A duty ends in BREACH, a wait for somebody else in LAPSE."""

    REMINDER = "REMINDER"
    TARGET = "TARGET"
    TEAM_LEAD = "TEAM_LEAD"
    SUPERVISOR = "SUPERVISOR"
    BREACH = "BREACH"
    LEGAL_BREACH = "LEGAL_BREACH"
    OVERDUE = "OVERDUE"
    LAPSE = "LAPSE"


class Bound(StrEnum):
    """How a given day limits the count: decide before the planned day, or wait until it is over."""

    BEFORE_DAY = "BEFORE_DAY"
    UNTIL_DAY = "UNTIL_DAY"


class Anchor(StrEnum):
    """From where a mark counts."""

    START = "START"
    BEFORE_DUE = "BEFORE_DUE"
    AFTER_DUE = "AFTER_DUE"


@dataclass(frozen=True, slots=True)
class Mark:
    """A step beside the due: ``count`` of the unit from its anchor, or ``percent`` of the business time."""

    kind: MilestoneKind
    count: int = 0
    unit: Unit = Unit.WORKING_DAYS
    percent: int | None = None
    anchor: Anchor = Anchor.START


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One row of the table. ``legal``: a statutory period, whose breach line rolls off rest days.

    ``marks`` are reminders of the asking side; ``ladder`` names the escalation among ourselves, empty for
    none. ``sources`` cite rules (R-), readings (A-), duties (L-), or where a target of our own is proposed.
    """

    kind: ClockKind
    count: int
    unit: Unit
    sources: tuple[str, ...]
    pausable: bool = False
    legal: bool = False
    bound: Bound | None = None
    marks: tuple[Mark, ...] = ()
    ladder: str = "DUTY"
    ends_in: MilestoneKind = MilestoneKind.BREACH
