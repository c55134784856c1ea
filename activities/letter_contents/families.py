"""Letters on what families ask for: appointments and complaints."""

from collections.abc import Callable
from typing import Any

from activities.letter_contents.frame import case_page, frame, hospital_of, member, staff_name
from activities.letter_contents.sources import Sources, tidy
from letters.kinds import (
    AppointmentNotice,
    AppointmentOutcome,
    BreachNotice,
    ComplaintAnswer,
    ComplaintReceived,
    DataRequest,
    DataRequestAnswer,
    DataRequestOutcome,
    Letter,
    VaccineReminder,
)
from rules.catalogue.vaccines import shipped_doses
from rules.deadlines import ClockKind
from rules.requests.appointment import AppointmentCase, Stage
from rules.requests.arrangement import VaccinationCase
from rules.requests.breach import BreachNoticeCase
from rules.requests.complaint import ComplaintCase
from rules.requests.data_request import DataRequestCase

OUTCOMES = {
    Stage.BOOKED: AppointmentOutcome.BOOKED,
    Stage.ALTERNATIVE_OFFERED: AppointmentOutcome.ALTERNATIVE_OFFERED,
    Stage.FAILED: AppointmentOutcome.FAILED,
    Stage.NO_SHOW: AppointmentOutcome.MISSED,
}
_EXTENDED = (ClockKind.COMPLAINT_EXTENDED, ClockKind.COMPLAINT_SPECIAL)


def appointment(sources: Sources[AppointmentCase]) -> AppointmentNotice:
    """LT-APPT: booked, another time offered, none found, or the child did not come."""
    case, hospital = sources.case, hospital_of(sources)
    outcome = OUTCOMES.get(case.stage, AppointmentOutcome.BOOKED)
    found = outcome is not AppointmentOutcome.FAILED
    return AppointmentNotice(
        **frame(sources),
        insured=member(sources),
        outcome=outcome,
        hospital=hospital.name,
        hospital_english=hospital.name_en or "",
        department=case.department,
        at=case.slot.at if case.slot and found else None,
        cancel_until=case.cancel_until if outcome is AppointmentOutcome.BOOKED else None,
        fee=case.fee if outcome is AppointmentOutcome.MISSED else None,
        template_version="2",
    )


def complaint_received(sources: Sources[ComplaintCase]) -> ComplaintReceived:
    """LT-CMP-ACK: it is here, and answered by that day."""
    due_on = sources.last_day(ClockKind.COMPLAINT_DECISION)
    assert due_on is not None
    return ComplaintReceived(
        **frame(sources),
        received_at=sources.case.opened_at,
        subject=tidy(sources.case.subject),
        due_on=due_on,
    )


def complaint_answer(sources: Sources[ComplaintCase]) -> ComplaintAnswer:
    """LT-CMP: the decision, or why it takes longer (L-22)."""
    case, place = sources.case, sources.item.ordinal
    if place <= len(case.extensions):
        told = case.extensions[place - 1]
        return _answer(sources, told.facts, told.reason, told.approved_by, until=_EXTENDED[place - 1])
    if case.findings is None:
        raise ValueError(f"{sources.number} answers a complaint that nobody has decided")
    return _answer(sources, case.findings.facts, case.findings.answer, case.findings.decided_by)


def _answer(
    sources: Sources[ComplaintCase], facts: str, answer: str, who: str, *, until: ClockKind | None = None
) -> ComplaintAnswer:
    return ComplaintAnswer(
        **frame(sources, who),
        received_at=sources.case.opened_at,
        subject=tidy(sources.case.subject),
        facts=tidy(facts),
        answer=tidy(answer),
        decided_by=staff_name(sources, who),
        extended_to=sources.last_day(until) if until else None,
    )


def data_request_answer(sources: Sources[DataRequestCase]) -> DataRequestAnswer:
    """LT-DSR: done, restricted, or refused with reasons (L-34)."""
    case = sources.case
    if case.outcome is None:
        raise ValueError(f"{sources.number} answers a request that nobody has answered")
    return DataRequestAnswer(
        **frame(sources, case.answered_by),
        insured=member(sources),
        request=DataRequest(case.wanted),
        received_at=case.opened_at,
        outcome=DataRequestOutcome(case.outcome),
        explanation=tidy(case.answer),
        enclosed=case.enclosed,
    )


def vaccine_reminder(sources: Sources[VaccinationCase]) -> VaccineReminder:
    """LT-VAC: which dose is due, and from when."""
    dose = shipped_doses()[sources.case.dose]
    return VaccineReminder(
        **frame(sources),
        insured=member(sources),
        dose=sources.say(dose.name.zh, dose.name.en),
        due_on=dose.due_on(sources.parties.member.born_on),
        answer_at=case_page(sources),
    )


def breach_notice(sources: Sources[BreachNoticeCase]) -> BreachNotice:
    """LT-INC: what happened to the child's data, and what was done about it (L-33)."""
    case = sources.case
    return BreachNotice(
        **frame(sources),
        insured=member(sources),
        happened_at=case.happened_at,
        found_at=case.found_at,
        happened=tidy(case.happened),
        data_concerned=tidy(case.data_concerned),
        measures=tidy(case.measures),
    )


VACCINATIONS: dict[str, Callable[[Sources[Any]], Letter]] = {"LT-VAC": vaccine_reminder}
BREACHES: dict[str, Callable[[Sources[Any]], Letter]] = {"LT-INC": breach_notice}
APPOINTMENTS: dict[str, Callable[[Sources[Any]], Letter]] = {"LT-APPT": appointment}
COMPLAINTS: dict[str, Callable[[Sources[Any]], Letter]] = {
    "LT-CMP-ACK": complaint_received,
    "LT-CMP": complaint_answer,
}
DATA_REQUESTS: dict[str, Callable[[Sources[Any]], Letter]] = {"LT-DSR": data_request_answer}
