"""Deadline cases in case time: on a clock that runs alone on the stack."""

from collections.abc import Callable, Mapping
from datetime import datetime

from checks.deadlines import DEADLINE_CHECKS, clock_by_clock, complaint_limits, ended_on, pauses, start_of
from checks.entries import CaseEntry, Fields
from commands.lived.one_clock import run_alone
from commands.lived.stage import Stage
from commands.lived.waiting import live_waiting
from rules.calendar import WorkingCalendar
from rules.china_time import shanghai_date
from rules.clock_table import CLOCKS
from rules.clocks import RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.due_dates import cancellation_cutoff, latest_request_on
from rules.interim_payment import interim_payment
from rules.money import format_yuan
from rules.vocabulary import ClockState
from stores.clocks.calendars import PublishedCalendars

Actual = Mapping[str, object]
LivedDeadline = Callable[[Stage, Fields], Actual]


def _run(stage: Stage, kind: ClockKind, fields: Fields, start: str, count: str) -> RunningClock:
    return run_alone(
        stage,
        kind,
        start_of(fields.day(start)),
        fields.count(count),
        pauses(fields) if CLOCKS[kind].pausable else (),
        bound_on=fields.day("planned_on") if CLOCKS[kind].bound else None,
        ladder=CLOCKS[kind].ladder,
    )


def _due(kind: ClockKind, start: str) -> LivedDeadline:
    """Kinds that count working days."""

    def live(stage: Stage, fields: Fields) -> Actual:
        clock = _run(stage, kind, fields, start, "working_days")
        due_at = _due_at(clock)
        return {
            "due": ended_on(due_at) if due_at else None,
            "due_at": due_at,
            "late": clock.late,
            "provisional": clock.provisional,
        }

    return live


def _due_at(clock: RunningClock) -> datetime | None:
    return None if clock.state is ClockState.PAUSED else clock.due_at


def _statutory(kind: ClockKind, start: str) -> LivedDeadline:
    """Kinds that count calendar days and have a legal line."""

    def live(stage: Stage, fields: Fields) -> Actual:
        return _both_lines(_run(stage, kind, fields, start, "calendar_days"))

    return live


def _both_lines(clock: RunningClock, name: str = "due") -> dict[str, object]:
    paused = clock.state is ClockState.PAUSED
    legal_at = None if paused else clock.legal_due_at
    return {
        f"{name}_internal": None if paused else ended_on(clock.due_at),
        f"{name}_legal": ended_on(legal_at) if legal_at else None,
        "provisional": clock.provisional,
    }


def _investigation(stage: Stage, fields: Fields) -> Actual:
    target_days = fields.count("target_working_days")
    clock = _run(stage, ClockKind.ADVANCE_INVESTIGATION, fields, "complete_on", "working_days")
    stated = next((each.at for each in clock.milestones if each.kind is MilestoneKind.TARGET), None)
    target = run_alone(stage, ClockKind.ADVANCE_REVIEW, clock.started_at, target_days, pauses(fields))
    target_at = _due_at(target)
    if stated is not None and target_at is not None and target_days == _TARGET_DAYS:
        target_at = stated
    due_at = _due_at(clock)
    return {
        "target": shanghai_date(target_at) if target_at else None,
        "due": ended_on(due_at) if due_at else None,
        "provisional": clock.provisional,
    }


_TARGET_DAYS = 7
"""R-164: what the process itself marks."""


def _interim(stage: Stage, fields: Fields) -> Actual:
    clock = _run(stage, ClockKind.INTERIM_PAYMENT, fields, "received_on", "calendar_days")
    paid = interim_payment(fields.money("claimed"), fields.money("ascertainable"))
    return {**_both_lines(clock), "pay": format_yuan(paid)}


def _complaint(stage: Stage, fields: Fields) -> Actual:
    """All limits count from the same receipt."""
    actual: dict[str, object] = {}
    for name, kind, count in complaint_limits(fields):
        actual |= _both_lines(_run(stage, kind, fields, "received_on", count), name)
    return actual


def _working_days(stage: Stage, fields: Fields) -> Actual:
    """Working days of nothing in particular, on the plainest clock that counts them."""
    start, count = start_of(fields.day("from")), fields.count("working_days")
    clock = run_alone(stage, ClockKind.ENQUIRY_ANSWER, start, count)
    return {"due": ended_on(clock.due_at), "due_at": clock.due_at, "provisional": clock.provisional}


def _calendar(stage: Stage) -> WorkingCalendar:
    """The calendar that was published on the stack."""
    return PublishedCalendars(stage.engine).current()


def _latest_request(stage: Stage, fields: Fields) -> Actual:
    calendar, planned_on = _calendar(stage), fields.day("planned_on")
    due_on = latest_request_on(calendar, planned_on, fields.count("lead_working_days"))
    return {"due": due_on, "provisional": calendar.is_provisional(due_on, planned_on)}


def _cutoff(stage: Stage, fields: Fields) -> Actual:
    calendar, appointment_on = _calendar(stage), fields.day("appointment_on")
    cutoff_at = cancellation_cutoff(calendar, appointment_on, fields.time("time"))
    return {
        "cutoff": cutoff_at,
        "provisional": calendar.is_provisional(shanghai_date(cutoff_at), appointment_on),
    }


_LIVED: dict[str, LivedDeadline] = {
    **clock_by_clock(_due, _statutory),
    "PREAUTH_LATEST_REQUEST": _latest_request,
    "ADVANCE_INVESTIGATION": _investigation,
    "APPOINTMENT_CANCEL_CUTOFF": _cutoff,
    "INTERIM_PAYMENT": _interim,
    "COMPLAINT": _complaint,
    "WORKING_DAYS": _working_days,
    "WAITING_PERIOD": live_waiting,
}


def _strict(kind: str, live: LivedDeadline) -> Callable[[Stage, CaseEntry], Actual]:
    """The rules read the entry first: what is wrong with it is said before anything runs."""

    def answer(stage: Stage, entry: CaseEntry) -> Actual:
        DEADLINE_CHECKS[kind](entry)
        return live(stage, entry.fields())

    return answer


DEADLINES: dict[str, Callable[[Stage, CaseEntry], Actual]] = {
    kind: _strict(kind, live) for kind, live in _LIVED.items()
}
"""Every kind of deadline, lived through."""
