"""A letter raised, extended, reduced or left as it is, beside the main state."""

from dataclasses import replace

from rules.cases import Side
from rules.deadlines import ClockKind
from rules.permissions import Verdict, may
from rules.preauthorization.case import (
    Amendment,
    AmendmentDecision,
    BeforeDecision,
    GuaranteeVersion,
    Proposal,
)
from rules.preauthorization.decisions import Mistake, compose_amendment
from rules.vocabulary import GuaranteeVersionKind
from workflows.case_engine import HELD_LETTER, Refusal, RefusedError, Reserve, Step
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.preauthorization.guarantee import bill_by, numbered, standing
from workflows.taking_back import remember


def request_amendment(case: Case, happening: Happened) -> Step[Case]:
    """A raise or extension runs beside the letter, which stands as it is meanwhile."""
    body = happening.body
    if case.amendment is not None:
        raise RefusedError(
            Refusal.NOT_NOW, "An amendment is already open; it is decided before the next one."
        )
    if body.ceiling is None and body.approved_days is None and body.valid_until is None:
        raise RefusedError(
            Refusal.INVALID, "Say what should change: ceiling, approved_days or valid_until.", field="ceiling"
        )
    draft = Draft(case, happening)
    reason = draft.text(body.reason)
    amendment = Amendment(
        ordinal=standing(case).next_ordinal,
        asked_by=happening.actor.reference,
        asked_at=happening.now,
        ceiling=body.ceiling,
        approved_days=body.approved_days,
        valid_until=body.valid_until,
        reason_key=reason,
    )
    draft.change(amendment=amendment, amendment_decision=None).plan(ClockKind.AMENDMENT_DECISION)
    return draft.note(ceiling=body.ceiling, days=body.approved_days, text=reason).step()


def decide_amendment(case: Case, happening: Happened) -> Step[Case]:
    """Approve as a new version, or decline and leave the letter as it is."""
    if case.amendment is None:
        raise RefusedError(Refusal.NOT_NOW, "No amendment is open on this case.")
    if case.held:
        raise RefusedError(
            Refusal.NOT_NOW, "The case is held for a fraud check; a supervisor releases it first."
        )
    composed = compose_amendment(
        case, case.amendment, happening.body.decision, happening.actor.reference, happening.now
    )
    if isinstance(composed, Mistake):
        raise RefusedError(Refusal.INVALID, composed.why, field=composed.field)
    draft = Draft(case, happening)
    text = draft.text(composed.explanation)
    draft.note(composed.reason_code, approve=composed.approve, ceiling=composed.ceiling, text=text)
    if not composed.approve:
        remember_amendment(draft, case, composed)
        draft.change(amendment=None, amendment_decision=composed).met(ClockKind.AMENDMENT_DECISION)
        numbered(draft, GuaranteeVersionKind.DECLINED)
        return draft.order("LT-GOP-AMD-NO", Side.HOSPITAL).step()
    proposal = draft.proposal(amendment=composed)
    ruling = may(happening.actor, happening.body.action, happening.relation, composed.ceiling)
    if ruling.verdict is Verdict.NEEDS_SECOND:
        return draft.change(proposal=proposal).step()
    remember_amendment(draft, case, composed)
    return hold(draft, proposal, composed).step()


_WITH_THE_LETTER = (ClockKind.GUARANTEE_EXPIRY, ClockKind.BILL_WAIT)
"""Clocks that an amendment moves with the last day of the letter."""


def remember_amendment(draft: Draft, case: Case, answer: AmendmentDecision) -> None:
    """What stood before the answer, for as long as its letter waits."""
    before = BeforeDecision(
        decision=case.decision,
        proposal=case.proposal,
        redirected=case.redirected,
        amendment=case.amendment,
        amendment_decision=case.amendment_decision,
        guarantee=case.guarantee,
        reserved=case.reserved,
        bound=tuple(
            (clock.kind, clock.bound_on)
            for clock in case.clocks
            if clock.open and clock.kind in _WITH_THE_LETTER and clock.bound_on
        ),
    )
    remember(draft, case, before, answer.decided_by, answer.co_signed_by)


def hold(draft: Draft, proposal: Proposal, answer: AmendmentDecision) -> Draft:
    """The ledger holds the new ceiling. A raise rests on the accounts that were shown; what draws nothing
    more than the letter already holds is not refused because they moved.
    """
    raised = answer.ceiling > draft.case.reserved
    seen = answer.accumulator_version if raised else None
    return draft.change(pending=proposal).do(Reserve(amount=answer.ceiling, seen_version=seen))


def amend(draft: Draft, decision: AmendmentDecision) -> Draft:
    """The raised reserve stands: a new version of the same letter goes out."""
    guarantee = standing(draft.case)
    now = guarantee.current
    version = GuaranteeVersion(
        ordinal=guarantee.next_ordinal,
        change=_change(now, decision),
        ceiling=decision.ceiling,
        approved_days=decision.approved_days,
        room_class=now.room_class,
        valid_from=now.valid_from,
        valid_until=decision.valid_until or now.valid_until,
        issued_at=draft.happening.now,
        decided_by=decision.decided_by,
    )
    amended = replace(guarantee, versions=(*guarantee.versions, version))
    draft.change(guarantee=amended, amendment=None, amendment_decision=decision)
    draft.met(ClockKind.AMENDMENT_DECISION).note(letter=amended.number, ceiling=version.ceiling)
    wait = draft.case.clock(ClockKind.BILL_WAIT)
    if wait and HELD_LETTER in draft.happening.patches:
        draft.plan(ClockKind.BILL_WAIT, max(wait.bound_on or version.valid_until, bill_by(draft, version)))
    elif version.valid_until != now.valid_until:
        draft.stop(ClockKind.GUARANTEE_EXPIRY).plan(ClockKind.GUARANTEE_EXPIRY, version.valid_until)
    return draft.order("LT-GOP-AMD", Side.HOSPITAL)


def _change(now: GuaranteeVersion, decision: AmendmentDecision) -> GuaranteeVersionKind:
    later = decision.valid_until is not None and decision.valid_until > now.valid_until
    if decision.ceiling > now.ceiling:
        if later:
            return GuaranteeVersionKind.RAISED_AND_EXTENDED
        return GuaranteeVersionKind.RAISED
    more = later or decision.approved_days > now.approved_days
    sooner = decision.valid_until is not None and decision.valid_until < now.valid_until
    less = sooner or decision.approved_days < now.approved_days
    if decision.ceiling < now.ceiling or (less and not more):
        return GuaranteeVersionKind.REDUCED
    return GuaranteeVersionKind.EXTENDED
