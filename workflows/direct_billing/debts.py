"""What the family owes beside the main line: its copay (domain 5.5), and cost outside cover (5.6).

Neither is ever taken off a later claim, and only an overdue copay greys the card.
"""

from dataclasses import replace
from datetime import date, timedelta

from activities.direct_billing_orders import CardAnswer
from rules.cases import OpenQuestion, Side
from rules.china_time import shanghai_date
from rules.clock_table import CLOCKS
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtState, FamilyDebt
from rules.payments.values import ChangeReceivable, OpenReceivable, ReceivableAnswer, ReceivableNews
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.direct_billing.effects import ChangeCard

CLOCK = {ReceivableKind.COPAY: ClockKind.COPAY, ReceivableKind.RECOVERY: ClockKind.REFUND}
NOTICE = {ReceivableKind.COPAY: "LT-COPAY", ReceivableKind.RECOVERY: "LT-RCV"}
REMINDER = {ReceivableKind.COPAY: "LT-COPAY-R", ReceivableKind.RECOVERY: "LT-RFD-R"}
KIND = {ReceivableKind.COPAY: ReceivableKind.COPAY, ReceivableKind.RECOVERY: ReceivableKind.RECOVERY}


def open_copay(draft: Draft, amount: int) -> Draft:
    """The family's share within cover, paid online to us (R-130)."""
    debt = FamilyDebt(
        kind=ReceivableKind.COPAY,
        state=DebtState.PROPOSED,
        key=f"{draft.case.case_number}/copay",
        amount=amount,
    )
    return ask_for(draft, debt)


def ask_for(draft: Draft, debt: FamilyDebt) -> Draft:
    """Open the receivable; the notice goes out with its reference."""
    due_on = shanghai_date(draft.happening.now) + timedelta(days=CLOCKS[CLOCK[debt.kind]].count)
    draft.debt(replace(debt, due_on=due_on))
    return draft.do(
        OpenReceivable(
            key=debt.key,
            kind=KIND[debt.kind],
            debtor=_debtor(draft.case),
            amount=debt.amount,
            due_on=due_on,
        )
    )


def _debtor(case: Case) -> str:
    subject = case.subject
    return f"guardian:{subject.guardian_id}" if subject.guardian_id else f"member:{subject.member_id}"


def _by_key(case: Case, key: str) -> FamilyDebt | None:
    return next((debt for debt in (case.copay, case.recovery) if debt and debt.key == key), None)


def opened(case: Case, happening: Happened) -> Step[Case]:
    """The debt is on the books: the family is told what for, how much and by when."""
    answer: ReceivableAnswer = happening.body
    debt = _by_key(case, answer.key)
    if debt is None or debt.state is not DebtState.PROPOSED:
        return Step(state=case)
    told = replace(
        debt,
        state=DebtState.NOTICE_SENT,
        reference=answer.reference,
        due_on=answer.due_on,
        noticed_at=happening.now,
    )
    draft = Draft(case, happening).debt(told).plan(CLOCK[debt.kind])
    draft.note(debt=debt.kind, amount=debt.amount, state=told.state)
    return draft.order(NOTICE[debt.kind], Side.GUARDIAN).quiet_step()


def changed(case: Case, happening: Happened) -> Step[Case]:
    """The books took the change, or say why they could not: money came meanwhile."""
    answer: ReceivableAnswer = happening.body
    debt = _by_key(case, answer.key)
    if debt is None or not answer.problem:
        return Step(state=case)
    draft = Draft(case, happening).debt(replace(debt, state=DebtState.NOTICE_SENT, received=answer.received))
    return draft.note(debt=debt.kind, received=answer.received, problem=True).step()


def received(case: Case, happening: Happened) -> Step[Case]:
    """Money came: part of the debt, or the last of it; a card greyed for it is asked to work again."""
    news: ReceivableNews = happening.body
    debt = _by_key(case, news.receivable.key)
    if debt is None or not debt.open:
        return Step(state=case)
    now = replace(debt, received=news.receivable.received)
    draft = Draft(case, happening)
    if not news.paid:
        return draft.debt(now).note(debt=debt.kind, came=news.came, open=news.receivable.open).quiet_step()
    draft.note(debt=debt.kind, came=news.came, open=0)
    return ended(draft, now, DebtState.PAID).step()


def ended(draft: Draft, debt: FamilyDebt, state: DebtState) -> Draft:
    draft.debt(replace(debt, state=state)).met(CLOCK[debt.kind], ClockKind.REFUND_INSTALMENT)
    if debt.card_suspended:
        # The case ends when the card has answered: its letter is still to come.
        return draft.do(ChangeCard(suspend=False))
    return draft.close_if_done()


