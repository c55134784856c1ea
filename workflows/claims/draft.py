"""A step of a case with a claim being written."""

from dataclasses import replace
from typing import Any, Self, TypeVar

from activities.claim_orders import JudgeAnswer
from rules.adjudication.claim import Claim
from rules.claims.case import ClaimCase
from rules.claims.triage import concerns_after_judgment
from rules.claims.values import ClaimAnswer, ClaimDecision, ClaimProposal
from rules.roles import SYSTEM, Actor
from workflows.case_draft import CaseDraft
from workflows.case_engine import WriteDown
from workflows.claims.effects import Judge

State = TypeVar("State", bound=ClaimCase)


class ClaimDraft(CaseDraft[State]):
    """Adds to every draft what a claim needs: judgments, and the decisions that come of them."""

    def judge(self, claim: Claim, actor: Actor = SYSTEM, **asked: Any) -> Self:
        """Ask for a judgment, once what happened so far is written; ``asked`` are fields of `Judge`."""
        ordinal = self.case.judgments + 1
        self.change(judgments=ordinal)
        return self.do(WriteDown()).do(Judge(claim=claim, ordinal=ordinal, actor=actor, **asked))

    def post(self, proposal: ClaimProposal, claim: Claim, *, reopen: bool) -> Self:
        """Bring a person's decision to the ledger."""
        entry = proposal.entry
        self.change(pending=proposal, proposal=None)
        return self.judge(
            claim,
            Actor(proposal.made_by, (proposal.made_as,), proposal.authority),
            co_signed_by=proposal.co_signed_by,
            seen_version=None if reopen else entry.accumulator_version,
            refused_for=entry.reason_code if entry.answer is ClaimAnswer.REFUSE else None,
            reopen=reopen,
        )

    def judged(self, answer: JudgeAnswer) -> ClaimDecision | None:
        """Take up a judgment; the decision that now stands, or None where a person has yet to decide."""
        pending = self.case.pending
        # The store put its own events on the record of the case, so the next one is further on.
        self.change(event_count=self.case.event_count + answer.recorded, pending=None)
        judged = answer.judged
        if judged is None:
            return None
        refused = pending is not None and pending.entry.answer is ClaimAnswer.REFUSE
        if pending is None or judged.posted or refused:
            self.change(judged=judged)
        self.change(concerns=concerns_after_judgment(self.case.concerns, judged))
        if not (judged.posted or refused):
            return None
        decision = ClaimDecision(
            ordinal=len(self.case.decisions) + self.case.undone_decisions + 1,
            answer=ClaimAnswer.REFUSE if refused else ClaimAnswer.PAY,
            judged=judged,
            decided_by=SYSTEM.reference,
            decided_at=self.happening.now,
        )
        if pending:
            decision = _decided(decision, pending)
            self.by(Actor(pending.made_by, (pending.made_as,)))
        self.change(decisions=(*self.case.decisions, decision))
        return decision


def _decided(decision: ClaimDecision, proposal: ClaimProposal) -> ClaimDecision:
    entry = proposal.entry
    return replace(
        decision,
        decided_by=proposal.made_by,
        co_signed_by=proposal.co_signed_by,
        reason_code=entry.reason_code,
        clause=entry.clause,
        explanation=entry.explanation,
        would_change=entry.would_change,
    )
