"""A decision on a request is taken back before any letter of it has left."""

from dataclasses import replace
from datetime import datetime

from rules.preauthorization.case import Proposal
from rules.preauthorization.values import Stage
from rules.vocabulary import GuaranteeStatus
from workflows.case_engine import Assess, Refusal, RefusedError, Release, Step, WriteDown
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.taking_back import put_back


def taken_back(case: Case, happening: Happened) -> Step[Case]:
    """The case is under review again, the reserve free; who decides next sees the accounts as they are then.

    The promise that nobody saw is cancelled; its number stays used.
    """
    fresh, before, undone = case.fresh, case.before_decision, case.decision
    if fresh is None or before is None or undone is None:
        raise RefusedError(Refusal.NOT_NOW, "No decision of this case can be taken back.")
    draft = Draft(case, happening).by(happening.body)
    put_back(draft, fresh)
    promise = case.guarantee
    draft.change(
        decision=before.decision,
        proposal=_proposed_anew(before.proposal, happening.now),
        redirected=before.redirected,
        before_decision=None,
        guarantee=None,
        undone=replace(promise, status=GuaranteeStatus.CANCELLED)
        if promise and promise.root
        else case.undone,
        reserved=0,
    )
    decided_at = undone.decided_at.isoformat() if undone.decided_at else None
    draft.to(Stage(fresh.stage), outcome=undone.outcome, amount=undone.ceiling, decided_at=decided_at)
    if case.reserved:
        draft.do(Release()).do(WriteDown()).do(Assess())
    return draft.step()


def _proposed_anew(proposal: Proposal | None, now: datetime) -> Proposal | None:
    """What a second person had signed waits for a signature again; signed, it is another decision."""
    if proposal is None or proposal.decision is None:
        return proposal
    return replace(proposal, decision=replace(proposal.decision, decided_at=now))
