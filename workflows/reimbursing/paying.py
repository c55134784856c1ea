"""The family is paid: ordered, settled, failed and ordered again; ahead on day 60, and for lateness."""

from dataclasses import replace

from rules.cases import Side
from rules.deadlines import ClockKind
from rules.interim_payment import interim_payment
from rules.payments.values import KeptAccount, NewAccount, PaymentAnswer, PaymentNews
from rules.payments.vocabulary import PayeeFinding, PaymentPurpose
from rules.reimbursement.case import PAYMENT_FAILED
from rules.reimbursement.lateness import owed_for_lateness
from rules.reimbursement.values import Payout, Stage
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.reimbursing.draft import TARGETS, Case, Draft, Happened, claim_payout
from workflows.reimbursing.effects import KeepAccount


def pay(draft: Draft) -> Draft:
    """Order what the decision still owes; an advance's claim is paid out by the advance (A-32)."""
    case = draft.case
    decision = case.decision
    assert decision is not None
    amount = 0 if case.linked else case.to_pay
    if not amount:
        draft.met(*TARGETS, ClockKind.PAYMENT_AFTER_AGREEMENT)
        return close_when_told(draft.to(Stage.PAID, amount=0))
    return draft.owe(claim_payout(case, amount), *decision.deciders, automatic=decision.automatic)


def close_when_told(draft: Draft) -> Draft:
    """A paid claim ends once its refusal notice has left, and no money is on its way, failed or proposed."""
    case = draft.case
    if any(each.paid_at is None for each in case.payouts):
        return draft
    if case.stage is not Stage.PAID or case.compensation_open or case.clock(ClockKind.REFUSAL_NOTICE):
        return draft
    return draft.close()


def ordered(case: Case, happening: Happened) -> Step[Case]:
    """The payment is on the books: what was promised for decision and payment is kept (A-26)."""
    answer: PaymentAnswer = happening.body
    payout = case.payout(answer.key, answer.attempt)
    if payout is None:
        return Step(state=case)
    noted = replace(payout, number=answer.number, account=answer.account)
    draft = _with(Draft(case, happening), noted)
    if payout.purpose is PaymentPurpose.CLAIM:
        draft.met(*TARGETS)
    draft.note(payment=answer.number, status=answer.status, findings=" ".join(answer.findings))
    return draft.quiet_step()


def settled(case: Case, happening: Happened) -> Step[Case]:
    """The money arrived."""
    news: PaymentNews = happening.body
    payout = case.payout(news.key, news.attempt)
    if payout is None:
        return Step(state=case)
    paid = replace(
        payout,
        paid_at=news.ended_at,
        number=news.number,
        account=news.account or payout.account,
        reference=news.bank_reference,
        failure="",
    )
    draft = _with(Draft(case, happening), paid)
    if payout.purpose is PaymentPurpose.INTERIM:
        return close_when_told(draft.note(payment=news.number, amount=news.amount, interim=True)).step()
    if payout.purpose is PaymentPurpose.COMPENSATION:
        draft.note(payment=news.number, amount=news.amount, compensation=True)
        return close_when_told(draft.order("LT-PAID", Side.GUARDIAN)).step()
    return _paid(draft, news).step()


def _paid(draft: Draft, news: PaymentNews) -> Draft:
    """Paid; where it came too late, interest is proposed to a person (L-06)."""
    clock = draft.case.clock(ClockKind.PAYMENT_AFTER_AGREEMENT)
    late = owed_for_lateness(news.amount, clock.legal_due_at if clock else None, news.ended_at)
    draft.change(compensation=late).met(ClockKind.PAYMENT_AFTER_AGREEMENT)
    draft.to(Stage.PAID, payment=news.number, amount=news.amount, late_days=late.days if late else None)
    return close_when_told(draft.order("LT-PAID", Side.GUARDIAN))


