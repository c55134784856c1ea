"""What happens to a request for an appointment, top to bottom (domain 5.7)."""

from dataclasses import replace
from datetime import timedelta

from rules.cases import Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind, MilestoneKind
from rules.permissions import Action
from rules.requests.appointment import (
    OPEN_STAGES,
    REPORT_WITHIN_DAYS,
    AppointmentCase,
    Obstacle,
    Slot,
    Stage,
    obstacle,
)
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Refusal, RefusedError, Step, Table, Transition
from workflows.requests import always

Case = AppointmentCase
Happened = Happening[AppointmentCase]
Draft = CaseDraft[AppointmentCase]


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """A wish that cannot be met is answered at once; any other is to be met within two working days."""
    draft, against = Draft(case, happening), obstacle(case.wish)
    if against is None:
        return draft.note(missed_before=case.missed_before).plan(ClockKind.APPOINTMENT_ARRANGED).step()
    rejected = Stage.REJECTED_EXPERT if against is Obstacle.NAMED_EXPERT else Stage.NOT_ACCEPTED
    return draft.change(refused_with=against).to(rejected, against).step()


def book(case: Case, happening: Happened) -> Step[Case]:
    """The hospital gave a time."""
    every_case.explained(case)
    return _booked(Draft(case, happening).change(slot=_slot(case, happening))).step()


def offer(case: Case, happening: Happened) -> Step[Case]:
    """What was wished for is taken: the family is offered another time."""
    every_case.explained(case)
    draft, slot = Draft(case, happening), _slot(case, happening)
    draft.change(slot=slot).met(ClockKind.APPOINTMENT_ARRANGED).to(Stage.ALTERNATIVE_OFFERED)
    draft.plan(ClockKind.APPOINTMENT_REPORT, shanghai_date(slot.at))
    return draft.order("LT-APPT", Side.GUARDIAN).step()


def accept(case: Case, happening: Happened) -> Step[Case]:
    """The family takes the time that was offered."""
    assert case.slot is not None
    if case.slot.at <= happening.now:
        raise RefusedError(Refusal.NOT_NOW, "The time that was offered has passed: ask for a new one.")
    return _booked(Draft(case, happening).stop(ClockKind.APPOINTMENT_REPORT)).step()


def _booked(draft: Draft) -> Draft:
    assert draft.case.slot is not None
    on = shanghai_date(draft.case.slot.at)
    draft.met(ClockKind.APPOINTMENT_ARRANGED).to(Stage.BOOKED)
    draft.plan(ClockKind.APPOINTMENT_CANCELLATION, on)
    draft.plan(ClockKind.APPOINTMENT_REPORT, on + timedelta(days=REPORT_WITHIN_DAYS))
    return draft.order("LT-APPT", Side.GUARDIAN)


def _slot(case: Case, happening: Happened) -> Slot:
    body = happening.body
    if body.at <= happening.now:
        raise RefusedError(Refusal.INVALID, "This time has passed: name one that is to come.", field="at")
    return Slot(
        hospital=body.hospital or case.wish.hospital,
        department_name=body.department_name or case.wish.department_name,
        at=body.at,
    )


def fail(case: Case, happening: Happened) -> Step[Case]:
    """No appointment could be found."""
    every_case.explained(case)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.met(ClockKind.APPOINTMENT_ARRANGED).change(slot=None).to(Stage.FAILED, text=text)
    return draft.order("LT-APPT", Side.GUARDIAN).step()


def cancel(case: Case, happening: Happened) -> Step[Case]:
    """The family does not come: free of charge before 16:00 of the working day before (R-063)."""
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    return draft.to(case.cancelled_at(happening.now), text=text).step()


def reschedule(case: Case, happening: Happened) -> Step[Case]:
    """Another day, as long as cancelling is free; later it is a late cancellation and a new request."""
    if case.cancelled_at(happening.now) is Stage.CANCELLED_LATE:
        raise RefusedError(
            Refusal.NOT_NOW,
            "The time to change this appointment ended at 16:00 of the working day before it. Cancel it, "
            "which counts as late, then ask for a new one.",
        )
    draft, body = Draft(case, happening), happening.body
    text = draft.text(body.reason)
    draft.change(wish=replace(case.wish, on=body.on), slot=None)
    draft.stop(ClockKind.APPOINTMENT_CANCELLATION, ClockKind.APPOINTMENT_REPORT)
    return draft.to(Stage.REQUESTED, text=text).plan(ClockKind.APPOINTMENT_ARRANGED).step()


