"""Cost outside cover that was found after the family had left (R-103, domain 5.6)."""

from dataclasses import replace

from rules.cases import Side
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtReason, DebtState, FamilyDebt
from rules.direct_billing.values import Stage
from rules.money import format_yuan
from rules.payments.values import ChangeReceivable
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from rules.roles import Actor, Role
from workflows.case_engine import SHARE_IS_NO_RECOVERY, Refusal, RefusedError, Step
from workflows.direct_billing.debts import CLOCK, ask_for, ended, open_debt
from workflows.direct_billing.draft import Case, Draft, Happened


def propose(case: Case, happening: Happened) -> Step[Case]:
    """An adjuster calculates what the family should have borne, charge by charge.

    A closed case opens again for it.
    """
    body = happening.body
    if case.recovery is not None and case.recovery.open:
        raise RefusedError(Refusal.NOT_NOW, "A recovery is open on this case; it is settled before another.")
    amount = sum(reason.amount for reason in body.reasons)
    if not body.reasons or amount <= 0:
        raise RefusedError(Refusal.INVALID, "Name each charge with its amount and reason.", field="reasons")
    left = case.recoverable if SHARE_IS_NO_RECOVERY in happening.patches else case.unrecovered
    if amount > left:
        raise RefusedError(
            Refusal.INVALID,
            "Only what we paid can be recovered, and once: "
            f"{format_yuan(left)} yuan are left of {format_yuan(case.paid)}.",
            field="reasons",
        )
    draft = Draft(case, happening)
    text = draft.text(body.explanation)
    if case.final:
        draft.to(Stage.HOSPITAL_PAID, reopened=True)
    begin(draft, amount, body.reasons, body.explanation, happening.actor)
    return draft.note(debt=ReceivableKind.RECOVERY, amount=amount, text=text, proposal=True).step()


def begin(
    draft: Draft, amount: int, reasons: tuple[DebtReason, ...], explanation: str, by: Actor | None
) -> Draft:
    """Put a recovery in the place of the one before; ``by`` is None where the decision proposes it."""
    case, ordinal = draft.case, draft.case.recoveries + 1
    draft.change(
        recoveries=ordinal,
        recovered_before=case.recovered_before + (case.recovery.amount if case.recovery else 0),
    )
    decided_by = case.decision.decided_by if case.decision else ""
    return draft.debt(
        FamilyDebt(
            kind=ReceivableKind.RECOVERY,
            state=DebtState.PROPOSED,
            key=f"{case.case_number}/recovery" + (f"-{ordinal}" if ordinal > 1 else ""),
            amount=amount,
            reasons=reasons,
            explanation=explanation,
            proposed_by=by.reference if by else decided_by,
            proposed_as=by.roles[0] if by else Role.SYSTEM,
        )
    )


def approve_recovery(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor agrees: the family is asked for it."""
    debt = _proposed(case, happening)
    approved = replace(debt, approved_by=happening.actor.reference)
    draft = Draft(case, happening).note(debt=debt.kind, amount=debt.amount, maker=debt.proposed_by)
    return ask_for(draft, approved).step()


def send_back_recovery(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor disagrees: nothing is asked of the family."""
    debt = _proposed(case, happening)
    draft = Draft(case, happening).change(recovery=None)
    draft.note(debt=debt.kind, maker=debt.proposed_by, text=draft.text(happening.body.reason))
    return draft.close_if_done().step()


def _proposed(case: Case, happening: Happened) -> FamilyDebt:
    debt = case.recovery
    if debt is None or debt.state is not DebtState.PROPOSED or debt.approved_by:
        raise RefusedError(Refusal.NOT_NOW, "Nothing waits for a second signature on this case.")
    if debt.proposed_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You made this proposal; another person has to sign it.")
    return debt


def agree_instalments(case: Case, happening: Happened) -> Step[Case]:
    """The family pays in parts; each has its day."""
    debt = open_debt(case, ReceivableKind.RECOVERY)
    parts = happening.body.instalments
    owed = debt.amount - debt.received
    today = shanghai_date(happening.now)
    if sum(part.amount for part in parts) != owed:
        raise RefusedError(
            Refusal.INVALID, f"The parts must add up to {format_yuan(owed)} yuan.", field="instalments"
        )
    days = [part.due_on for part in parts]
    if days != sorted(set(days)) or days[0] < today:
        raise RefusedError(
            Refusal.INVALID, "Each part has a day of its own, none passed, in order.", field="instalments"
        )
    agreed = replace(debt, state=DebtState.INSTALMENT_AGREED, due_on=days[-1], instalments=parts)
    draft = (
        Draft(case, happening).debt(agreed).stop(CLOCK[ReceivableKind.RECOVERY], ClockKind.REFUND_INSTALMENT)
    )
    draft.note(debt=debt.kind, state=agreed.state, parts=len(parts), until=days[-1].isoformat())
    draft.plan(ClockKind.REFUND_INSTALMENT, days[0])
    return draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.OPEN, instalments=parts)).step()


def instalment_due(draft: Draft) -> Draft:
    """A part's day is over: paid so far, the next one runs; behind, the whole is overdue."""
    debt = draft.case.recovery
    assert debt is not None
    today = shanghai_date(draft.happening.now)
    paid_before = debt.amount - sum(part.amount for part in debt.instalments)
    by_now = paid_before + sum(part.amount for part in debt.instalments if part.due_on < today)
    upcoming = next((part for part in debt.instalments if part.due_on >= today), None)
    draft.met(ClockKind.REFUND_INSTALMENT)
    if debt.received >= by_now and upcoming:
        return draft.note(debt=debt.kind, paid=debt.received).plan(
            ClockKind.REFUND_INSTALMENT, upcoming.due_on
        )
    draft.debt(replace(debt, state=DebtState.OVERDUE)).note(debt=debt.kind, state=DebtState.OVERDUE)
    return draft.order("LT-RFD-R", Side.GUARDIAN)


def give_to_legal(case: Case, happening: Happened) -> Step[Case]:
    """An overdue recovery becomes a matter for lawyers; it never touches the card or a later claim."""
    debt = open_debt(case, ReceivableKind.RECOVERY)
    if debt.state is not DebtState.OVERDUE:
        raise RefusedError(Refusal.NOT_NOW, "Only an overdue recovery goes to the lawyers.")
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.note(debt=debt.kind, state=DebtState.LEGAL, text=text)
    draft.do(ChangeReceivable(key=debt.key, status=ReceivableStatus.LEGAL)).order("LT-RFD-R", Side.GUARDIAN)
    return ended(draft, debt, DebtState.LEGAL).step()