def failed(case: Case, happening: Happened) -> Step[Case]:
    """The bank rejected it, or finance turned it down: the account is corrected, or a person looks."""
    news: PaymentNews = happening.body
    payout = case.payout(news.key, news.attempt)
    if payout is None:
        return Step(state=case)
    draft = _with(Draft(case, happening), replace(payout, failure=news.code))
    draft.to(
        Stage.PAY_FAILED if case.stage is Stage.AGREED else case.stage,
        news.code,
        payment=news.number,
        correctable=news.correctable,
    )
    if news.correctable:
        draft.order("LT-PAYFAIL", Side.GUARDIAN)
    return draft.step()


def correct_account(case: Case, happening: Happened) -> Step[Case]:
    """The guardian names another account; what failed is ordered again once it is kept."""
    body = happening.body
    draft = Draft(case, happening)
    account = NewAccount(
        party=draft.payee().reference,
        holder=body.holder,
        number=body.number,
        bank=body.bank,
        bank_code=body.bank_code,
    )
    return draft.do(KeepAccount(account=account)).step()


def account_kept(case: Case, happening: Happened) -> Step[Case]:
    """The account is known by its id and last four digits; a payment that failed goes out to it."""
    kept: KeptAccount = happening.body
    draft = Draft(case, happening)
    if PayeeFinding.ACCOUNT_FORM in kept.findings:
        step = draft.note(findings=" ".join(kept.findings)).step()
        why = "This is no account number that a bank could pay to: check its digits."
        return replace(step, refused=RefusedError(Refusal.INVALID, why, field="number"))
    draft.change(
        account_id=kept.account_id,
        account=kept.number,
        account_holder=kept.holder,
        account_bank=kept.bank,
    )
    draft.note(findings=" ".join(kept.findings))
    return pay_failed_again(draft).step()


def pay_again(case: Case, happening: Happened) -> Step[Case]:
    """What was turned down or rejected goes out again, to the account that is known."""
    if PAYMENT_FAILED not in case.beside:
        raise RefusedError(Refusal.NOT_NOW, "No payment of this claim has failed.")
    draft = Draft(case, happening)
    draft.note(text=draft.text(happening.body.reason))
    return pay_failed_again(draft).step()


def pay_failed_again(draft: Draft) -> Draft:
    """Order every failed payment once more."""
    decision = draft.case.decision
    if draft.case.stage is Stage.PAY_FAILED:
        draft.to(Stage.AGREED)
    for payout in draft.case.payouts:
        if payout.failure and payout.paid_at is None:
            again = replace(payout, attempt=payout.attempt + 1, failure="", number="")
            draft.owe(again, *(decision.deciders if decision else ()))
    return draft


def interim(draft: Draft) -> Draft:
    """Day 60: what is certain is paid ahead (L-08); where nobody said what is, the breach says so."""
    case, stated = draft.case, draft.case.ascertained
    if stated is None or case.interim_paid or case.linked:
        return draft
    claimed = case.amount - (case.claim.public_insurance_paid if case.claim else 0)
    amount = interim_payment(claimed, stated.amount)
    draft.change(interim_paid=amount).met(ClockKind.INTERIM_PAYMENT)
    payout = Payout(key=f"{case.case_number}/interim", purpose=PaymentPurpose.INTERIM, amount=amount)
    return draft.owe(payout, stated.stated_by).order("LT-PREPAY60", Side.GUARDIAN)


def settle_compensation(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor says whether the interest that was proposed is paid (L-06)."""
    proposed = case.compensation
    if proposed is None or proposed.approved is not None:
        raise RefusedError(Refusal.NOT_NOW, "No compensation for late payment waits for an answer.")
    body, who = happening.body, happening.actor.reference
    draft = Draft(case, happening)
    draft.change(compensation=replace(proposed, approved=body.approve, decided_by=who))
    draft.note(approved=body.approve, amount=proposed.amount, text=draft.text(body.reason))
    if not body.approve or not proposed.amount:
        return close_when_told(draft).step()
    payout = Payout(
        key=f"{case.case_number}/compensation",
        purpose=PaymentPurpose.COMPENSATION,
        amount=proposed.amount,
    )
    return draft.owe(payout, who).step()


def _with(draft: Draft, payout: Payout) -> Draft:
    others = tuple(each for each in draft.case.payouts if each.key != payout.key)
    return draft.change(payouts=(*others, payout))
