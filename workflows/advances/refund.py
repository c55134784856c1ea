"""What the family pays back to the provider: calculated, approved, noticed, collected (domain 5.6, R-160)."""

from dataclasses import replace
from datetime import date, timedelta

from rules.advances.values import Recall, Refund
from rules.advances.vocabulary import MovementKind, RefundState, Stage
from rules.cases import OpenQuestion, Side
from rules.china_time import shanghai_date
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.money import format_yuan
from rules.payments.values import ChangeReceivable, OpenReceivable, ReceivableAnswer, ReceivableNews
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from workflows.advances.draft import Case, Draft, Happened
from workflows.advances.money import closed_when_even
from workflows.case_engine import Refusal, RefusedError, Step

REFUND_DAYS = 15
"""Calendar days from the notice (A-31)."""
LEGAL_AFTER_DAYS = 30
"""From the day on which a lawyer may be asked; the reminder names it."""

COLLECTING = (RefundState.NOTICE_SENT, RefundState.INSTALMENT_AGREED, RefundState.OVERDUE)
CLOCKS = (ClockKind.REFUND, ClockKind.REFUND_INSTALMENT)
DISPUTE = "DISPUTE"


def recall_paid(draft: Draft, recall: Recall) -> Draft:
    """The whole of what was paid is to come back; the two who signed calculated it."""
    refund = Refund(
        state=RefundState.CALCULATED,
        amount=draft.case.statement.open,
        reason_code=recall.reason_code,
        made_by=recall.decided_by,
        calculated_at=draft.happening.now,
    )
    draft.change(refund=refund).to(Stage.REFUND_DUE, recall.reason_code, amount=refund.amount)
    return draft


