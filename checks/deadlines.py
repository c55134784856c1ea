"""Deadline cases, answered by the clocks and rules that cases run on."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from checks.entries import CaseEntry, FieldProblemError, Fields
from rules.calendar import WorkingCalendar
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai, shanghai_date
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind
from rules.due_dates import (
    cancellation_cutoff,
    latest_request_on,
    waiting_period,
    working_day_due,
)
from rules.interim_payment import interim_payment
from rules.money import format_yuan
from rules.pauses import Pause
from rules.planned_clock import PlannedClock, plan_clock

Actual = Mapping[str, object]
DeadlineCheck = Callable[[Fields, WorkingCalendar], Actual]
Answer = TypeVar("Answer")

_KEYS = ("id", "says", "rules", "kind", "inputs", "expect")
_A_MOMENT = timedelta(microseconds=1)


def start_of(on: date) -> datetime:
    """A case names days, not hours: what happens on a day counts from its beginning (domain 4.3 no 3)."""
    return at_shanghai(on, time(0))


def pauses(fields: Fields) -> tuple[Pause, ...]:
    """The time that a clock stands still. FieldProblemError."""
    taken = []
    for pause in fields.listed("pauses"):
        begun_on = pause.day("from")
        ended_on = pause.day("to") if pause.has("to") else None
        if ended_on is not None and ended_on < begun_on:
            raise FieldProblemError(
                (*pause.path, "to"), f"is {ended_on}, before the pause begins: swap the dates"
            )
        pause.done()
        taken.append(Pause(start_of(begun_on), start_of(ended_on) if ended_on else None))
    return tuple(taken)


def _clock(
    kind: ClockKind, fields: Fields, calendar: WorkingCalendar, start: str, count: str
) -> PlannedClock:
    """The clock of the kind, from the fields that hold its start and its count."""
    return plan_clock(
        kind,
        start_of(fields.day(start)),
        calendar,
        case_number=kind,
        bound_on=fields.day("planned_on") if CLOCKS[kind].bound else None,
        pauses=pauses(fields) if CLOCKS[kind].pausable else (),
        count=fields.count(count),
        marks=shipped_ladders().named(CLOCKS[kind].ladder).marks,
    )


def ended_on(instant: datetime) -> date:
    """The day that a due instant closes: midnight belongs to the day before."""
    return shanghai_date(instant - _A_MOMENT)


def _due(kind: ClockKind, start: str) -> DeadlineCheck:
    """Kinds that count working days."""

    def check(fields: Fields, calendar: WorkingCalendar) -> Actual:
        clock = _clock(kind, fields, calendar, start, "working_days")
        return {
            "due": None if clock.paused else ended_on(clock.due_at),
            "due_at": None if clock.paused else clock.due_at,
            "late": clock.late,
            "provisional": clock.provisional,
        }

    return check


def _statutory(kind: ClockKind, start: str) -> DeadlineCheck:
    """Kinds that count calendar days and have a legal line."""

    def check(fields: Fields, calendar: WorkingCalendar) -> Actual:
        return _both_lines(_clock(kind, fields, calendar, start, "calendar_days"))

    return check


def _both_lines(clock: PlannedClock, name: str = "due") -> dict[str, object]:
    """The internal and the legal line; none while an answer is outstanding."""
    internal_at, legal_at = (None, None) if clock.paused else (clock.due_at, clock.legal_due_at)
    return {
        f"{name}_internal": ended_on(internal_at) if internal_at else None,
        f"{name}_legal": ended_on(legal_at) if legal_at else None,
        "provisional": clock.provisional,
    }


def _latest_request(fields: Fields, calendar: WorkingCalendar) -> Actual:
    planned_on = fields.day("planned_on")
    due_on = latest_request_on(calendar, planned_on, fields.count("lead_working_days"))
    return {"due": due_on, "provisional": calendar.is_provisional(due_on, planned_on)}


def _investigation(fields: Fields, calendar: WorkingCalendar) -> Actual:
    target_days = fields.count("target_working_days")
    clock = _clock(ClockKind.ADVANCE_INVESTIGATION, fields, calendar, "complete_on", "working_days")
    target = working_day_due(calendar, clock.started_at, target_days, clock.pauses)
    return {
        "target": None if target.paused else target.due_on,
        "due": None if clock.paused else ended_on(clock.due_at),
        "provisional": clock.provisional,
    }


def _cutoff(fields: Fields, calendar: WorkingCalendar) -> Actual:
    appointment_on = fields.day("appointment_on")
    cutoff_at = cancellation_cutoff(calendar, appointment_on, fields.time("time"))
    return {
        "cutoff": cutoff_at,
        "provisional": calendar.is_provisional(shanghai_date(cutoff_at), appointment_on),
    }


def _interim(fields: Fields, calendar: WorkingCalendar) -> Actual:
    clock = _clock(ClockKind.INTERIM_PAYMENT, fields, calendar, "received_on", "calendar_days")
    paid = interim_payment(fields.money("claimed"), fields.money("ascertainable"))
    return {**_both_lines(clock), "pay": format_yuan(paid)}


def complaint_limits(fields: Fields) -> Iterator[tuple[str, ClockKind, str]]:
    """The limits that a complaint asks for: name, clock and the field of its count (L-22).

    The first is due unless somebody extends it; a case may leave the later ones out.
    """
    yield "due", ClockKind.COMPLAINT_DECISION, "calendar_days"
    if fields.has("extended_days"):
        yield "extended", ClockKind.COMPLAINT_EXTENDED, "extended_days"
    if fields.has("special_days"):
        yield "special", ClockKind.COMPLAINT_SPECIAL, "special_days"


def _complaint(fields: Fields, calendar: WorkingCalendar) -> Actual:
    """All limits count from the same receipt."""
    actual: dict[str, object] = {}
    for name, kind, count in complaint_limits(fields):
        actual |= _both_lines(_clock(kind, fields, calendar, "received_on", count), name)
    return actual


def _working_days(fields: Fields, calendar: WorkingCalendar) -> Actual:
    deadline = working_day_due(calendar, start_of(fields.day("from")), fields.count("working_days"))
    return {"due": deadline.due_on, "due_at": deadline.due_at, "provisional": deadline.provisional}


def _waiting(fields: Fields, _calendar: WorkingCalendar) -> Actual:
    last_on, covered_from = waiting_period(fields.day("effective_on"), fields.count("days", least=0))
    return {"last_waiting_day": last_on, "covered_from": covered_from}


def _strict(check: DeadlineCheck) -> Callable[[CaseEntry], Actual]:
    """The check of an entry: its inputs taken whole, nothing left over."""

    def answer(entry: CaseEntry) -> Actual:
        entry.only(_KEYS)
        fields = entry.fields()
        actual = check(fields, shipped_calendar())
        fields.done()
        return actual

    return answer


_STARTS_ON: dict[ClockKind, str] = {
    ClockKind.PREAUTH_DECISION: "complete_on",
    ClockKind.ADVANCE_REVIEW: "complete_on",
    ClockKind.REIMBURSEMENT_DECISION: "complete_on",
    ClockKind.STATUTORY_DETERMINATION: "received_on",
    ClockKind.REFUSAL_NOTICE: "decided_on",
    ClockKind.PAYMENT_AFTER_AGREEMENT: "agreed_on",
    ClockKind.APPOINTMENT_ARRANGED: "requested_on",
    ClockKind.ADVANCE_CONTACT: "verified_on",
    ClockKind.ADVANCE_PAYMENT: "signed_on",
}
"""Cases of one clock, whose name they have: the input that holds the day from which it counts."""


def clock_by_clock(
    due: Callable[[ClockKind, str], Answer], statutory: Callable[[ClockKind, str], Answer]
) -> dict[str, Answer]:
    """How to answer each case of one clock: those of the law have two lines, the others one."""
    return {
        kind.value: (statutory if CLOCKS[kind].legal else due)(kind, start)
        for kind, start in _STARTS_ON.items()
    }


_CHECKS: dict[str, DeadlineCheck] = {
    **clock_by_clock(_due, _statutory),
    "PREAUTH_LATEST_REQUEST": _latest_request,
    "ADVANCE_INVESTIGATION": _investigation,
    "APPOINTMENT_CANCEL_CUTOFF": _cutoff,
    "INTERIM_PAYMENT": _interim,
    "COMPLAINT": _complaint,
    "WORKING_DAYS": _working_days,
    "WAITING_PERIOD": _waiting,
}

DEADLINE_CHECKS: dict[str, Callable[[CaseEntry], Actual]] = {
    kind: _strict(check) for kind, check in _CHECKS.items()
}
