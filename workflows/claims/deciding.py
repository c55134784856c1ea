"""A person decides a claim, a second one signs, and what the ledger answers."""

from dataclasses import replace

from rules.claims.decisions import ClaimMistake, claim_to_post, mistake_in
from rules.claims.values import ClaimAnswer, ClaimDecision, ClaimDecisionInput, ClaimProposal
from rules.money import format_yuan
from rules.permissions import Verdict, may
from workflows.case_engine import Happening, Refusal, RefusedError, Step
from workflows.claims.draft import ClaimDraft, State
from workflows.every_case import released


def decide(case: State, happening: Happening[State]) -> Step[State]:
    """Within authority the ledger is asked at once; a "no", or more than that, waits for a second person.

    The act's body has ``decision: ClaimDecisionInput``.
    """
    entry: ClaimDecisionInput = happening.body.decision
    released(case)
    mistake = mistake_in(case.judged, entry)
    if mistake:
        raise _invalid(mistake)
    _somebody_else(case, happening)
    assert case.judged is not None
    draft = ClaimDraft(case, happening)
    proposal = _proposal(case, happening, entry)
    ruling = may(happening.actor, happening.body.action, happening.relation, proposal.payable)
    if entry.answer is ClaimAnswer.REFUSE or ruling.verdict is Verdict.NEEDS_SECOND:
        draft.change(proposal=proposal)
        code = entry.reason_code or ""
        return draft.note(
            code,
            answer=entry.answer,
            payable=proposal.payable,
            text=draft.text(entry.explanation),
            proposal=True,
        ).step()
    draft.text(entry.explanation)
    return _to_ledger(draft, proposal)


def co_sign(case: State, happening: Happening[State]) -> Step[State]:
    """A second person with the authority signs; maker and signer are never the same (L-17)."""
    released(case)
    proposal = _waiting(case, happening)
    if happening.actor.authority < proposal.payable:
        raise RefusedError(
            Refusal.FORBIDDEN,
            f"{format_yuan(proposal.payable)} yuan is above your authority too; a person with more signs.",
            amount=proposal.payable,
        )
    _somebody_else(case, happening)
    draft = ClaimDraft(case, happening)
    draft.note(maker=proposal.made_by, payable=proposal.payable)
    return _to_ledger(draft, replace(proposal, co_signed_by=happening.actor.reference))


def send_back(case: State, happening: Happening[State]) -> Step[State]:
    """The proposal returns to its maker with a reason."""
    proposal = _waiting(case, happening)
    draft = ClaimDraft(case, happening).change(proposal=None)
    return draft.note(maker=proposal.made_by, text=draft.text(happening.body.reason)).step()


def taken(case: State, happening: Happening[State]) -> tuple[ClaimDraft[State], ClaimDecision | None]:
    """A judgment came back: the draft that took it up, and the decision that now stands.

    Where there is none, end the step with ``unsettled``, or send the claim to a person.
    """
    draft = ClaimDraft(case, happening)
    return draft, draft.judged(happening.body)


def unsettled(draft: ClaimDraft[State], before: State) -> Step[State]:
    """Nothing was posted: tell the person whose decision it was why, if there is one."""
    answer = draft.happening.body
    step = draft.note(
        moved=answer.moved, settled_before=answer.settled_before, accumulator_version=answer.version or None
    ).step()
    if before.pending is None:
        return step
    return replace(step, refused=_why_not(draft))


def _why_not(draft: ClaimDraft[State]) -> RefusedError:
    answer = draft.happening.body
    if answer.moved:
        return RefusedError(
            Refusal.STALE,
            "The member's accounts moved since you opened the case: "
            f"{format_yuan(answer.payable)} yuan is payable now. Decide again with that figure.",
            payable=answer.payable,
            accumulator_version=answer.version,
        )
    if answer.settled_before or answer.judged is None:
        return RefusedError(
            Refusal.NOT_NOW, "Another decision of this case stands; it has to be reconsidered, not decided."
        )
    why = ", ".join((*answer.judged.referred_for, *answer.judged.to_confirm)) or answer.judged.hold
    return RefusedError(
        Refusal.INVALID, f"The claim is still held for {why}: look at it and decide again.", field="allowed"
    )


def _to_ledger(draft: ClaimDraft[State], proposal: ClaimProposal) -> Step[State]:
    case = draft.case
    assert case.claim is not None
    standing = case.decision
    reopen = standing is not None and standing.judged.posted
    return draft.post(proposal, claim_to_post(case.claim, proposal.entry), reopen=reopen).step()


def _proposal(case: State, happening: Happening[State], entry: ClaimDecisionInput) -> ClaimProposal:
    assert case.judged is not None
    return ClaimProposal(
        entry=entry,
        made_by=happening.actor.reference,
        made_as=happening.actor.roles[0],
        made_at=happening.now,
        authority=happening.actor.authority,
        payable=case.judged.payable if entry.answer is ClaimAnswer.PAY else 0,
    )


def _waiting(case: State, happening: Happening[State]) -> ClaimProposal:
    if case.proposal is None:
        raise RefusedError(Refusal.NOT_NOW, "Nothing waits for a second signature on this case.")
    if case.proposal.made_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You made this proposal; another person has to sign it.")
    return case.proposal


def _somebody_else(case: State, happening: Happening[State]) -> None:
    """What was decided once is decided again by somebody else (domain 5.3)."""
    if happening.actor.reference in case.deciders:
        raise RefusedError(Refusal.FORBIDDEN, "You decided this claim before; another person reconsiders it.")


def _invalid(mistake: ClaimMistake) -> RefusedError:
    return RefusedError(Refusal.INVALID, mistake.why, field=mistake.field)
