"""The promise: granted, amended beside the main state, cancelled, used, expired."""

from dataclasses import replace
from datetime import date, timedelta

from rules.cases import OpenQuestion, Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.permissions import Relation, Verdict, may
from rules.preauthorization.case import (
    Amendment,
    AmendmentDecision,
    BeforeDecision,
    Guarantee,
    GuaranteeVersion,
    Proposal,
)
from rules.preauthorization.decisions import Mistake, compose_amendment
from rules.preauthorization.values import Stage
from rules.vocabulary import EncounterType, GuaranteeStatus, GuaranteeVersionKind
from workflows.case_engine import (
    CORRECTED_GUARANTEE,
    FINAL_GUARANTEE,
    HELD_LETTER,
    NUMBERED_ENDINGS,
    Fact,
    Refusal,
    RefusedError,
    Release,
    Reserve,
    Step,
)
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.taking_back import remember

VALID_DAYS_BEFORE = 1
VALID_DAYS_AFTER = 14
"""A letter holds from the day before the planned date to 14 calendar days after it (domain 7.1).

One that is granted later holds for 14 days from then: a letter that is over when it arrives promises nothing.
"""


def grant(draft: Draft) -> Draft:
    """A direct-billing hospital gets the letter; elsewhere the approval stands by itself."""
    case = draft.case
    direct = case.assessment is not None and case.assessment.direct_billing
    guarantee = Guarantee(
        root=case.undone.root if case.undone else _root(case, draft.happening),
        status=GuaranteeStatus.VALID,
        versions=(_initial(draft),),
    )
    valid_until = guarantee.current.valid_until
    if not direct:
        draft.change(guarantee=replace(guarantee, root="")).plan(ClockKind.AUTHORIZATION_EXPIRY, valid_until)
        return draft.to(Stage.AUTHORIZED)
    draft.plan(ClockKind.GUARANTEE_EXPIRY, valid_until)
    draft.change(guarantee=guarantee).to(Stage.GUARANTEED, letter=guarantee.number)
    return draft.order("LT-GOP", Side.HOSPITAL)


def _root(case: Case, happening: Happened) -> str:
    """``GOP-YYYYMMDD-NNNNNN``; the sequence is the case's own, so the number is unique without asking."""
    sequence = case.case_number.split("-")[2]
    return f"GOP-{shanghai_date(happening.now):%Y%m%d}-{sequence}"


def _initial(draft: Draft) -> GuaranteeVersion:
    decision, request, undone = draft.case.decision, draft.case.request, draft.case.undone
    if decision is None:
        raise ValueError(f"{draft.case.case_number} grants without a decision")
    return GuaranteeVersion(
        ordinal=undone.next_ordinal if undone else 1,
        change=GuaranteeVersionKind.INITIAL,
        ceiling=decision.ceiling,
        approved_days=decision.approved_days,
        room_class=decision.room_class,
        valid_from=request.planned_on - timedelta(days=VALID_DAYS_BEFORE),
        valid_until=_first_validity(draft),
        issued_at=draft.happening.now,
        decided_by=decision.decided_by,
    )


def _first_validity(draft: Draft) -> date:
    """14 days after the planned day or the decision, whichever is later; for a longer stay its days.

    Never beyond the policy.
    """
    last_from = max(draft.case.request.planned_on, shanghai_date(draft.happening.now))
    found = draft.case.assessment
    days = draft.case.decision.approved_days if draft.case.decision else 0
    valid_until = last_from + timedelta(days=max(VALID_DAYS_AFTER, days))
    return min(valid_until, found.covered_until) if found and found.covered_until else valid_until


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
        ordinal=_guarantee(case).next_ordinal,
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
        _number(draft, GuaranteeVersionKind.DECLINED)
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
    guarantee = _guarantee(draft.case)
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
        draft.plan(ClockKind.BILL_WAIT, max(wait.bound_on or version.valid_until, _bill_by(draft, version)))
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


def cancel(case: Case, happening: Happened) -> Step[Case]:
    """The promise is taken back with a reason; the reserve is free again."""
    draft = Draft(case, happening)
    text = draft.text(happening.body.explanation)
    _number(draft, GuaranteeVersionKind.CANCELLED).change(**_ended(draft.case, GuaranteeStatus.CANCELLED))
    draft.to(Stage.CANCELLED, happening.body.reason_code, text=text).do(Release())
    return draft.order("LT-GOP-CXL", *_told(case)).step()


BILL_WITHIN_DAYS = 30
"""A hospital sends its bill within so many calendar days after the care (domain 7.1)."""
JUDGED_WITHIN_DAYS = 180
"""Longer than any bill is judged: the billing case says when its bill is settled."""
CORRECTED_WITHIN_DAYS = 180
"""Longer than any correction takes: the billing case says so when none can come any more (domain 5.0)."""


