"""What time does by itself to an advance; queries beside its review, and its withdrawal."""

from rules.advances.vocabulary import UNPAID, MovementKind, Stage
from rules.cases import Side
from rules.deadlines import ClockKind, MilestoneKind
from workflows import every_case
from workflows.advances.discharge import lapse
from workflows.advances.draft import Case, Draft, Happened, no_money_under_way
from workflows.advances.refund import overdue, remind
from workflows.advances.review import REVIEW_CLOCKS
from workflows.case_engine import Release, Step, with_clock

REFUND_CLOCKS = (ClockKind.REFUND, ClockKind.REFUND_INSTALMENT)
REMINDED_WITH = {
    ClockKind.ADVANCE_DOCUMENT_WAIT: "LT-SUPP",
    ClockKind.MANDATE_WAIT: "LT-AD-MAND",
    ClockKind.HOSPITAL_QUERY_WAIT: "LT-QRY",
}
"""Clocks on the asking side, and the letter of which the reminder is a copy."""


def milestone(case: Case, happening: Happened) -> Step[Case]:
    """A milestone of a clock was reached; it fires once."""
    clock, reached = happening.body.clock, happening.body.milestone
    draft = Draft(with_clock(case, clock.fire(reached.name)), happening)
    if clock.kind in REFUND_CLOCKS:
        draft.note(clock=clock.kind, milestone=reached.kind)
        return remind(draft) if reached.kind is MilestoneKind.REMINDER else overdue(draft)
    if reached.kind is MilestoneKind.LAPSE:
        return _lapse(draft, clock.kind)
    if reached.kind is MilestoneKind.REMINDER and clock.kind in REMINDED_WITH:
        return _remind(draft, clock.kind)
    return every_case.escalate(draft).quiet_step()


def _lapse(draft: Draft, kind: ClockKind) -> Step[Case]:
    """Documents never came, or the child left before anything was paid."""
    waiting = kind is ClockKind.ADVANCE_DOCUMENT_WAIT and draft.case.stage is Stage.CONTACTED
    left = kind is ClockKind.ADVANCE_DISCHARGE and draft.case.stage in UNPAID
    draft.note(clock=kind, milestone=MilestoneKind.LAPSE)
    if (waiting or left) and draft.case.advance_under_way is None:
        return lapse(draft, "DOC-MISSING" if waiting else "DISCHARGED").step()
    return draft.stop(kind).quiet_step()


def _remind(draft: Draft, kind: ClockKind) -> Step[Case]:
    question = draft.case.open_question()
    side = question.asked_of if question and kind is ClockKind.HOSPITAL_QUERY_WAIT else Side.GUARDIAN
    draft.note(clock=kind, milestone=MilestoneKind.REMINDER)
    return draft.order(REMINDED_WITH[kind], side).quiet_step()


def ask(case: Case, happening: Happened) -> Step[Case]:
    """A query runs beside the review, whose clock stands still until it is answered (domain 5.0)."""
    every_case.not_held(case)
    draft = Draft(case, happening).change(proposal=None)
    question = every_case.put_question(draft)
    for kind in REVIEW_CLOCKS:
        clock = case.clock(kind)
        if clock:
            draft.pause(clock, question)
    draft.note(question=question.question_id, items=len(question.items), asked_of=question.asked_of)
    return draft.plan(ClockKind.HOSPITAL_QUERY_WAIT).order("LT-QRY", question.asked_of).step()


def reply(case: Case, happening: Happened) -> Step[Case]:
    """Answers came; the last one lets the review go on."""
    draft = Draft(case, happening)
    question, still_open = every_case.take_answers(draft)
    draft.note(question=question.question_id, still_open=still_open)
    if still_open:
        return draft.step()
    draft.met(ClockKind.HOSPITAL_QUERY_WAIT)
    for kind in REVIEW_CLOCKS:
        clock = draft.case.clock(kind)
        if clock:
            draft.resume(clock, question.question_id)
    return draft.step()


def withdraw(case: Case, happening: Happened) -> Step[Case]:
    """The asking side takes the request back, as long as no money went to the hospital."""
    no_money_under_way(case)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.move(MovementKind.WITHDRAWN, case.statement.unpaid, "withdrawn")
    if case.reserved:
        draft.do(Release())
    every_case.close_questions(draft)
    draft.change(proposal=None, pending=None, reserved=0)
    return draft.to(Stage.WITHDRAWN, text=text).step()
