"""Every clock with its count and source. A new deadline is a new row here."""

from rules.deadlines import Anchor, Bound, ClockKind, ClockRule, Mark, MilestoneKind, Unit

_REMINDER, _SUPERVISOR, _LAPSE = MilestoneKind.REMINDER, MilestoneKind.SUPERVISOR, MilestoneKind.LAPSE
_WORKING, _CALENDAR = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS
_HALFWAY = Mark(_REMINDER, percent=50)


def _working_days(kind: ClockKind, count: int, *sources: str, pausable: bool = False) -> ClockRule:
    return ClockRule(kind=kind, count=count, unit=_WORKING, sources=sources, pausable=pausable)


def _statutory(kind: ClockKind, count: int, *sources: str, pausable: bool = False) -> ClockRule:
    return ClockRule(
        kind=kind,
        count=count,
        unit=_CALENDAR,
        sources=sources,
        pausable=pausable,
        legal=True,
        ladder="STATUTORY",
    )


def _wait(kind: ClockKind, count: int, *sources: str, marks: tuple[Mark, ...] = ()) -> ClockRule:
    return ClockRule(
        kind=kind, count=count, unit=_CALENDAR, sources=sources, marks=marks, ladder="", ends_in=_LAPSE
    )


def _until(kind: ClockKind, *sources: str) -> ClockRule:
    return ClockRule(kind=kind, count=0, unit=Unit.UNTIL, sources=sources, ladder="", ends_in=_LAPSE)


_PREAUTHORIZATION = (
    _working_days(ClockKind.PREAUTH_TRIAGE, 1, "own target"),
    ClockRule(
        kind=ClockKind.PREAUTH_DECISION,
        count=5,
        unit=_WORKING,
        sources=("A-51", "domain 5.1"),
        pausable=True,
        bound=Bound.BEFORE_DAY,
    ),
    ClockRule(
        kind=ClockKind.SUPPLEMENT_WAIT,
        count=10,
        unit=_CALENDAR,
        sources=("domain 5.1",),
        bound=Bound.UNTIL_DAY,
        marks=(_HALFWAY,),
        ladder="",
        ends_in=_LAPSE,
    ),
    ClockRule(
        kind=ClockKind.QUERY_WAIT,
        count=10,
        unit=_CALENDAR,
        sources=("domain 5.0",),
        bound=Bound.UNTIL_DAY,
        marks=(Mark(_REMINDER, 2),),
        ladder="",
        ends_in=_LAPSE,
    ),
    ClockRule(
        kind=ClockKind.REDIRECT_WAIT,
        count=10,
        unit=_CALENDAR,
        sources=("R-085", "domain 5.0"),
        bound=Bound.UNTIL_DAY,
        marks=(_HALFWAY,),
        ladder="",
        ends_in=_LAPSE,
    ),
    _working_days(ClockKind.AMENDMENT_DECISION, 1, "domain 5.1"),
    ClockRule(
        kind=ClockKind.EMERGENCY_FIRST_ANSWER,
        count=1,
        unit=Unit.WALL_HOURS,
        sources=("A-13", "domain 5.0"),
        ladder="EMERGENCY",
    ),
    ClockRule(
        kind=ClockKind.EMERGENCY_DECISION,
        count=1,
        unit=_WORKING,
        sources=("A-13", "domain 5.0"),
        pausable=True,
        ladder="EMERGENCY",
    ),
    ClockRule(
        kind=ClockKind.GUARANTEE_EXPIRY,
        count=0,
        unit=Unit.UNTIL,
        sources=("R-091", "domain 7.1"),
        marks=(Mark(_REMINDER, percent=80),),
        ladder="",
        ends_in=_LAPSE,
    ),
    ClockRule(
        kind=ClockKind.AUTHORIZATION_EXPIRY,
        count=0,
        unit=Unit.UNTIL,
        sources=("domain 5.0",),
        ladder="",
        ends_in=_LAPSE,
    ),
    _until(ClockKind.BILL_WAIT, "domain 7.1"),
)

_DIRECT_BILLING = (
    ClockRule(kind=ClockKind.ELIGIBILITY_ANSWER, count=2, unit=Unit.BUSINESS_HOURS, sources=("domain 5.2",)),
    _wait(ClockKind.VISIT_RESERVE_EXPIRY, 30, "domain 5.2"),
    _working_days(ClockKind.DIRECT_BILLING_REVIEW, 5, "domain 5.2", pausable=True),
    ClockRule(
        kind=ClockKind.HOSPITAL_QUERY_WAIT,
        count=10,
        unit=_WORKING,
        sources=("domain 5.0",),
        marks=(Mark(_REMINDER, 3),),
        ladder="ASKED",
        ends_in=_SUPERVISOR,
    ),
    ClockRule(
        kind=ClockKind.DISCHARGE_AUTHORIZATION,
        count=3,
        unit=Unit.BUSINESS_HOURS,
        sources=("domain 5.0",),
        ladder="EMERGENCY",
    ),
    _wait(ClockKind.CORRECTION_WINDOW, 15, "domain 5.0"),
    ClockRule(
        kind=ClockKind.COPAY,
        count=10,
        unit=_CALENDAR,
        sources=("R-133", "A-24"),
        pausable=True,
        marks=(Mark(_REMINDER, 3, _CALENDAR), Mark(_REMINDER, 7, _CALENDAR)),
        ladder="",
        ends_in=_LAPSE,
    ),
)