def overdue(draft: Draft, kind: ReceivableKind) -> Draft:
    """The last day has passed: an overdue copay greys the card, a recovery is reminded once more."""
    debt = draft.case.copay if kind is ReceivableKind.COPAY else draft.case.recovery
    assert debt is not None
    draft.met(CLOCK[kind], ClockKind.REFUND_INSTALMENT).debt(replace(debt, state=DebtState.OVERDUE))
    draft.note(debt=kind, state=DebtState.OVERDUE)
    if kind is ReceivableKind.COPAY:
        return draft.do(ChangeCard(suspend=True))
    return draft.order(REMINDER[kind], Side.GUARDIAN)


def card_changed(case: Case, happening: Happened) -> Step[Case]:
    """The card was greyed or works again; where other debts hold it, nothing changed."""
    answer: CardAnswer = happening.body
    debt = case.copay
    if debt is None:
        return Step(state=case)
    draft = Draft(case, happening).debt(replace(debt, card_suspended=answer.suspended))
    draft.note("CARD-SUSP" if answer.suspended else "", suspended=answer.suspended, changed=answer.changed)
    if answer.suspended and answer.changed:
        draft.order("LT-SUSP", Side.GUARDIAN)
    if debt.card_suspended and not answer.suspended:
        draft.order("LT-REACT", Side.GUARDIAN)
    return draft.close_if_done().step()


def dispute(case: Case, happening: Happened) -> Step[Case]:
    """The family objects: its time stands still, and a card greyed for this debt works meanwhile."""
    debt = open_debt(case, happening.body.debt)
    if debt.state is DebtState.DISPUTED:
        raise RefusedError(Refusal.NOT_NOW, "This debt is disputed already; a supervisor will answer.")
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    disputed = replace(
        debt,
        state=DebtState.DISPUTED,
        disputes=debt.disputes + 1,
        overdue_before=debt.state is DebtState.OVERDUE,
    )
    draft.debt(disputed).note(debt=debt.kind, state=disputed.state, text=text)
    clock = case.clock(CLOCK[debt.kind])
    if clock:
        draft.pause(clock, _objection(disputed, happening))
    draft.stop(ClockKind.REFUND_INSTALMENT)
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.DISPUTED))
    if debt.card_suspended:
        draft.do(ChangeCard(suspend=False))
    return draft.step()


def _objection(debt: FamilyDebt, happening: Happened) -> OpenQuestion:
    """What the pause belongs to: it is for us to answer."""
    return OpenQuestion(
        question_id=_pause(debt),
        asked_of=Side.US,
        asked_by=happening.actor.reference,
        asked_at=happening.now,
        items=(),
    )


def _pause(debt: FamilyDebt) -> str:
    return f"{debt.kind}-{debt.disputes}"


def _due_after(debt: FamilyDebt, clock: RunningClock | None, happening: Happened) -> date:
    """Later by the days of the dispute; a debt that was overdue gets its whole time again."""
    today = shanghai_date(happening.now)
    if clock is None or debt.due_on is None:
        return today + timedelta(days=CLOCKS[CLOCK[debt.kind]].count)
    since = next(pause.from_at for pause in reversed(clock.pauses) if pause.to_at is None)
    return debt.due_on + (today - shanghai_date(since))


def open_debt(case: Case, kind: ReceivableKind) -> FamilyDebt:
    debt = case.copay if kind is ReceivableKind.COPAY else case.recovery
    if debt is None or not debt.open or debt.state is DebtState.PROPOSED:
        raise RefusedError(Refusal.NOT_NOW, f"No {kind.lower()} is being collected on this case.")
    return debt


def resume(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor answers that the debt stands; the time that was left runs on, or begins anew."""
    debt = open_debt(case, happening.body.debt)
    if debt.state is not DebtState.DISPUTED:
        raise RefusedError(Refusal.NOT_NOW, "Nobody disputes this debt.")
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    clock = case.clock(CLOCK[debt.kind])
    due_on = _due_after(debt, clock, happening)
    draft.debt(replace(debt, state=DebtState.NOTICE_SENT, due_on=due_on))
    draft.note(debt=debt.kind, state=DebtState.NOTICE_SENT, text=text)
    if clock:
        draft.resume(clock, _pause(debt))
    else:
        draft.plan(CLOCK[debt.kind])
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.OPEN, due_on=due_on))
    return draft.order(REMINDER[debt.kind], Side.GUARDIAN).step()


def waive(case: Case, happening: Happened) -> Step[Case]:
    """Nothing more is asked for; whoever waives has the authority for it."""
    debt = open_debt(case, happening.body.debt)
    owed = debt.amount - debt.received
    if happening.actor.authority < owed:
        why = "The amount is above your authority; a person with more waives it."
        raise RefusedError(Refusal.FORBIDDEN, why, amount=owed)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.note(debt=debt.kind, state=DebtState.WAIVED, text=text)
    if debt.reference:
        draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.WAIVED))
    return ended(draft, debt, DebtState.WAIVED).step()
