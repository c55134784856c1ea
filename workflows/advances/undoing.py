"""The answer to an advance or a top-up is taken back before its letters leave and before anybody signs."""

from dataclasses import replace

from rules.advances.case import BeforeAdvanceDecision
from rules.advances.values import AdvanceDecision, AdvanceProposal
from rules.advances.vocabulary import MovementKind, Stage
from workflows import taking_back
from workflows.advances.draft import AssessAdvance, Case, Draft, Happened
from workflows.case_engine import Release, Reserve, Step, WriteDown


def remember(draft: Draft, case: Case, decision: AdvanceDecision) -> None:
    """What stood before, for as long as the letters wait."""
    before = BeforeAdvanceDecision(
        proposal=case.proposal,
        top_up=case.top_up,
        mandate=case.mandate,
        estimate=case.estimate,
        reserved=case.reserved,
    )
    taking_back.remember(draft, case, before, *decision.deciders)


def taken_back(case: Case, happening: Happened) -> Step[Case]:
    """Nothing is promised of it any more, and the stay holds what it held before."""
    fresh, before, undone = case.fresh, case.before_decision, case.decision
    if fresh is None or before is None or undone is None:
        raise taking_back.nothing_to_take_back()
    draft = Draft(case, happening).by(happening.body)
    taking_back.put_back(draft, fresh)
    draft.move(MovementKind.WITHDRAWN, undone.amount, "taken back")
    draft.change(
        decisions=case.decisions[:-1],
        proposal=_proposed_anew(before.proposal, happening),
        top_up=before.top_up,
        mandate=before.mandate,
        estimate=before.estimate,
        before_decision=None,
    )
    decided_at = undone.decided_at.isoformat()
    draft.to(Stage(fresh.stage), outcome=undone.answer, amount=undone.amount, decided_at=decided_at)
    return _hold_as_before(draft, before.reserved).step()


def _proposed_anew(proposal: AdvanceProposal | None, happening: Happened) -> AdvanceProposal | None:
    """What a second person had signed waits for a signature again; signed, it is another decision."""
    if proposal is None or proposal.decision is None:
        return proposal
    return replace(proposal, decision=replace(proposal.decision, decided_at=happening.now))


def _hold_as_before(draft: Draft, amount: int) -> Draft:
    if draft.case.reserved == amount:
        return draft
    if amount:
        draft.do(Reserve(amount=amount))
        return draft
    draft.change(reserved=0).do(Release()).do(WriteDown()).do(AssessAdvance())
    return draft


def held_as_before(draft: Draft) -> Draft:
    """The ledger holds again what it held before a top-up; the figures are read anew."""
    answer = draft.happening.body
    draft.change(reserved=answer.amount, accumulator_version=answer.version).do(AssessAdvance())
    return draft
