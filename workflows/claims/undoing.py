"""A person's decision on a claim is taken back before its letters leave."""

from dataclasses import replace

from rules.claims.case import BeforeClaimDecision
from rules.claims.values import ClaimProposal
from workflows import taking_back
from workflows.claims.draft import ClaimDraft, State
from workflows.taking_back import forget, nothing_to_take_back, put_back


def remember(
    draft: ClaimDraft[State], before: State, made: ClaimProposal | None, *, holds_back: bool = False
) -> None:
    """Keep what stood before a person's decision, for as long as its letters wait.

    What took the place of another decision stays: that one's money has gone back already. ``holds_back``:
    what follows from the decision is done when the window is over.
    """
    if made is None or before.decisions:
        return forget(draft)
    kept = BeforeClaimDecision(made=made, concerns=before.concerns)
    return taking_back.remember(draft, before, kept, made.made_by, made.co_signed_by, holds_back=holds_back)


def undo(draft: ClaimDraft[State], stage: str) -> None:
    """The claim waits for a person in that stage again, or for the signature.

    What it took goes back when it is judged anew; what else the decision had set going is the process's.
    """
    case = draft.case
    fresh, before, undone = case.fresh, case.before_decision, case.decision
    if fresh is None or before is None or undone is None:
        raise nothing_to_take_back()
    put_back(draft, fresh)
    signed = bool(before.made.co_signed_by)
    draft.change(
        decisions=case.decisions[:-1],
        undone_decisions=case.undone_decisions + 1,
        proposal=replace(before.made, co_signed_by="") if signed else None,
        concerns=before.concerns,
        before_decision=None,
    )
    decided_at = undone.judged.judged_at.isoformat()
    draft.to(stage, outcome=undone.answer, amount=undone.payable, decided_at=decided_at)