def stay_begun(case: Case, happening: Happened) -> Step[Case]:
    """Care began on this letter: it cannot expire unused any more, but the bill has to come."""
    draft = Draft(case, happening).stop(ClockKind.GUARANTEE_EXPIRY)
    draft.plan(ClockKind.BILL_WAIT, _bill_by(draft, _guarantee(case).current))
    return draft.note(billing_case=happening.body.sender).step()


def _bill_by(draft: Draft, promise: GuaranteeVersion) -> date:
    """The last day for a bill of care that goes on now."""
    last_on = shanghai_date(draft.happening.now) + timedelta(days=promise.approved_days)
    return max(promise.valid_until, last_on) + timedelta(days=BILL_WITHIN_DAYS)


def stay_withdrawn(case: Case, happening: Happened) -> Step[Case]:
    """The hospital took its case back: the letter stands for other care, and may expire unused."""
    draft = Draft(case, happening).note(billing_case=happening.body.sender)
    if _heard_from(case, Fact.STAY_BEGUN) - _heard_from(case, Fact.STAY_WITHDRAWN):
        return draft.step()
    last_on = max(_guarantee(case).current.valid_until, shanghai_date(happening.now))
    return draft.stop(ClockKind.BILL_WAIT).plan(ClockKind.GUARANTEE_EXPIRY, last_on).step()


def _heard_from(case: Case, fact: Fact) -> set[str]:
    """The cases that told it; a key is ``<case>/<fact>``."""
    told = (key.partition("/") for key in case.heard)
    return {sender for sender, _, said in told if said == fact}


def bill_received(case: Case, happening: Happened) -> Step[Case]:
    """The bill is here: however long it is judged, the letter does not end meanwhile."""
    draft = Draft(case, happening).stop(ClockKind.GUARANTEE_EXPIRY)
    until = shanghai_date(happening.now) + timedelta(days=JUDGED_WITHIN_DAYS)
    return draft.plan(ClockKind.BILL_WAIT, until).note(billing_case=happening.body.sender).step()


def billed(case: Case, happening: Happened) -> Step[Case]:
    """The treatment took place: the reserve waits for the bill's own case, but not for ever."""
    draft = Draft(case, happening).change(**_ended(case, GuaranteeStatus.CONSUMED))
    draft.stop(ClockKind.GUARANTEE_EXPIRY, ClockKind.AUTHORIZATION_EXPIRY, ClockKind.BILL_WAIT)
    draft.to(Stage.BILL_AWAITED, billing_case=happening.body.billing_case)
    until = shanghai_date(happening.now) + timedelta(days=BILL_WITHIN_DAYS)
    return draft.plan(ClockKind.BILL_WAIT, until).step()


def bill_settled(case: Case, happening: Happened) -> Step[Case]:
    """The bill was determined: the letter is used, and needs nothing of the reserve any more.

    Its final version says what the hospital gets. An approval without a letter has no versions to end. While
    the bill may be corrected, the case stays open: a correction that changes the sum makes another version.
    """
    draft, news = Draft(case, happening), happening.body
    claimed_stay = bool(news.detail.get("stay"))
    if claimed_stay and (
        case.stage is not Stage.AUTHORIZED or case.request.encounter is not EncounterType.INPATIENT
    ):
        # A family's claim uses up an approval of its stay, and no letter that a hospital may still bill on.
        return Step(state=case)
    last = bool(_guarantee(case).root) and news.detail.get("settled") is not None
    if not last or FINAL_GUARANTEE not in happening.patches:
        draft.change(**_ended(case, GuaranteeStatus.CONSUMED)).do(Release())
        return _used(draft, billing_case=news.sender, billed=news.amount).step()
    told = _last_version(draft)
    draft.change(**_ended(draft.case, GuaranteeStatus.CONSUMED))
    if case.stage is not Stage.CORRECTABLE:
        draft.do(Release())
    if told:
        draft.order("LT-GOP-FIN", Side.HOSPITAL)
    draft.stop(ClockKind.GUARANTEE_EXPIRY, ClockKind.BILL_WAIT)
    if news.detail.get("correctable") and CORRECTED_GUARANTEE in happening.patches:
        draft.to(Stage.CORRECTABLE, "", billing_case=news.sender, billed=news.amount)
        until = shanghai_date(happening.now) + timedelta(days=CORRECTED_WITHIN_DAYS)
        return draft.plan(ClockKind.BILL_WAIT, until).step()
    return _used(draft, billing_case=news.sender, billed=news.amount).step()


