"""From the card on the desk to an open visit or an admitted child."""

from dataclasses import replace

from activities.direct_billing_orders import VisitAnswer
from rules.cases import Priority
from rules.deadlines import ClockKind
from rules.direct_billing.values import Eligibility, Stage, Standing
from workflows.case_engine import HELD_LETTER, Fact, Refusal, RefusedError, Step, WriteDown
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.direct_billing.effects import OpenVisit
from workflows.every_case import close_questions


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """A child stands at the desk: the rules look, and hold its place."""
    draft = Draft(case, happening).note(encounter=case.visit.encounter, expected=case.visit.expected)
    return draft.do(WriteDown()).do(OpenVisit()).step()


def found(case: Case, happening: Happened) -> Step[Case]:
    """Eligible, not eligible, or for a person within two hours of business."""
    answer: VisitAnswer = happening.body
    desk = answer.eligibility
    draft = Draft(case, happening).change(desk=desk, accumulator_version=answer.year_version)
    first = desk.reasons[0] if desk.reasons else ""
    if desk.standing is Standing.NOT_ELIGIBLE:
        return draft.to(Stage.NOT_ELIGIBLE, first).step()
    if desk.standing is Standing.MANUAL:
        draft.change(priority=Priority.HIGH).to(Stage.MANUAL_CHECK, first)
        return draft.plan(ClockKind.ELIGIBILITY_ANSWER).step()
    draft.met(ClockKind.ELIGIBILITY_ANSWER).to(Stage.ELIGIBLE, visit_number=desk.visit_number)
    return _opened(draft, answer).step()


def confirm(case: Case, happening: Happened) -> Step[Case]:
    """A person answers what the rules could not tell; the place is held only now."""
    body = happening.body
    draft = Draft(case, happening)
    text = draft.text(body.reason)
    draft.note(body.reason_code or "", eligible=body.eligible, text=text)
    draft.change(confirmed_by=happening.actor.reference)
    if body.eligible:
        return draft.do(OpenVisit(confirmed=True)).step()
    if body.reason_code is None:
        raise RefusedError(Refusal.INVALID, "A no names its reason code.", field="reason_code")
    desk = replace(case.desk or Eligibility(standing=Standing.NOT_ELIGIBLE), reasons=(body.reason_code,))
    draft.change(desk=replace(desk, standing=Standing.NOT_ELIGIBLE)).met(ClockKind.ELIGIBILITY_ANSWER)
    return draft.to(Stage.NOT_ELIGIBLE, body.reason_code).step()


def _opened(draft: Draft, answer: VisitAnswer) -> Draft:
    case = draft.case
    subject = replace(case.subject, episode_id=answer.episode_id, guardian_id=answer.guardian_id)
    draft.change(
        subject=subject,
        benefit=answer.eligibility.benefit,
        reserved=answer.reserved,
        promise=answer.promise,
    )
    if case.stay:
        number = answer.promise.number if answer.promise else ""
        return draft.to(Stage.ADMITTED, letter=number).tell_authorization(Fact.STAY_BEGUN)
    draft.to(Stage.VISIT_OPEN, reserved=answer.reserved).plan(ClockKind.VISIT_RESERVE_EXPIRY)
    return draft.tell_authorization(Fact.STAY_BEGUN) if HELD_LETTER in draft.happening.patches else draft


def withdraw(case: Case, happening: Happened) -> Step[Case]:
    """The desk takes the visit back before it is decided; what was held is free again."""
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    close_questions(draft.change(proposal=None, discharge_proposal=None))
    if HELD_LETTER in happening.patches and case.stage is not Stage.MANUAL_CHECK:
        draft.tell_authorization(Fact.STAY_WITHDRAWN)
    return draft.give_back().to(Stage.WITHDRAWN, text=text).step()


def expire(draft: Draft) -> Draft:
    """No bill came in 30 days: place and amount are free again."""
    return draft.met(ClockKind.VISIT_RESERVE_EXPIRY).give_back(expired=True).to(Stage.EXPIRED)