def approve(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor who did not calculate it agrees: the debt to the provider is opened."""
    refund = _in(case, RefundState.CALCULATED)
    if refund.made_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You calculated this refund; another supervisor approves it.")
    if happening.actor.authority < refund.amount:
        why = "The amount is above your authority; a person with more approves it."
        raise RefusedError(Refusal.FORBIDDEN, why, amount=refund.amount)
    due_on = shanghai_date(happening.now) + timedelta(days=REFUND_DAYS)
    approved = replace(
        refund, state=RefundState.APPROVED, approved_by=happening.actor.reference, due_on=due_on
    )
    debt = OpenReceivable(
        key=case.refund_key,
        kind=ReceivableKind.REFUND,
        debtor=f"guardian:{case.circumstances.guardian_id}",
        amount=refund.amount,
        due_on=due_on,
        fund=case.provider,
    )
    return Draft(case, happening).change(refund=approved).note(amount=refund.amount).do(debt).step()


def receivable_opened(case: Case, happening: Happened) -> Step[Case]:
    """The debt has its reference: the notice goes out, and fifteen days run."""
    answer: ReceivableAnswer = happening.body
    refund = replace(
        _in(case, RefundState.APPROVED),
        state=RefundState.NOTICE_SENT,
        reference=answer.reference,
        noticed_on=shanghai_date(happening.now),
    )
    draft = Draft(case, happening).change(refund=refund).order("LT-RFD", Side.GUARDIAN)
    return draft.plan(ClockKind.REFUND).note(receivable=answer.reference, amount=answer.amount).step()


def instalments(case: Case, happening: Happened) -> Step[Case]:
    """Parts with days of their own take the place of the one due date; together they are what is owed."""
    refund, plan = _named(case, happening, *COLLECTING), happening.body.instalments
    today, total = shanghai_date(happening.now), sum(part.amount for part in plan)
    days = [part.due_on for part in plan]
    if total != refund.open:
        why = f"The parts add up to {format_yuan(total)} yuan, but {format_yuan(refund.open)} are owed."
        raise RefusedError(Refusal.INVALID, why, field="instalments")
    if days != sorted(set(days)) or days[0] <= today:
        why = "Each part has a day of its own, later than today and than the part before it."
        raise RefusedError(Refusal.INVALID, why, field="instalments")
    agreed = replace(refund, state=RefundState.INSTALMENT_AGREED, instalments=plan, due_on=days[-1])
    change = ChangeReceivable(
        key=case.refund_key, status=ReceivableStatus.OPEN, due_on=days[-1], instalments=plan
    )
    draft = Draft(case, happening).change(refund=agreed).stop(*CLOCKS)
    draft.note(parts=len(plan), last=days[-1].isoformat()).do(change)
    return draft.plan(ClockKind.REFUND_INSTALMENT, days[0]).step()


def dispute(case: Case, happening: Happened) -> Step[Case]:
    """The family disagrees: the due date stands still until a supervisor has answered."""
    refund = _named(case, happening, *COLLECTING)
    draft = Draft(case, happening)
    reason = draft.text(happening.body.reason)
    disputed = replace(refund, state=RefundState.DISPUTED, dispute=reason)
    draft.change(refund=disputed).note(text=reason)
    clock = case.clock(ClockKind.REFUND)
    if clock:
        draft.pause(clock, _dispute_question(happening))
    draft.stop(ClockKind.REFUND_INSTALMENT)
    return draft.do(ChangeReceivable(key=case.refund_key, status=ReceivableStatus.DISPUTED)).step()


def _dispute_question(happening: Happened) -> OpenQuestion:
    return OpenQuestion(
        question_id=DISPUTE,
        asked_of=Side.US,
        asked_by=happening.actor.reference,
        asked_at=happening.now,
        items=(),
    )


def resume(case: Case, happening: Happened) -> Step[Case]:
    """The refund stands: its time goes on where it stopped."""
    refund = _named(case, happening, RefundState.DISPUTED)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    state, due_on = RefundState.NOTICE_SENT, refund.due_on
    clock = case.clock(ClockKind.REFUND)
    if clock:
        due_on = _due_after(refund, clock, happening)
        draft.resume(clock, DISPUTE)
    elif refund.instalments:
        state = RefundState.INSTALMENT_AGREED
        _next_instalment(draft, refund)
    else:
        state = RefundState.OVERDUE
    draft.change(refund=replace(refund, state=state, due_on=due_on, dispute="")).note(text=text)
    change = ChangeReceivable(key=case.refund_key, status=ReceivableStatus.OPEN, due_on=due_on)
    return draft.do(change).step()


def _due_after(refund: Refund, clock: RunningClock, happening: Happened) -> date | None:
    """Later by the days of the dispute, as its clock is."""
    since = next(pause.from_at for pause in reversed(clock.pauses) if pause.to_at is None)
    lost = shanghai_date(happening.now) - shanghai_date(since)
    return refund.due_on + lost if refund.due_on else None


def give_to_legal(case: Case, happening: Happened) -> Step[Case]:
    """Only what is overdue; the family is told."""
    refund = _named(case, happening, RefundState.OVERDUE)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    today = shanghai_date(happening.now)
    draft.change(refund=replace(refund, state=RefundState.LEGAL, legal_from=today)).note(text=text)
    draft.stop(*CLOCKS).order("LT-RFD-R", Side.GUARDIAN)
    return draft.do(ChangeReceivable(key=case.refund_key, status=ReceivableStatus.LEGAL)).step()


def waive(case: Case, happening: Happened) -> Step[Case]:
    """Nobody pays the rest back; whoever waives has the authority for it."""
    refund = _named(case, happening, *COLLECTING, RefundState.DISPUTED, RefundState.LEGAL)
    if happening.actor.authority < refund.open:
        why = "The amount is above your authority; a person with more waives it."
        raise RefusedError(Refusal.FORBIDDEN, why, amount=refund.open)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.change(refund=replace(refund, state=RefundState.WAIVED)).stop(*CLOCKS).note(
        amount=refund.open, text=text
    )
    draft.move(MovementKind.WAIVED, refund.open, refund.reference)
    draft.do(ChangeReceivable(key=case.refund_key, status=ReceivableStatus.WAIVED))
    return closed_when_even(draft).step()


def receivable_changed(case: Case, happening: Happened) -> Step[Case]:
    """The payments room has the change; where it could not make it, a person hears why."""
    answer: ReceivableAnswer = happening.body
    if not answer.problem:
        return Step(state=case)
    return Draft(case, happening).note("NOT_CHANGED", receivable=answer.reference).step()


def received(case: Case, happening: Happened) -> Step[Case]:
    """Money came in; what the receivable holds decides, so the same news twice changes nothing."""
    news: ReceivableNews = happening.body
    refund = case.refund
    came = news.receivable.received - refund.received if refund else 0
    if refund is None or came <= 0:
        return Step(state=case)
    kept = replace(refund, received=news.receivable.received)
    draft = Draft(case, happening).change(refund=kept).note(receipt=news.receipt, amount=came)
    draft.move(MovementKind.REFUNDED, min(came, case.statement.open), news.receipt)
    if not kept.open:
        draft.change(refund=replace(kept, state=RefundState.PAID)).met(*CLOCKS)
        return closed_when_even(draft).step()
    if kept.state is RefundState.INSTALMENT_AGREED:
        _next_instalment(draft.met(ClockKind.REFUND_INSTALMENT), kept)
    return draft.step()


def _next_instalment(draft: Draft, refund: Refund) -> None:
    """The part that comes next has a day; a plan whose days are over is overdue."""
    open_before, today = (
        refund.amount - sum(p.amount for p in refund.instalments),
        shanghai_date(draft.happening.now),
    )
    covered = refund.received - open_before
    for part in refund.instalments:
        covered -= part.amount
        if covered < 0:
            draft.plan(ClockKind.REFUND_INSTALMENT, max(part.due_on, today))
            return


def remind(draft: Draft) -> Step[Case]:
    """Day 7 and day 12."""
    return draft.order("LT-RFD-R", Side.GUARDIAN).quiet_step()


def overdue(draft: Draft) -> Step[Case]:
    """The day passed unpaid: the last reminder announces the legal step."""
    refund = draft.case.refund
    if refund is None or refund.state not in COLLECTING:
        return draft.quiet_step()
    legal_from = shanghai_date(draft.happening.now) + timedelta(days=LEGAL_AFTER_DAYS)
    draft.change(refund=replace(refund, state=RefundState.OVERDUE, legal_from=legal_from)).met(*CLOCKS)
    return draft.order("LT-RFD-R", Side.GUARDIAN).step()


def _in(case: Case, *states: RefundState) -> Refund:
    refund = case.refund
    if refund is None or refund.state not in states:
        now = refund.state if refund else "none"
        wanted = " or ".join(states)
        raise RefusedError(Refusal.NOT_NOW, f"This needs a refund that is {wanted}; it is {now}.")
    return refund


def _named(case: Case, happening: Happened, *states: RefundState) -> Refund:
    """The refund, where the message is about it: an advance has no other debt."""
    if happening.body.debt not in (None, ReceivableKind.REFUND):
        why = f"A hospital advance has a REFUND and no {happening.body.debt}: name that."
        raise RefusedError(Refusal.INVALID, why, field="debt")
    return _in(case, *states)
