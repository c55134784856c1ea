"""What was paid above the determination comes back: proposed, approved, noticed, collected (as 5.6)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rules.cases import Side
from rules.china_time import shanghai_date
from rules.claims.overpayment import Overpayment, OverpaymentState
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind
from rules.money import format_yuan
from rules.payments.values import ChangeReceivable, OpenReceivable, ReceivableAnswer, ReceivableNews
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from workflows.case_engine import Refusal, RefusedError
from workflows.claims.draft import ClaimDraft

Draft = ClaimDraft[Any]
Close = Callable[[], Any]
KIND, CLOCK, LETTER = ReceivableKind.OVERPAYMENT, ClockKind.OVERPAYMENT, "LT-OVP"
INSTALMENT = ClockKind.OVERPAYMENT_INSTALMENT
COLLECTING = (
    OverpaymentState.NOTICE_SENT,
    OverpaymentState.INSTALMENT_AGREED,
    OverpaymentState.OVERDUE,
)
LEGAL_AFTER_DAYS = 30
"""From the day on which it is overdue; the reminder names the day, as for a refund."""


def weigh(draft: Draft, *, paid: int, due: int, debtor: str, side: Side) -> None:
    """Propose what was paid above what is due; what a person has agreed to already stays as it is."""
    case, standing = draft.case, draft.case.overpayment
    if standing and standing.open and standing.state is not OverpaymentState.PROPOSED:
        return
    left = paid - case.overpaid_settled
    if left <= due:
        if standing and standing.open:
            draft.change(overpayment=None)
        return
    if standing and standing.open and (standing.paid, standing.due) == (left, due):
        return
    ordinal = standing.ordinal + 1 if standing else 1
    debt = Overpayment(
        key=f"{case.case_number}/overpayment-{ordinal}",
        ordinal=ordinal,
        state=OverpaymentState.PROPOSED,
        paid=left,
        due=due,
        debtor=debtor,
        side=side,
        proposed_by=case.decision.decided_by if case.decision else "",
    )
    draft.change(overpayment=debt, escalated=True)
    draft.note(debt=KIND, paid=left, due=due, amount=debt.amount, proposal=True)


def approve(draft: Draft) -> Draft:
    """Somebody who decided nothing of it agrees: the debt is opened."""
    debt = _second_person(draft)
    actor = draft.happening.actor
    if actor.authority < debt.amount:
        why = "The amount is above your authority; a person with more approves it."
        raise RefusedError(Refusal.FORBIDDEN, why, amount=debt.amount)
    due_on = _due_on(draft)
    approved = replace(debt, state=OverpaymentState.APPROVED, approved_by=actor.reference, due_on=due_on)
    draft.change(overpayment=approved).note(debt=KIND, amount=debt.amount, maker=debt.proposed_by)
    return draft.do(
        OpenReceivable(key=debt.key, kind=KIND, debtor=debt.debtor, amount=debt.amount, due_on=due_on)
    )


def send_back(draft: Draft, close: Close) -> None:
    """The second person finds nothing to ask for: with the reason on record, it ends."""
    debt = _second_person(draft)
    draft.note(debt=KIND, maker=debt.proposed_by, text=draft.text(draft.happening.body.reason))
    _end(draft, debt, OverpaymentState.WAIVED, close)


def opened(draft: Draft, answer: ReceivableAnswer) -> None:
    """The debt has its reference: whoever got too much is told what for, how much and by when."""
    debt = draft.case.overpayment
    if debt is None or debt.state is not OverpaymentState.APPROVED:
        return
    told = replace(
        debt,
        state=OverpaymentState.NOTICE_SENT,
        reference=answer.reference,
        due_on=answer.due_on,
        noticed_on=shanghai_date(draft.happening.now),
    )
    draft.change(overpayment=told).plan(CLOCK).note(debt=KIND, amount=debt.amount, state=told.state)
    draft.order(LETTER, debt.side)


def received(draft: Draft, news: ReceivableNews, close: Close) -> None:
    """Money came: part of it, or the last."""
    debt = draft.case.overpayment
    if debt is None or not debt.open:
        return
    now = replace(debt, received=news.receivable.received)
    draft.change(overpayment=now).note(debt=KIND, came=news.came, open=news.receivable.open)
    if news.paid:
        _end(draft, now, OverpaymentState.PAID, close)


def dispute(draft: Draft) -> None:
    """Whoever is asked disagrees: nothing is collected until a supervisor has answered."""
    debt = _in(draft, *COLLECTING)
    text = draft.text(draft.happening.body.reason)
    draft.change(overpayment=replace(debt, state=OverpaymentState.DISPUTED)).stop(CLOCK, INSTALMENT)
    draft.note(debt=KIND, state=OverpaymentState.DISPUTED, text=text)
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.DISPUTED))


def resume(draft: Draft) -> None:
    """It stands: it has its whole time again."""
    debt = _in(draft, OverpaymentState.DISPUTED)
    due_on = _due_on(draft)
    text = draft.text(draft.happening.body.reason)
    draft.note(debt=KIND, state=OverpaymentState.NOTICE_SENT, text=text)
    _whole_time_again(draft, debt, due_on)
    draft.order(LETTER, debt.side)


def agree_instalments(draft: Draft) -> None:
    """Parts with days of their own take the place of the one due date; together they are what is owed."""
    debt, parts = _in(draft, *COLLECTING), draft.happening.body.instalments
    days = [part.due_on for part in parts]
    if sum(part.amount for part in parts) != debt.owed:
        why = f"The parts must add up to {format_yuan(debt.owed)} yuan."
        raise RefusedError(Refusal.INVALID, why, field="instalments")
    if days != sorted(set(days)) or days[0] < shanghai_date(draft.happening.now):
        why = "Each part has a day of its own, none passed, in order."
        raise RefusedError(Refusal.INVALID, why, field="instalments")
    state = OverpaymentState.INSTALMENT_AGREED
    agreed = replace(debt, state=state, instalments=parts, due_on=days[-1])
    draft.change(overpayment=agreed).stop(CLOCK, INSTALMENT).plan(INSTALMENT, days[0])
    draft.note(debt=KIND, state=state, parts=len(parts), until=days[-1].isoformat())
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.OPEN, instalments=parts))


def changed(draft: Draft, answer: ReceivableAnswer) -> None:
    """Where the books could not take the parts, because money came meanwhile, the whole is due again."""
    debt = draft.case.overpayment
    if debt is None or not answer.problem or debt.state is not OverpaymentState.INSTALMENT_AGREED:
        return
    draft.note(debt=KIND, received=answer.received, problem=True).stop(INSTALMENT)
    _whole_time_again(draft, replace(debt, received=answer.received), _due_on(draft))


def give_to_legal(draft: Draft, close: Close) -> None:
    """An overdue one becomes a matter for lawyers; whoever owes it is told."""
    debt = _in(draft, OverpaymentState.OVERDUE)
    draft.note(debt=KIND, state=OverpaymentState.LEGAL, text=draft.text(draft.happening.body.reason))
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.LEGAL)).order(LETTER, debt.side)
    given = replace(debt, legal_from=shanghai_date(draft.happening.now))
    _end(draft, given, OverpaymentState.LEGAL, close)


def waive(draft: Draft, close: Close) -> None:
    """Nothing more is asked for; whoever waives has the authority for it."""
    debt = _in(draft, *COLLECTING, OverpaymentState.DISPUTED)
    if draft.happening.actor.authority < debt.owed:
        why = "The amount is above your authority; a person with more waives it."
        raise RefusedError(Refusal.FORBIDDEN, why, amount=debt.owed)
    draft.note(debt=KIND, state=OverpaymentState.WAIVED, text=draft.text(draft.happening.body.reason))
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.WAIVED))
    _end(draft, debt, OverpaymentState.WAIVED, close)


def remind(draft: Draft) -> None:
    """Days 7 and 12."""
    debt = draft.case.overpayment
    if debt and debt.state is OverpaymentState.NOTICE_SENT:
        draft.order(LETTER, debt.side)


def overdue(draft: Draft) -> None:
    """The day passed unpaid: a last letter, and the case goes up."""
    draft.met(CLOCK)
    debt = draft.case.overpayment
    if debt and debt.state is OverpaymentState.NOTICE_SENT:
        _late(draft, debt)


def instalment_due(draft: Draft) -> None:
    """A part's day is over: paid so far, the next one runs; behind, the whole is overdue."""
    draft.met(INSTALMENT)
    debt, today = draft.case.overpayment, shanghai_date(draft.happening.now)
    if debt is None or debt.state is not OverpaymentState.INSTALMENT_AGREED:
        return
    upcoming = next((part for part in debt.instalments if part.due_on >= today), None)
    if upcoming is None or debt.behind(today):
        _late(draft, debt)
    else:
        draft.note(debt=KIND, paid=debt.received).plan(INSTALMENT, upcoming.due_on)


