"""From more money beside the main state to the day of discharge and the claim."""

from datetime import date

from rules.advances.values import Discharge, FinalBill, LinkedClaim, TopUp
from rules.advances.vocabulary import UNPAID, DischargeNotice, MovementKind, Stage
from rules.cases import Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.money import format_yuan
from rules.permissions import Relation
from workflows.advances.draft import AssessAdvance, Case, Draft, Happened, OpenClaim, no_money_under_way
from workflows.case_engine import Refusal, RefusedError, Release, Step


def request_top_up(case: Case, happening: Happened) -> Step[Case]:
    """More is asked for; the advance that stands is not touched, and five working days run anew."""
    body = happening.body
    if case.top_up is not None:
        raise RefusedError(Refusal.NOT_NOW, "A top-up is already open; it is decided before the next one.")
    if body.amount <= 0:
        raise RefusedError(Refusal.INVALID, "Say how much more is needed.", field="amount")
    if body.estimate < case.statement.paid:
        why = f"The stay was advanced {format_yuan(case.statement.paid)} already: estimate the whole of it."
        raise RefusedError(Refusal.INVALID, why, field="estimate")
    draft = Draft(case, happening).change(documents=case.with_documents(*body.documents))
    reason = draft.text(body.reason)
    top_up = TopUp(
        ordinal=case.top_ups + 1,
        asked_by=happening.actor.reference,
        asked_at=happening.now,
        amount=body.amount,
        estimate=body.estimate,
        reason=reason,
    )
    draft.change(top_up=top_up, top_ups=top_up.ordinal).plan(ClockKind.ADVANCE_REVIEW).do(AssessAdvance())
    return draft.note(amount=body.amount, estimate=body.estimate, text=reason).step()


def notify(case: Case, happening: Happened) -> Step[Case]:
    """The discharge is announced: a late word is a warning, the hospital alone is flagged (R-156)."""
    body, today = happening.body, shanghai_date(happening.now)
    discharge = Discharge(
        on=body.on,
        told_by=happening.actor.reference,
        told_at=happening.now,
        notice=_notice(happening, body.on, today),
    )
    draft = Draft(case, happening).change(discharge=discharge)
    if case.stage in UNPAID:
        return _unpaid(draft, discharge, today)
    flag = "" if discharge.notice is DischargeNotice.IN_TIME else f"DISCHARGE_{discharge.notice}"
    if case.stage is Stage.ADVANCED:
        return draft.to(Stage.DISCHARGE_PLANNED, flag, on=body.on.isoformat()).step()
    return draft.note(flag, on=body.on.isoformat()).step()


def _notice(happening: Happened, on: date, today: date) -> DischargeNotice:
    if happening.relation is Relation.OWN_HOSPITAL:
        return DischargeNotice.WITHOUT_NOTICE
    return DischargeNotice.IN_TIME if on > today else DischargeNotice.LATE


def _unpaid(draft: Draft, discharge: Discharge, today: date) -> Step[Case]:
    """Without money at the hospital the case lapses with the day of discharge (domain 5.0)."""
    draft.note(on=discharge.on.isoformat())
    if draft.case.advance_under_way:
        return draft.step()
    if discharge.on <= today:
        return lapse(draft, "DISCHARGED").step()
    return draft.stop(ClockKind.ADVANCE_DISCHARGE).plan(ClockKind.ADVANCE_DISCHARGE, discharge.on).step()


def lapse(draft: Draft, cause: str) -> Draft:
    """Nothing was advanced: what was promised and held is free again; the family claims as usual."""
    draft.move(MovementKind.WITHDRAWN, draft.case.statement.unpaid, cause)
    if draft.case.reserved:
        draft.do(Release(expired=True))
    draft.change(proposal=None, pending=None, reserved=0).to(Stage.LAPSED, cause)
    draft.order("LT-LAPSE", Side.GUARDIAN)
    return draft


def settle_bill(case: Case, happening: Happened) -> Step[Case]:
    """The specialist settled the bill and has the file; what was never paid out is promised no more."""
    no_money_under_way(case)
    body = happening.body
    bill = FinalBill(
        number=body.number,
        code=body.code,
        billed_on=body.billed_on,
        lines=body.lines,
        member_paid=body.member_paid,
        public_insurance_paid=body.public_insurance_paid,
        settled_by=happening.actor.reference,
        settled_at=happening.now,
    )
    draft = Draft(case, happening).change(bill=bill, documents=case.with_documents(*body.documents))
    _file_is_whole(draft.case)
    _bill_adds_up(draft.case, bill)
    draft.move(MovementKind.WITHDRAWN, draft.case.statement.unpaid, "discharge").change(top_up=None)
    draft.stop(ClockKind.ADVANCE_REVIEW, ClockKind.MANDATE_WAIT, ClockKind.ADVANCE_PAYMENT)
    draft.to(Stage.SETTLED, billed=bill.total, member_paid=bill.member_paid)
    return draft.order("LT-ORIG", Side.GUARDIAN).step()


def _file_is_whole(case: Case) -> None:
    if case.missing_at_discharge:
        missing = ", ".join(case.missing_at_discharge)
        why = f"The claim file lacks {missing} (R-156): collect them before the bill is settled."
        raise RefusedError(Refusal.INVALID, why, field="documents")


def _bill_adds_up(case: Case, bill: FinalBill) -> None:
    paid = case.statement.paid + bill.member_paid + bill.public_insurance_paid
    if paid > bill.total:
        why = (
            f"{format_yuan(paid)} were paid on a bill of {format_yuan(bill.total)}: "
            "have the hospital give back what is too much, or correct the figures."
        )
        raise RefusedError(Refusal.INVALID, why, field="member_paid")


def submit_claim(case: Case, happening: Happened) -> Step[Case]:
    """The file goes to the insurer as a claim of its own, linked to the advance."""
    if case.claim is not None:
        raise RefusedError(Refusal.NOT_NOW, "The claim of this stay is open already.")
    return Draft(case, happening).note().do(OpenClaim()).step()


def claim_opened(case: Case, happening: Happened) -> Step[Case]:
    """The claim has its number; its own clocks run."""
    draft = Draft(case, happening).change(claim=LinkedClaim(case_number=happening.body))
    return draft.to(Stage.IN_CLAIM, claim=happening.body).step()
