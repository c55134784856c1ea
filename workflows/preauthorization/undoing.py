"""A decision on a request, or on an amendment of its letter, is taken back before any letter has left."""

from dataclasses import replace
from datetime import date, datetime

from rules.cases import FreshDecision
from rules.deadlines import ClockKind
from rules.preauthorization.case import BeforeDecision, Proposal
from rules.preauthorization.values import Stage
from rules.vocabulary import GuaranteeStatus
from workflows.case_engine import Assess, Release, Reserve, Step, WriteDown
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.taking_back import nothing_to_take_back, put_back


def taken_back(case: Case, happening: Happened) -> Step[Case]:
    """What was decided last, on the request or on an amendment of its letter, waits for a decision again."""
    fresh, before = case.fresh, case.before_decision
    if fresh is None or before is None:
        raise nothing_to_take_back()
    draft = Draft(case, happening).by(happening.body)
    if before.amendment:
        return _amendment(draft, fresh, before).step()
    return _request(draft, fresh, before).step()


def _request(draft: Draft, fresh: FreshDecision, before: BeforeDecision) -> Draft:
    """The case is under review again, the reserve free; who decides next sees the accounts as they are then.

    The promise that nobody saw is cancelled; its number stays used.
    """
    case, undone = draft.case, draft.case.decision
    if undone is None:
        raise nothing_to_take_back()
    put_back(draft, fresh)
    promise = case.guarantee
    draft.change(
        decision=before.decision,
        proposal=_proposed_anew(before.proposal, draft.happening.now),
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
    return draft


def _amendment(draft: Draft, fresh: FreshDecision, before: BeforeDecision) -> Draft:
    """The letter stands as it stood, and the amendment is open again; a version's number stays used."""
    case, stood, undone = draft.case, before.guarantee, draft.case.amendment_decision
    if stood is None or case.guarantee is None or undone is None:
        raise nothing_to_take_back()
    put_back(draft, fresh)
    made = case.guarantee.versions[len(stood.versions) :]
    draft.change(
        guarantee=replace(stood, taken_back=(*stood.taken_back, *made)),
        amendment=before.amendment,
        amendment_decision=before.amendment_decision,
        proposal=_proposed_anew(before.proposal, draft.happening.now),
        before_decision=None,
    )
    for kind, last_on in before.bound:
        _until(draft, kind, last_on)
    decided_at = undone.decided_at.isoformat() if undone.decided_at else None
    draft.to(Stage(fresh.stage), amendment=True, amount=undone.ceiling, decided_at=decided_at)
    return draft.do(Reserve(amount=before.reserved)) if case.reserved != before.reserved else draft


def _until(draft: Draft, kind: ClockKind, last_on: date) -> None:
    """What was to end later, or sooner, ends when it would have."""
    standing = draft.case.clock(kind)
    if standing is None or standing.bound_on != last_on:
        draft.stop(kind).plan(kind, last_on)


def _proposed_anew(proposal: Proposal | None, now: datetime) -> Proposal | None:
    """What a second person had signed waits for a signature again; signed, it is another decision."""
    if proposal is None:
        return None
    if proposal.amendment:
        return replace(proposal, amendment=replace(proposal.amendment, decided_at=now))
    if proposal.decision is None:
        return proposal
    return replace(proposal, decision=replace(proposal.decision, decided_at=now))
