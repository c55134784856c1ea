"""From the request to a complete file."""

from dataclasses import replace
from datetime import time, timedelta

from rules.cases import Priority, Side
from rules.china_time import at_shanghai, shanghai_date
from rules.deadlines import ClockKind
from rules.preauthorization.values import Assessment, Stage
from rules.roles import Role
from workflows.case_engine import Assess, Refusal, RefusedError, Step
from workflows.every_case import tell_on_the_eve
from workflows.preauthorization.draft import Case, Draft, Happened


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """The request is on record; the rules look at it."""
    draft = Draft(case, happening).order("LT-ACK", Side.GUARDIAN).do(Assess())
    if case.request.emergency:
        draft.change(priority=Priority.URGENT, urgency=Priority.URGENT).plan(ClockKind.EMERGENCY_FIRST_ANSWER)
    return draft.note(estimate=case.request.estimate, emergency=case.request.emergency).step()


def assessed(case: Case, happening: Happened) -> Step[Case]:
    """Triage by the plan's triggers; what the plan does not state goes to a person."""
    found: Assessment = happening.body
    draft = Draft(case, happening).change(assessment=found, accumulator_version=found.accumulator_version)
    if not found.accepted:
        code = next((finding.code for finding in found.findings), "")
        return draft.to(Stage.NOT_ACCEPTED, code).order("LT-PA-NA", Side.GUARDIAN).step()
    if found.required is None:
        return draft.to(Stage.TRIAGED, late=found.late).plan(ClockKind.PREAUTH_TRIAGE).step()
    if not found.required:
        return draft.to(Stage.NOT_REQUIRED).order("LT-PA-NR", Side.GUARDIAN).step()
    draft.to(Stage.TRIAGED, triggers=" ".join(found.triggers), late=found.late)
    return _complete_or_ask(draft).step()


def triage(case: Case, happening: Happened) -> Step[Case]:
    """A person says whether approval is required where the plan does not."""
    draft = Draft(case, happening).met(ClockKind.PREAUTH_TRIAGE)
    reason = draft.text(happening.body.reason)
    if not happening.body.required:
        return draft.to(Stage.NOT_REQUIRED, text=reason).order("LT-PA-NR", Side.GUARDIAN).step()
    if case.assessment:
        draft.change(assessment=replace(case.assessment, required=True))
    draft.note(required=True, text=reason)
    return _complete_or_ask(draft).step()


def documents(case: Case, happening: Happened) -> Step[Case]:
    """Documents arrived; a complete file starts the decision clock."""
    handed_in = tuple(document.kind for document in happening.body.documents)
    draft = Draft(case, happening).change(documents=case.with_documents(*happening.body.documents))
    draft.note(kinds=" ".join(handed_in), missing=" ".join(draft.case.missing))
    if case.stage is Stage.AWAITING_DOCS and not draft.case.missing:
        enter_review(draft)
    return draft.step()


def request_documents(case: Case, happening: Happened) -> Step[Case]:
    """A further list: the law wants one list, so another needs a supervisor and a reason (L-02)."""
    if not happening.actor.has(Role.SUPERVISOR, Role.HEAD):
        raise RefusedError(
            Refusal.FORBIDDEN,
            "The list of missing documents was already sent once (L-02); a second one needs a supervisor.",
        )
    if not happening.body.reason.strip():
        raise RefusedError(
            Refusal.INVALID, "Say which new fact makes a second list necessary.", field="reason"
        )
    draft = Draft(case, happening)
    reason = draft.text(happening.body.reason)
    kinds = happening.body.kinds
    draft.change(
        extra_documents=(*case.extra_documents, *kinds),
        documents=tuple(held for held in case.documents if held.kind not in kinds),
        supplement_requests=case.supplement_requests + 1,
    )
    return draft.note(kinds=" ".join(kinds), text=reason).order("LT-SUPP", Side.GUARDIAN).step()


def accept_as_complete(case: Case, happening: Happened) -> Step[Case]:
    """Go on without what is missing, on a person's word."""
    draft = Draft(case, happening)
    reason = draft.text(happening.body.reason)
    draft.note(waived=" ".join(case.missing), text=reason)
    draft.change(waived=(*case.waived, *case.missing))
    return enter_review(draft).step()


EVE = timedelta(days=1)


def enter_review(draft: Draft) -> Draft:
    """The file is complete: the decision clock starts (A-51)."""
    draft.met(ClockKind.SUPPLEMENT_WAIT)
    if draft.case.request.emergency:
        draft.plan(ClockKind.EMERGENCY_DECISION)
    else:
        draft.plan(ClockKind.PREAUTH_DECISION, draft.case.request.planned_on)
    return under_review(draft)


def under_review(draft: Draft, **detail: str) -> Draft:
    """Our move, for the first time or again after an answer.

    With treatment tomorrow or sooner a supervisor learns of it at once and the family gets a call (5.1).
    """
    request = draft.case.request
    if request.emergency or request.planned_on > shanghai_date(draft.happening.now) + EVE:
        return draft.to(Stage.IN_REVIEW, **detail)
    draft.change(priority=Priority.URGENT, escalated=True)
    draft.to(Stage.IN_REVIEW, told="SUPERVISOR", call=Side.GUARDIAN, **detail)
    tell_on_the_eve(draft, ClockKind.PREAUTH_DECISION, at_shanghai(request.planned_on, time(0)))
    return draft


def _complete_or_ask(draft: Draft) -> Draft:
    if not draft.case.missing:
        return enter_review(draft)
    draft.change(supplement_requests=draft.case.supplement_requests + 1)
    # Whoever waits for papers cannot decide: our list is the first answer that an emergency gets.
    draft.met(ClockKind.EMERGENCY_FIRST_ANSWER).wait(ClockKind.SUPPLEMENT_WAIT)
    draft.to(Stage.AWAITING_DOCS, "DOC-MISSING", missing=" ".join(draft.case.missing))
    return draft.order("LT-SUPP", Side.GUARDIAN)
