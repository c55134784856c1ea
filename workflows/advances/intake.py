"""From the request to a complete file."""

from dataclasses import replace

from rules.advances.values import CallRecord, Entitlement
from rules.advances.vocabulary import Stage
from rules.cases import Side
from rules.deadlines import ClockKind
from rules.reasons import ReasonCode
from workflows.advances.draft import AssessAdvance, Case, Draft, Happened, OpenPreauthorization
from workflows.case_engine import Refusal, RefusedError, Step


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """The request is on record; the rules look at it."""
    draft = Draft(case, happening).change(estimate=case.request.estimate)
    draft.order("LT-ACK", Side.GUARDIAN).plan(ClockKind.ADVANCE_ENTITLEMENT).do(AssessAdvance())
    return draft.note(estimate=case.request.estimate).step()


def assessed(case: Case, happening: Happened) -> Step[Case]:
    """A clear entitlement needs nobody; a "no" or a doubt is for a person (L-12, L-31)."""
    found: Entitlement = happening.body
    draft = Draft(case, happening).change(entitlement=found, accumulator_version=found.accumulator_version)
    if not found.clear:
        return draft.note(_first(found.refusable), found=" ".join(found.refusable)).step()
    return _verified(draft).step()


def _first(codes: tuple[str, ...]) -> str:
    return codes[0] if codes else ""


def _verified(draft: Draft) -> Draft:
    draft.met(ClockKind.ADVANCE_ENTITLEMENT).to(Stage.VERIFIED)
    draft.plan(ClockKind.ADVANCE_CONTACT)
    return draft


def check_entitlement(case: Case, happening: Happened) -> Step[Case]:
    """A person confirms what the rules found, or finds the family entitled where they only doubt."""
    found, body = case.entitlement, happening.body
    if found is None:
        raise RefusedError(Refusal.NOT_NOW, "The rules have not looked at the request yet.")
    draft = Draft(case, happening)
    text = draft.text(body.explanation)
    if body.entitled:
        if found.obstacles:
            why = f"{found.obstacles[0]} rules an advance out (R-158 to R-165): reject the request with it."
            raise RefusedError(Refusal.INVALID, why, field="entitled")
        draft.note(found=" ".join(found.refusable), entitled=True, text=text)
        return _verified(draft).step()
    if body.reason_code not in found.refusable:
        known = ", ".join(found.refusable) or "nothing"
        why = f"The rules found {known}; a rejection names one of these."
        raise RefusedError(Refusal.INVALID, why, field="reason_code")
    draft.change(rejected_with=body.reason_code).met(ClockKind.ADVANCE_ENTITLEMENT)
    draft.to(Stage.REJECTED, body.reason_code, text=text).order("LT-AD-NO", Side.GUARDIAN)
    if body.reason_code == ReasonCode.ADVANCE_DIRECT_BILLING_FIRST:
        draft.do(OpenPreauthorization())
    return draft.step()


def preauthorization_opened(case: Case, happening: Happened) -> Step[Case]:
    """The pre-authorization that takes the place of the advance has its number (A-30)."""
    draft = Draft(case, happening).change(preauthorization=happening.body)
    return draft.note(preauthorization=happening.body).step()


def call(case: Case, happening: Happened) -> Step[Case]:
    """The specialist has phoned: needs and cost are known, and the family hears what to send, once."""
    body, draft = happening.body, Draft(case, happening)
    estimate = body.estimate or case.amount
    notes = draft.text(body.notes)
    record = CallRecord(
        called_at=happening.now, called_by=happening.actor.reference, estimate=estimate, notes=notes
    )
    draft.change(call=record, estimate=estimate).met(ClockKind.ADVANCE_CONTACT)
    draft.to(Stage.CONTACTED, estimate=estimate, missing=" ".join(case.missing), text=notes)
    if not case.missing:
        return enter_review(draft).step()
    return draft.plan(ClockKind.ADVANCE_DOCUMENT_WAIT).order("LT-SUPP", Side.GUARDIAN).step()


def documents(case: Case, happening: Happened) -> Step[Case]:
    """Documents arrived; the last one that is missing starts the review."""
    kinds = " ".join(document.kind for document in happening.body.documents)
    draft = Draft(case, happening).change(documents=case.with_documents(*happening.body.documents))
    draft.note(kinds=kinds, missing=" ".join(draft.case.missing))
    if case.stage is Stage.CONTACTED and not draft.case.missing:
        enter_review(draft)
    return draft.step()


def accept_as_complete(case: Case, happening: Happened) -> Step[Case]:
    """What is still missing is not needed, with the reason."""
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.change(waived=(*case.waived, *case.missing)).note(waived=" ".join(case.missing), text=text)
    return enter_review(draft).step()


def enter_review(draft: Draft) -> Draft:
    """The file is complete: five working days run, and the figures are read anew (R-153)."""
    draft.stop(ClockKind.ADVANCE_DOCUMENT_WAIT).to(Stage.DOCS_COMPLETE)
    draft.plan(ClockKind.ADVANCE_REVIEW).do(AssessAdvance())
    return draft


def reassessed(case: Case, happening: Happened) -> Step[Case]:
    """Balances as they are now, for the figures that a decision rests on."""
    found: Entitlement = happening.body
    kept = replace(
        found,
        documents=case.entitlement.documents if case.entitlement else found.documents,
        episode_id=case.entitlement.episode_id if case.entitlement else found.episode_id,
    )
    draft = Draft(case, happening).change(entitlement=kept, accumulator_version=found.accumulator_version)
    return draft.step()
