"""A claim is determined: what is said to the family, and what happens by its answer or its silence."""

from rules.cases import CaseNews, Side
from rules.claims.values import ClaimAnswer, ClaimDecision
from rules.deadlines import ClockKind
from rules.reimbursement.values import Objection, Stage
from rules.vocabulary import EncounterType
from workflows.case_engine import APPROVAL_USED, Fact, Refusal, RefusedError, Step, TellCase
from workflows.reimbursing.draft import CLAIM_DETERMINED, CLAIM_OBJECTED, TARGETS, Case, Draft, Happened
from workflows.reimbursing.paying import close_when_told, pay


def determined(draft: Draft, decision: ClaimDecision) -> Draft:
    """The decision stands: a refusal in writing within three days, else a statement and the payment."""
    again = draft.case.stage is Stage.RECONSIDERATION
    draft.met(ClockKind.STATUTORY_DETERMINATION, ClockKind.RECONSIDERATION)
    draft.stop(ClockKind.INTERIM_PAYMENT, ClockKind.CLAIM_INVESTIGATION, ClockKind.ACCEPTANCE_WAIT)
    draft.to(
        Stage.DETERMINED,
        decision.reason_code or "",
        decision=decision.ordinal,
        answer=decision.answer,
        payable=decision.payable,
        moved=draft.happening.body.given_back or None,
    )
    if again:
        draft.order("LT-RECON", Side.GUARDIAN)
    _tell_advance(draft, decision)
    if draft.case.stands_at is None and APPROVAL_USED in draft.happening.patches:
        _tell_approvals(draft, decision)
    if decision.refused:
        draft.plan(ClockKind.REFUSAL_NOTICE).order("LT-REF", Side.GUARDIAN)
    if decision.answer is ClaimAnswer.REFUSE:
        draft.met(*TARGETS)
        return draft.to(Stage.REFUSED, decision.reason_code or "")
    draft.order("LT-EOB", Side.GUARDIAN)
    if decision.as_claimed:
        return agreed(draft)
    return draft.plan(ClockKind.ACCEPTANCE_WAIT)


def _tell_advance(draft: Draft, decision: ClaimDecision) -> None:
    case = draft.case
    if not case.linked_advance:
        return
    news = CaseNews(
        key=f"{case.case_number}/determined/{decision.ordinal}",
        fact=CLAIM_DETERMINED,
        sender=case.case_number,
        amount=decision.payable,
        detail={
            "refused": decision.answer is ClaimAnswer.REFUSE,
            "reason_code": decision.reason_code or "",
            "deciders": " ".join(decision.deciders),
        },
    )
    draft.do(TellCase(case_number=case.linked_advance, news=news))


def _tell_approvals(draft: Draft, decision: ClaimDecision) -> None:
    """A stay that was paid for uses up the approval that it was made on (domain 5.0)."""
    case = draft.case
    if decision.answer is ClaimAnswer.REFUSE:
        return
    for number in approvals(case):
        news = CaseNews(
            key=f"{case.case_number}/{Fact.BILL_SETTLED}",
            fact=Fact.BILL_SETTLED,
            sender=case.case_number,
            amount=case.amount,
            detail={"stay": True},
        )
        draft.do(TellCase(case_number=number, news=news))


def approvals(case: Case) -> tuple[str, ...]:
    """The approvals that this claim uses up where it is paid: those of its stay."""
    claim = case.claim
    stay = claim is not None and claim.encounter.type is EncounterType.INPATIENT
    return case.subject.authorized_by if stay else ()


def stands(case: Case, happening: Happened) -> Step[Case]:
    """Nobody took the decision back in time: an approval that it uses up ends only now."""
    decision = case.decision
    assert decision is not None
    draft = Draft(case, happening).change(fresh=None, before_decision=None).note(decision=decision.ordinal)
    _tell_approvals(draft, decision)
    return close_when_told(draft).step()


def agreed(draft: Draft, *, silent: bool = False) -> Draft:
    """Insurer and family are at one, or the undisputed part is paid after silence: ten days begin (L-05)."""
    draft.change(accepted=not silent).stop(ClockKind.ACCEPTANCE_WAIT)
    draft.to(Stage.AGREED, silent=silent).plan(ClockKind.PAYMENT_AFTER_AGREEMENT)
    return pay(draft)


def accept(case: Case, happening: Happened) -> Step[Case]:
    """The family agrees."""
    return agreed(Draft(case, happening)).step()


def silence(draft: Draft) -> Draft:
    """Five days without a word: no agreement, but what nobody disputes is paid (domain 5.3)."""
    return agreed(draft, silent=True)


def object_to(case: Case, happening: Happened) -> Step[Case]:
    """The family disagrees: somebody else decides again within ten working days."""
    reason = happening.body.reason
    if not reason.strip():
        raise RefusedError(Refusal.INVALID, "Say what you disagree with.", field="reason")
    assert case.decision is not None
    draft = Draft(case, happening)
    text = draft.text(reason)
    objection = Objection(reason=reason, made_at=happening.now, before=case.decision.payable)
    draft.change(objection=objection, proposal=None).stop(ClockKind.ACCEPTANCE_WAIT)
    draft.to(Stage.RECONSIDERATION, text=text, before=objection.before)
    if case.linked_advance:
        news = CaseNews(
            key=f"{case.case_number}/objected/{case.decision.ordinal}",
            fact=CLAIM_OBJECTED,
            sender=case.case_number,
        )
        draft.do(TellCase(case_number=case.linked_advance, news=news))
    return draft.plan(ClockKind.RECONSIDERATION).step()


def letter_sent(case: Case, happening: Happened) -> Step[Case]:
    """The written refusal reached the family (L-07): it has five days to object here."""
    code = happening.body.code
    if code != "LT-REF" or case.clock(ClockKind.REFUSAL_NOTICE) is None:
        return Step(state=case)
    draft = Draft(case, happening).met(ClockKind.REFUSAL_NOTICE).note(letter=code)
    if case.stage is Stage.REFUSED:
        draft.plan(ClockKind.ACCEPTANCE_WAIT)
    return close_when_told(draft).quiet_step()
