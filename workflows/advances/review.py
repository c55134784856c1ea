"""The answer to a request and to a top-up: decided, signed by a second person, held in the ledger."""

from dataclasses import replace

from rules.advances.decisions import compose
from rules.advances.values import AdvanceDecision, AdvanceProposal, Investigation, Mandate, Recall
from rules.advances.vocabulary import AdvanceAnswer, MovementKind, Stage
from rules.cases import Side
from rules.clock_table import CLOCKS
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.permissions import Verdict, may
from rules.preauthorization.decisions import Mistake
from workflows.advances import undoing
from workflows.advances.draft import (
    AssessAdvance,
    Case,
    Draft,
    Happened,
    may_refuse,
    no_money_under_way,
)
from workflows.advances.refund import recall_paid
from workflows.case_engine import PlanClock, Refusal, RefusedError, Release, Reserve, Step
from workflows.every_case import not_held
from workflows.taking_back import forget, takes_effect

REVIEW = (Stage.DOCS_COMPLETE, Stage.INVESTIGATING)
REVIEW_CLOCKS = (ClockKind.ADVANCE_REVIEW, ClockKind.ADVANCE_INVESTIGATION)


def open_investigation(case: Case, happening: Happened) -> Step[Case]:
    """The reason is on record before the five days are over; the whole review may now take 15 (A-28)."""
    clock = case.clock(ClockKind.ADVANCE_REVIEW)
    if case.open_question():
        raise RefusedError(Refusal.NOT_NOW, "A query is open: its answer comes first.")
    if clock is None or happening.now > clock.due_at:
        why = "The five working days are over: decide, or explain the delay (R-164)."
        raise RefusedError(Refusal.NOT_NOW, why)
    draft = Draft(case, happening)
    reason = draft.text(happening.body.reason)
    opened = Investigation(opened_at=happening.now, opened_by=happening.actor.reference, reason=reason)
    draft.change(investigation=opened, proposal=None).stop(ClockKind.ADVANCE_REVIEW)
    draft.to(Stage.INVESTIGATING, text=reason)
    draft.do(_from_completeness(clock)).order("LT-AD-DELAY", Side.GUARDIAN)
    return draft.step()


def _from_completeness(review: RunningClock) -> PlanClock:
    """Seven and fifteen working days count from the complete file, not from the investigation (A-28)."""
    rule = CLOCKS[ClockKind.ADVANCE_INVESTIGATION]
    begun = RunningClock(
        kind=rule.kind,
        started_at=review.started_at,
        due_at=review.due_at,
        pauses=review.pauses,
        count=rule.count,
        ladder=rule.ladder,
    )
    return PlanClock(kind=rule.kind, started_at=review.started_at, replaces=begun)


def decide(case: Case, happening: Happened) -> Step[Case]:
    """An approval within authority goes to the ledger; a "no", or more money, waits for a second person."""
    not_held(case)
    return _decide(case, happening)


def decide_top_up(case: Case, happening: Happened) -> Step[Case]:
    """The same for more money beside the advance that stands."""
    not_held(case)
    if case.top_up is None:
        raise RefusedError(Refusal.NOT_NOW, "No top-up is open on this case.")
    return _decide(case, happening)


def _decide(case: Case, happening: Happened) -> Step[Case]:
    composed = compose(case, happening.body.decision, happening.actor.reference, happening.now)
    if isinstance(composed, Mistake):
        raise RefusedError(Refusal.INVALID, composed.why, field=composed.field)
    draft = Draft(case, happening)
    text = draft.text(composed.explanation)
    ruling = may(happening.actor, happening.body.action, happening.relation, composed.amount)
    waits = composed.answer is AdvanceAnswer.DECLINE or ruling.verdict is Verdict.NEEDS_SECOND
    draft.note(
        composed.reason_code, answer=composed.answer, amount=composed.amount, text=text, proposal=waits
    )
    if waits:
        return draft.change(proposal=draft.proposal(decision=composed)).step()
    undoing.remember(draft, case, composed)
    return _hold(draft, composed).step()


def _hold(draft: Draft, decision: AdvanceDecision) -> Draft:
    """The ledger holds the whole of what is promised for the episode, never a second reserve (A-29)."""
    pending = replace(draft.proposal(decision=decision), made_by=decision.decided_by)
    draft.change(pending=pending, proposal=None)
    amount = draft.case.statement.promised + decision.amount
    draft.do(Reserve(amount=amount, seen_version=decision.accumulator_version))
    return draft


def co_sign(case: Case, happening: Happened) -> Step[Case]:
    """A second person with the authority signs; maker and checker are never the same."""
    not_held(case)
    proposal, signer = _proposal_for(case, happening), happening.actor
    if signer.authority < proposal.amount:
        why = "The amount is above your authority too; a person with more signs."
        raise RefusedError(Refusal.FORBIDDEN, why, amount=proposal.amount)
    draft = Draft(case, happening).change(proposal=None)
    draft.note(maker=proposal.made_by, amount=proposal.amount)
    if proposal.recall:
        return recalled(draft, replace(proposal.recall, co_signed_by=signer.reference)).step()
    decision = replace(_decision_of(proposal), co_signed_by=signer.reference)
    undoing.remember(draft, case, decision)
    if decision.answer is AdvanceAnswer.APPROVE:
        return _hold(draft, decision).step()
    return _declined(draft, decision).step()


