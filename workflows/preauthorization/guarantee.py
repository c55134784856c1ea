"""The promise: granted, cancelled, taken back, and what is said of each version of it."""

from dataclasses import replace
from datetime import date, timedelta

from rules.cases import OpenQuestion, Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.permissions import Relation
from rules.preauthorization.case import Guarantee, GuaranteeVersion
from rules.preauthorization.values import Stage
from rules.vocabulary import GuaranteeStatus, GuaranteeVersionKind
from workflows.case_engine import (
    HELD_LETTER,
    NUMBERED_ENDINGS,
    Refusal,
    RefusedError,
    Release,
    Step,
)
from workflows.preauthorization.draft import Case, Draft, Happened

VALID_DAYS_BEFORE = 1
VALID_DAYS_AFTER = 14
"""A letter holds from the day before the planned date to 14 calendar days after it (domain 7.1).

One that is granted later holds for 14 days from then: a letter that is over when it arrives promises nothing.
"""

BILL_WITHIN_DAYS = 30
"""A hospital sends its bill within so many calendar days after the care (domain 7.1)."""


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


def cancel(case: Case, happening: Happened) -> Step[Case]:
    """The promise is taken back with a reason; the reserve is free again."""
    draft = Draft(case, happening)
    text = draft.text(happening.body.explanation)
    numbered(draft, GuaranteeVersionKind.CANCELLED).change(**ended(draft.case, GuaranteeStatus.CANCELLED))
    draft.to(Stage.CANCELLED, happening.body.reason_code, text=text).do(Release())
    return draft.order("LT-GOP-CXL", *_told(case)).step()


def bill_by(draft: Draft, promise: GuaranteeVersion) -> date:
    """The last day for a bill of care that goes on now."""
    last_on = shanghai_date(draft.happening.now) + timedelta(days=promise.approved_days)
    return max(promise.valid_until, last_on) + timedelta(days=BILL_WITHIN_DAYS)


def numbered(draft: Draft, change: GuaranteeVersionKind) -> Draft:
    """What leaves or ends the letter is a version of it: it shows the figures that stand or stood."""
    promise = standing(draft.case)
    if promise.root and {NUMBERED_ENDINGS, HELD_LETTER} & draft.happening.patches:
        add_version(draft, replace(promise.current, change=change))
    return draft


def add_version(draft: Draft, said: GuaranteeVersion) -> None:
    """The next version of the letter, made now by who acts; nobody answered it yet."""
    promise = standing(draft.case)
    version = replace(
        said,
        ordinal=promise.next_ordinal,
        issued_at=draft.happening.now,
        decided_by=draft.happening.actor.reference,
        answered=None,
    )
    draft.change(guarantee=replace(promise, versions=(*promise.versions, version)))


def withdraw(case: Case, happening: Happened) -> Step[Case]:
    """The asking side takes the request back, in any open stage; a hospital never the family's own."""
    if happening.relation is Relation.OWN_HOSPITAL and case.opened_by.startswith("guardian:"):
        raise RefusedError(Refusal.FORBIDDEN, "The family made this request; the family takes it back.")
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    if case.guarantee is not None:
        numbered(draft, GuaranteeVersionKind.CANCELLED).change(**ended(draft.case, GuaranteeStatus.CANCELLED))
    if case.reserved:
        draft.do(Release())
    if case.stage in (Stage.GUARANTEED, Stage.AUTHORIZED):
        draft.order("LT-GOP-CXL", *_told(case))
    draft.change(questions=_closed_questions(case, happening), proposal=None, pending=None, amendment=None)
    return draft.to(Stage.WITHDRAWN, text=text).step()


def _closed_questions(case: Case, happening: Happened) -> tuple[OpenQuestion, ...]:
    return tuple(replace(q, closed_at=happening.now) if q.open else q for q in case.questions)


def ended(case: Case, status: GuaranteeStatus) -> dict[str, object]:
    """What changes when the promise ends; one that was used keeps its reserve until the bill is settled."""
    return {
        "guarantee": replace(standing(case), status=status),
        "reserved": case.reserved if status is GuaranteeStatus.CONSUMED else 0,
        "amendment": None,
        "proposal": None,
    }


def _told(case: Case) -> tuple[Side, ...]:
    """Who learns of a cancellation: the hospital where it held a letter, and always the family."""
    return (Side.HOSPITAL, Side.GUARDIAN) if case.stage is Stage.GUARANTEED else (Side.GUARDIAN,)


def standing(case: Case) -> Guarantee:
    """The promise of the case; RefusedError where there is none."""
    if case.guarantee is None:
        raise RefusedError(Refusal.NOT_NOW, "No guarantee letter stands on this case.")
    return case.guarantee
