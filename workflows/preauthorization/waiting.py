"""What time does by itself: reminders, escalation, lapse, expiry; and the hospital named after a redirect."""

from dataclasses import replace

from rules.cases import Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.preauthorization.values import Stage
from workflows.case_engine import Assess, Step, with_clock
from workflows.every_case import escalate
from workflows.preauthorization.after_care import bill_missing, expired
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.preauthorization.intake import enter_review

LAPSING = {
    ClockKind.SUPPLEMENT_WAIT: Stage.AWAITING_DOCS,
    ClockKind.QUERY_WAIT: Stage.AWAITING_INFO,
    ClockKind.REDIRECT_WAIT: Stage.REDIRECTED,
}
"""Clocks on the asking side, and the stage that lapses when they run out."""

EXPIRING = (ClockKind.GUARANTEE_EXPIRY, ClockKind.AUTHORIZATION_EXPIRY)


def milestone(case: Case, happening: Happened) -> Step[Case]:
    """A milestone of a clock was reached; it fires once."""
    clock, reached = happening.body.clock, happening.body.milestone
    draft = Draft(with_clock(case, clock.fire(reached.name)), happening)
    if reached.kind is MilestoneKind.LAPSE and clock.kind in EXPIRING:
        return expired(draft.met(clock.kind)).step()
    if reached.kind is MilestoneKind.LAPSE and clock.kind is ClockKind.BILL_WAIT:
        return bill_missing(draft).step()
    if reached.kind is MilestoneKind.LAPSE:
        return _lapse(draft, clock.kind)
    if reached.kind is MilestoneKind.REMINDER and clock.kind in LAPSING:
        return _remind(draft, clock.kind)
    return escalate(draft).quiet_step()


def _lapse(draft: Draft, kind: ClockKind) -> Step[Case]:
    if LAPSING.get(kind) is not draft.case.stage:
        return draft.note(clock=kind, milestone=MilestoneKind.LAPSE).quiet_step()
    questions = tuple(
        replace(question, closed_at=draft.happening.now) if question.open else question
        for question in draft.case.questions
    )
    draft.change(questions=questions).to(Stage.LAPSED, clock=kind, milestone=MilestoneKind.LAPSE)
    return draft.order("LT-LAPSE", Side.GUARDIAN, Side.HOSPITAL).step()


def _remind(draft: Draft, kind: ClockKind) -> Step[Case]:
    """The asking side is reminded by a copy of what we asked."""
    question = draft.case.open_question()
    if kind is ClockKind.REDIRECT_WAIT:
        code, side = "LT-PA-RDR", Side.GUARDIAN
    elif question:
        code, side = "LT-QRY", question.asked_of
    else:
        code, side = "LT-SUPP", Side.GUARDIAN
    return draft.note(clock=kind, milestone=MilestoneKind.REMINDER).order(code, side).quiet_step()


def name_hospital(case: Case, happening: Happened) -> Step[Case]:
    """After a redirect the family names a network hospital; cover is judged anew for it."""
    body = happening.body
    request = replace(
        case.request,
        hospital_id=body.hospital_id,
        department=body.department,
        department_name=body.department_name or case.request.department_name,
        planned_on=body.planned_on or case.request.planned_on,
    )
    draft = Draft(case, happening).change(request=request)
    return draft.note(hospital=body.hospital_id).do(Assess()).step()


def reassessed(case: Case, happening: Happened) -> Step[Case]:
    """The named hospital was judged: back to review with a clock of its own."""
    found = happening.body
    draft = Draft(case, happening).change(assessment=found, accumulator_version=found.accumulator_version)
    draft.stop(ClockKind.REDIRECT_WAIT)
    if not found.accepted:
        code = next((finding.code for finding in found.findings), "")
        return draft.to(Stage.NOT_ACCEPTED, code).order("LT-PA-NA", Side.GUARDIAN).step()
    return enter_review(draft).step()