def attended(case: Case, happening: Happened) -> Step[Case]:
    """The child came; what follows is a visit of its own."""
    _begun(case, happening)
    return Draft(case, happening).to(Stage.ATTENDED).step()


def no_show(case: Case, happening: Happened) -> Step[Case]:
    """The child did not come; the fee is the family's, and later booking may be refused (R-064)."""
    _begun(case, happening)
    fee = happening.body.fee
    draft = Draft(case, happening).change(fee=fee).to(Stage.NO_SHOW, fee=fee)
    return draft.order("LT-APPT", Side.GUARDIAN).step()


def _begun(case: Case, happening: Happened) -> None:
    assert case.slot is not None
    if happening.now < case.slot.at:
        raise RefusedError(Refusal.NOT_NOW, "The appointment is still to come: report afterwards.")


def milestone(case: Case, happening: Happened) -> Step[Case]:
    """A duty comes nearer; or the cut-off, or the time to report, is over."""
    clock, reached = happening.body.clock, happening.body.milestone
    if reached.kind is not MilestoneKind.LAPSE:
        return always.milestone(case, happening)
    draft = always.fired(case, happening).stop(clock.kind)
    if clock.kind is ClockKind.APPOINTMENT_CANCELLATION:
        return draft.note(clock=clock.kind, milestone=reached.kind).quiet_step()
    ended = Stage.UNREPORTED if case.stage is Stage.BOOKED else Stage.FAILED
    return draft.to(ended, clock=clock.kind).step()


Row = Transition[AppointmentCase]

TABLE = Table[AppointmentCase](
    (
        Row(
            (Stage.REQUESTED,),
            Fact.SUBMITTED,
            submitted,
            (Stage.REJECTED_EXPERT, Stage.NOT_ACCEPTED),
            guard="public hospital, VIP or international department or a stay, nobody named, in the plan",
            clock="2 WD to arrange it",
        ),
        Row(
            (Stage.REQUESTED, Stage.ALTERNATIVE_OFFERED),
            Action.BOOK_APPOINTMENT,
            book,
            (Stage.BOOKED,),
            guard="a time to come",
            clock="2 WD met; free to cancel until 16:00 of the WD before; 7 CD to report",
            letters=("LT-APPT",),
        ),
        Row(
            (Stage.REQUESTED,),
            Action.OFFER_ALTERNATIVE,
            offer,
            (Stage.ALTERNATIVE_OFFERED,),
            guard="a time to come",
            clock="2 WD met",
            letters=("LT-APPT",),
        ),
        Row(
            (Stage.ALTERNATIVE_OFFERED,),
            Action.ACCEPT_ALTERNATIVE,
            accept,
            (Stage.BOOKED,),
            guard="the time has not passed",
            letters=("LT-APPT",),
        ),
        Row(
            (Stage.REQUESTED, Stage.ALTERNATIVE_OFFERED),
            Action.FAIL_APPOINTMENT,
            fail,
            (Stage.FAILED,),
            guard="reason",
            clock="2 WD met",
            letters=("LT-APPT",),
        ),
        Row(
            (Stage.BOOKED,),
            Action.CANCEL_APPOINTMENT,
            cancel,
            (Stage.CANCELLED_IN_TIME, Stage.CANCELLED_LATE),
            guard="before 16:00 of the WD before, or late",
        ),
        Row(
            (Stage.BOOKED,),
            Action.RESCHEDULE_APPOINTMENT,
            reschedule,
            (Stage.REQUESTED,),
            guard="before 16:00 of the WD before",
            clock="2 WD to arrange it anew",
        ),
        Row((Stage.BOOKED,), Action.REPORT_ATTENDED, attended, (Stage.ATTENDED,), guard="its time has come"),
        Row(
            (Stage.BOOKED,),
            Action.REPORT_NO_SHOW,
            no_show,
            (Stage.NO_SHOW,),
            guard="its time has come; the fee is the family's",
            letters=("LT-APPT",),
        ),
        *always.rows(
            OPEN_STAGES,
            withdrawn_from=(Stage.REQUESTED, Stage.ALTERNATIVE_OFFERED),
            on_milestone=milestone,
            lapses_to=(Stage.UNREPORTED, Stage.FAILED),
        ),
    )
)