def send_back(case: Case, happening: Happened) -> Step[Case]:
    """The proposal returns to its maker with a reason."""
    proposal = _proposal_for(case, happening)
    draft = Draft(case, happening).change(proposal=None)
    return draft.note(maker=proposal.made_by, text=draft.text(happening.body.reason)).step()


def _proposal_for(case: Case, happening: Happened) -> AdvanceProposal:
    if case.proposal is None:
        raise RefusedError(Refusal.NOT_NOW, "Nothing waits for a second signature on this case.")
    if case.proposal.made_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You made this proposal; another person has to sign it.")
    return case.proposal


def _decision_of(proposal: AdvanceProposal) -> AdvanceDecision:
    if proposal.decision is None:
        raise RefusedError(Refusal.NOT_NOW, "The proposal holds no decision.")
    return proposal.decision


def _declined(draft: Draft, decision: AdvanceDecision) -> Draft:
    """A declined request ends the advance; a declined top-up leaves the one that stands (R-154)."""
    draft.change(decisions=(*draft.case.decisions, decision)).met(*REVIEW_CLOCKS)
    draft.order("LT-AD-NO", Side.GUARDIAN)
    if draft.case.stage in REVIEW:
        draft.to(Stage.TERMINATED, decision.reason_code, second=decision.co_signed_by)
        return draft
    draft.change(top_up=None).note(decision.reason_code, second=decision.co_signed_by)
    return draft


def reserved(case: Case, happening: Happened) -> Step[Case]:
    """The benefit is held: the pending decision takes effect."""
    draft, pending = Draft(case, happening), case.pending
    if pending is None:
        return undoing.held_as_before(draft).step()
    decision = _decision_of(pending)
    before = case.statement.promised
    draft.by_proposal(pending).change(
        pending=None,
        reserved=happening.body.amount,
        accumulator_version=happening.body.version,
        decisions=(*case.decisions, decision),
        estimate=decision.estimate,
    )
    takes_effect(draft)
    draft.move(MovementKind.PROMISED, decision.amount, f"decision {len(draft.case.decisions)}")
    draft.met(*REVIEW_CLOCKS).order("LT-AD-OK", Side.GUARDIAN)
    if case.stage in REVIEW:
        draft.to(Stage.APPROVED, amount=decision.amount, ceiling=decision.ceiling)
        return _offer_mandate(draft, before + decision.ceiling).step()
    draft.change(top_up=None).note(amount=decision.amount, ceiling=decision.ceiling)
    if case.mandate and draft.case.statement.promised <= case.mandate.ceiling:
        return draft.plan(ClockKind.ADVANCE_PAYMENT).step()
    return _offer_mandate(draft, before + decision.ceiling).step()


def _offer_mandate(draft: Draft, ceiling: int) -> Draft:
    """No money moves before the guardian signed for up to that much (R-155)."""
    draft.change(mandate=Mandate(ceiling=ceiling, offered_at=draft.happening.now))
    draft.plan(ClockKind.MANDATE_WAIT).order("LT-AD-MAND", Side.GUARDIAN)
    return draft


def reserve_short(case: Case, happening: Happened) -> Step[Case]:
    """The benefit does not suffice, or moved since it was shown: nothing is decided, the figures are new."""
    draft = Draft(case, happening).change(pending=None, accumulator_version=happening.body.version)
    forget(draft)
    draft.note("LIMIT", available=happening.body.available, asked=happening.body.asked)
    return draft.do(AssessAdvance()).step()


def propose_recall(case: Case, happening: Happened) -> Step[Case]:
    """Not covered, or fraud: a second person signs before anything happens (R-157)."""
    body = happening.body
    may_refuse(body.reason_code, body.clause, body.explanation)
    draft = Draft(case, happening)
    text = draft.text(body.explanation)
    recall = Recall(
        reason_code=body.reason_code,
        clause=body.clause,
        explanation=body.explanation,
        decided_by=happening.actor.reference,
        decided_at=happening.now,
    )
    draft.change(proposal=draft.proposal(recall=recall))
    return draft.note(body.reason_code, text=text, proposal=True).step()


def recalled(draft: Draft, recall: Recall) -> Draft:
    """Before money moved the advance ends; after that the whole of it is to come back."""
    no_money_under_way(draft.case)
    draft.change(recall=recall, top_up=None).order("LT-AD-NO", Side.GUARDIAN).do(Release())
    draft.move(MovementKind.WITHDRAWN, draft.case.statement.unpaid, "recall").change(reserved=0)
    if draft.case.statement.paid:
        return recall_paid(draft, recall)
    draft.to(Stage.TERMINATED, recall.reason_code, second=recall.co_signed_by)
    return draft