def _last_version(draft: Draft) -> bool:
    """Make the final version; False where the letter has it already, with the same figures."""
    news, now = draft.happening.body, _guarantee(draft.case).current
    settled, days = int(news.detail["settled"]), int(news.detail.get("days") or 0)
    if now.change is GuaranteeVersionKind.FINAL and (now.ceiling, now.approved_days) == (settled, days):
        return False
    _add(draft, replace(now, change=GuaranteeVersionKind.FINAL, ceiling=settled, approved_days=days))
    return True


def _number(draft: Draft, change: GuaranteeVersionKind) -> Draft:
    """What leaves or ends the letter is a version of it: it shows the figures that stand or stood."""
    promise = _guarantee(draft.case)
    if promise.root and {NUMBERED_ENDINGS, HELD_LETTER} & draft.happening.patches:
        _add(draft, replace(promise.current, change=change))
    return draft


def _add(draft: Draft, said: GuaranteeVersion) -> None:
    promise = _guarantee(draft.case)
    version = replace(
        said,
        ordinal=promise.next_ordinal,
        issued_at=draft.happening.now,
        decided_by=draft.happening.actor.reference,
        answered=None,
    )
    draft.change(guarantee=replace(promise, versions=(*promise.versions, version)))


def bill_stands(case: Case, happening: Happened) -> Step[Case]:
    """No correction can come any more: the final version is the last."""
    draft = Draft(case, happening).stop(ClockKind.BILL_WAIT)
    return _used(draft, billing_case=happening.body.sender).step()


def bill_missing(draft: Draft) -> Draft:
    """No bill came in time: what was held for it is free again. After a settlement nothing is held.

    A letter that nobody billed on ends as one that nobody used (domain 5.1).
    """
    draft.met(ClockKind.BILL_WAIT)
    if draft.case.stage is Stage.GUARANTEED and HELD_LETTER in draft.happening.patches:
        return expired(draft)
    return _used(draft if draft.case.stage is Stage.CORRECTABLE else draft.do(Release(expired=True)))


def _used(draft: Draft, **detail: str | int | None) -> Draft:
    promise = draft.case.guarantee
    return draft.to(Stage.CONSUMED if promise and promise.root else Stage.CLOSED, "", **detail)


def expired(draft: Draft) -> Draft:
    """The last day passed without a bill: the reserve is released."""
    case = draft.case
    _number(draft, GuaranteeVersionKind.EXPIRED)
    draft.change(**_ended(draft.case, GuaranteeStatus.EXPIRED)).do(Release(expired=True))
    if case.stage is Stage.GUARANTEED:
        return draft.to(Stage.EXPIRED).order("LT-GOP-EXP", Side.HOSPITAL)
    return draft.to(Stage.CLOSED)


def withdraw(case: Case, happening: Happened) -> Step[Case]:
    """The asking side takes the request back, in any open stage; a hospital never the family's own."""
    if happening.relation is Relation.OWN_HOSPITAL and case.opened_by.startswith("guardian:"):
        raise RefusedError(Refusal.FORBIDDEN, "The family made this request; the family takes it back.")
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    if case.guarantee is not None:
        _number(draft, GuaranteeVersionKind.CANCELLED).change(**_ended(draft.case, GuaranteeStatus.CANCELLED))
    if case.reserved:
        draft.do(Release())
    if case.stage in (Stage.GUARANTEED, Stage.AUTHORIZED):
        draft.order("LT-GOP-CXL", *_told(case))
    draft.change(questions=_closed_questions(case, happening), proposal=None, pending=None, amendment=None)
    return draft.to(Stage.WITHDRAWN, text=text).step()


def _closed_questions(case: Case, happening: Happened) -> tuple[OpenQuestion, ...]:
    return tuple(replace(q, closed_at=happening.now) if q.open else q for q in case.questions)


def _ended(case: Case, status: GuaranteeStatus) -> dict[str, object]:
    return {
        "guarantee": replace(_guarantee(case), status=status),
        "reserved": case.reserved if status is GuaranteeStatus.CONSUMED else 0,
        "amendment": None,
        "proposal": None,
    }


def _told(case: Case) -> tuple[Side, ...]:
    """Who learns of a cancellation: the hospital where it held a letter, and always the family."""
    return (Side.HOSPITAL, Side.GUARDIAN) if case.stage is Stage.GUARANTEED else (Side.GUARDIAN,)


def _guarantee(case: Case) -> Guarantee:
    if case.guarantee is None:
        raise RefusedError(Refusal.NOT_NOW, "No guarantee letter stands on this case.")
    return case.guarantee