_REIMBURSEMENT = (
    _working_days(ClockKind.REQUIREMENTS_NOTICE, 1, "L-19"),
    _working_days(ClockKind.SUPPLEMENT_NOTICE, 2, "L-02"),
    _wait(ClockKind.CLAIM_SUPPLEMENT_WAIT, 90, "domain 5.3", marks=(Mark(_REMINDER, 30, _CALENDAR),)),
    ClockRule(kind=ClockKind.SMALL_CLAIM_DECISION, count=5, unit=_CALENDAR, sources=("L-20",), pausable=True),
    _working_days(ClockKind.REIMBURSEMENT_DECISION, 10, "R-143", "A-26", pausable=True),
    _working_days(ClockKind.CLAIM_INVESTIGATION, 15, "domain 5.0", pausable=True),
    _statutory(ClockKind.STATUTORY_DETERMINATION, 30, "L-03", "L-04", pausable=True),
    _statutory(ClockKind.REFUSAL_NOTICE, 3, "L-07"),
    _wait(ClockKind.ACCEPTANCE_WAIT, 5, "domain 5.3"),
    _statutory(ClockKind.PAYMENT_AFTER_AGREEMENT, 10, "L-05"),
    ClockRule(
        kind=ClockKind.INTERIM_PAYMENT,
        count=60,
        unit=_CALENDAR,
        sources=("L-08",),
        legal=True,
        # What is certain leaves as day 60 begins: at its end it would be late.
        marks=(Mark(MilestoneKind.TARGET, 1, _CALENDAR, anchor=Anchor.BEFORE_DUE),),
        ladder="INTERIM",
    ),
    _working_days(ClockKind.RECONSIDERATION, 10, "domain 5.3"),
    _statutory(ClockKind.NONDISCLOSURE_REVIEW, 30, "L-13"),
)

_HOSPITAL_ADVANCE = (
    _working_days(ClockKind.ADVANCE_ENTITLEMENT, 1, "own target"),
    _working_days(ClockKind.ADVANCE_CONTACT, 1, "R-152"),
    _wait(ClockKind.ADVANCE_DOCUMENT_WAIT, 10, "domain 5.0", marks=(Mark(_REMINDER, 3),)),
    _working_days(ClockKind.ADVANCE_REVIEW, 5, "R-153", pausable=True),
    ClockRule(
        kind=ClockKind.ADVANCE_INVESTIGATION,
        count=15,
        unit=_WORKING,
        sources=("R-164", "A-28"),
        pausable=True,
        ladder="INVESTIGATION",
    ),
    ClockRule(
        kind=ClockKind.MANDATE_WAIT,
        count=5,
        unit=_WORKING,
        sources=("domain 5.4",),
        ladder="",
        ends_in=_REMINDER,
    ),
    _working_days(ClockKind.ADVANCE_PAYMENT, 1, "R-155"),
    _until(ClockKind.ADVANCE_DISCHARGE, "R-156", "domain 5.0"),
    _until(ClockKind.REFUND_INSTALMENT, "domain 5.6"),
    _until(ClockKind.OVERPAYMENT_INSTALMENT, "own target"),
    ClockRule(
        kind=ClockKind.REFUND,
        count=15,
        unit=_CALENDAR,
        sources=("A-31", "domain 5.6"),
        pausable=True,
        marks=(Mark(_REMINDER, 7, _CALENDAR), Mark(_REMINDER, 12, _CALENDAR)),
        ladder="",
        ends_in=_LAPSE,
    ),
    ClockRule(
        kind=ClockKind.OVERPAYMENT,
        count=15,
        unit=_CALENDAR,
        sources=("own target",),
        marks=(Mark(_REMINDER, 7, _CALENDAR), Mark(_REMINDER, 12, _CALENDAR)),
        ladder="",
        ends_in=_LAPSE,
    ),
)

_OTHER = (
    _working_days(ClockKind.APPOINTMENT_ARRANGED, 2, "R-062"),
    ClockRule(
        kind=ClockKind.APPOINTMENT_CANCELLATION,
        count=0,
        unit=Unit.CUT_OFF,
        sources=("R-063", "domain 4.3"),
        ladder="",
        ends_in=_LAPSE,
    ),
    _until(ClockKind.APPOINTMENT_REPORT, "own target"),
    _working_days(ClockKind.SERVICE_ARRANGED, 2, "own target"),
    _wait(ClockKind.VACCINE_ANSWER, 60, "own target"),
    ClockRule(kind=ClockKind.TELEPHONE_CONSULTATION, count=2, unit=Unit.WALL_HOURS, sources=("R-016",)),
    _working_days(ClockKind.ENQUIRY_ANSWER, 1, "domain 5.10"),
    _working_days(ClockKind.COMPLAINT_ACKNOWLEDGEMENT, 1, "domain 5.9"),
    _statutory(ClockKind.COMPLAINT_DECISION, 15, "L-22"),
    _statutory(ClockKind.COMPLAINT_EXTENDED, 30, "L-22"),
    _statutory(ClockKind.COMPLAINT_SPECIAL, 60, "L-22"),
    _working_days(ClockKind.TRANSFER_REVIEW, 5, "own target"),
    _working_days(ClockKind.DATA_REQUEST, 15, "L-34", "domain 5.10"),
)

CLOCKS: dict[ClockKind, ClockRule] = {
    rule.kind: rule
    for rule in (*_PREAUTHORIZATION, *_DIRECT_BILLING, *_REIMBURSEMENT, *_HOSPITAL_ADVANCE, *_OTHER)
}
