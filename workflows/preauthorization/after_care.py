"""What becomes of a promise once care began on it: billed, settled, corrected, or never asked for."""

from dataclasses import replace
from datetime import timedelta

from rules.cases import Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.preauthorization.values import Stage
from rules.vocabulary import EncounterType, GuaranteeStatus, GuaranteeVersionKind
from workflows.case_engine import (
    CORRECTED_GUARANTEE,
    FINAL_GUARANTEE,
    HELD_LETTER,
    Fact,
    Release,
    Step,
)
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.preauthorization.guarantee import (
    BILL_WITHIN_DAYS,
    add_version,
    bill_by,
    ended,
    numbered,
    standing,
)

JUDGED_WITHIN_DAYS = 180
"""Longer than any bill is judged: the billing case says when its bill is settled."""
CORRECTED_WITHIN_DAYS = 180
"""Longer than any correction takes: the billing case says so when none can come any more (domain 5.0)."""


def stay_begun(case: Case, happening: Happened) -> Step[Case]:
    """Care began on this letter: it cannot expire unused any more, but the bill has to come."""
    draft = Draft(case, happening).stop(ClockKind.GUARANTEE_EXPIRY)
    draft.plan(ClockKind.BILL_WAIT, bill_by(draft, standing(case).current))
    return draft.note(billing_case=happening.body.sender).step()


def stay_withdrawn(case: Case, happening: Happened) -> Step[Case]:
    """The hospital took its case back: the letter stands for other care, and may expire unused."""
    draft = Draft(case, happening).note(billing_case=happening.body.sender)
    if _heard_from(case, Fact.STAY_BEGUN) - _heard_from(case, Fact.STAY_WITHDRAWN):
        return draft.step()
    last_on = max(standing(case).current.valid_until, shanghai_date(happening.now))
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
    draft = Draft(case, happening).change(**ended(case, GuaranteeStatus.CONSUMED))
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
    last = bool(standing(case).root) and news.detail.get("settled") is not None
    if not last or FINAL_GUARANTEE not in happening.patches:
        draft.change(**ended(case, GuaranteeStatus.CONSUMED)).do(Release())
        return _used(draft, billing_case=news.sender, billed=news.amount).step()
    told = _last_version(draft)
    draft.change(**ended(draft.case, GuaranteeStatus.CONSUMED))
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
    news, now = draft.happening.body, standing(draft.case).current
    settled, days = int(news.detail["settled"]), int(news.detail.get("days") or 0)
    if now.change is GuaranteeVersionKind.FINAL and (now.ceiling, now.approved_days) == (settled, days):
        return False
    add_version(draft, replace(now, change=GuaranteeVersionKind.FINAL, ceiling=settled, approved_days=days))
    return True


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
    numbered(draft, GuaranteeVersionKind.EXPIRED)
    draft.change(**ended(draft.case, GuaranteeStatus.EXPIRED)).do(Release(expired=True))
    if case.stage is Stage.GUARANTEED:
        return draft.to(Stage.EXPIRED).order("LT-GOP-EXP", Side.HOSPITAL)
    return draft.to(Stage.CLOSED)