def _late(draft: Draft, debt: Overpayment) -> None:
    legal_from = shanghai_date(draft.happening.now) + timedelta(days=LEGAL_AFTER_DAYS)
    late = replace(debt, state=OverpaymentState.OVERDUE, legal_from=legal_from)
    draft.change(overpayment=late, escalated=True)
    draft.note(debt=KIND, state=OverpaymentState.OVERDUE).order(LETTER, debt.side)


def _whole_time_again(draft: Draft, debt: Overpayment, due_on: date) -> None:
    state = OverpaymentState.NOTICE_SENT
    draft.change(overpayment=replace(debt, state=state, due_on=due_on, instalments=(), legal_from=None))
    draft.plan(CLOCK)
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.OPEN, due_on=due_on))


def is_about(draft: Draft, key: str) -> bool:
    """Whether news of a receivable are of this one."""
    debt = draft.case.overpayment
    return debt is not None and debt.key == key


def _end(draft: Draft, debt: Overpayment, state: OverpaymentState, close: Close) -> None:
    settled = draft.case.overpaid_settled + debt.amount
    draft.change(overpayment=replace(debt, state=state), overpaid_settled=settled).met(CLOCK, INSTALMENT)
    close()


def _due_on(draft: Draft) -> date:
    return shanghai_date(draft.happening.now) + timedelta(days=CLOCKS[CLOCK].count)


def _second_person(draft: Draft) -> Overpayment:
    debt = _in(draft, OverpaymentState.PROPOSED)
    decision = draft.case.decision
    if draft.happening.actor.reference in (decision.deciders if decision else ()):
        raise RefusedError(
            Refusal.FORBIDDEN, "You decided the amount; another person says whether it comes back."
        )
    return debt


def _in(draft: Draft, *states: OverpaymentState) -> Overpayment:
    debt: Overpayment | None = draft.case.overpayment
    if debt is None or debt.state not in states:
        now = debt.state if debt else "none"
        why = f"This needs an overpayment that is {' or '.join(states)}; it is {now}."
        raise RefusedError(Refusal.NOT_NOW, why)
    return debt
