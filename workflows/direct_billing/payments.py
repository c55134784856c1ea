"""The hospital is paid: ordered, settled, failed and ordered again."""

from dataclasses import replace

from rules.cases import Side
from rules.deadlines import ClockKind
from rules.direct_billing.case import HospitalPayment
from rules.direct_billing.values import Stage
from rules.payments.values import KeptAccount, PaymentAnswer, PaymentNews
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.direct_billing.decisions import after_payment, payment_order
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.direct_billing.effects import KeepAccount


def ordered(case: Case, happening: Happened) -> Step[Case]:
    """The payment is on the books; finance lets it go, or it went by itself."""
    answer: PaymentAnswer = happening.body
    if case.payment is None or case.payment.key != answer.key:
        return Step(state=case)
    payment = replace(case.payment, number=answer.number, account=answer.account, attempt=answer.attempt)
    draft = Draft(case, happening).change(payment=payment)
    draft.note(payment=answer.number, status=answer.status, findings=" ".join(answer.findings))
    return draft.quiet_step()


def _expected(case: Case, news: PaymentNews) -> HospitalPayment | None:
    """The payment that the news is about, if it is still waited for."""
    payment = case.payment
    if payment is None or payment.paid_at or payment.key != news.key or payment.attempt != news.attempt:
        return None
    return payment


def settled(case: Case, happening: Happened) -> Step[Case]:
    """The money arrived: the hospital learns what for, the family what was paid."""
    news: PaymentNews = happening.body
    payment = _expected(case, news)
    if payment is None:
        return Step(state=case)
    paid = replace(
        payment,
        paid_at=news.ended_at,
        number=news.number,
        account=news.account or payment.account,
        failure="",
    )
    draft = Draft(case, happening).change(payment=paid, paid=case.paid + news.amount)
    draft.met(ClockKind.PAYMENT_AFTER_AGREEMENT).to(
        Stage.HOSPITAL_PAID, payment=news.number, amount=news.amount
    )
    draft.order("LT-REM", Side.HOSPITAL)
    if case.decision and not case.decision.refused:
        draft.order("LT-EOB", Side.GUARDIAN)
    return after_payment(draft).step()


def failed(case: Case, happening: Happened) -> Step[Case]:
    """The bank rejected it, or finance turned it down: a person puts it right."""
    news: PaymentNews = happening.body
    payment = _expected(case, news)
    if payment is None:
        return Step(state=case)
    draft = Draft(case, happening).change(payment=replace(payment, failure=news.code))
    return draft.to(Stage.PAY_FAILED, news.code, payment=news.number, correctable=news.correctable).step()


def pay_again(case: Case, happening: Happened) -> Step[Case]:
    """Out again: to the account on file, or to another that is kept first."""
    payment = case.payment
    assert payment is not None
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.note(payment.failure, attempt=payment.attempt + 1, text=text)
    account = happening.body.account
    if account is None:
        return _again(draft, payment).step()
    own = f"hospital:{case.visit.hospital_id}"
    if account.party != own:
        raise RefusedError(
            Refusal.INVALID, f"The account must be the hospital's: party {own}.", field="account.party"
        )
    return draft.do(KeepAccount(account=account)).step()


def account_kept(case: Case, happening: Happened) -> Step[Case]:
    """The other account is on file: the payment goes to it."""
    kept: KeptAccount = happening.body
    payment = case.payment
    assert payment is not None
    draft = Draft(case, happening).note(findings=" ".join(kept.findings))
    return _again(draft, replace(payment, account_id=kept.account_id, account=kept.number)).step()


def _again(draft: Draft, payment: HospitalPayment) -> Draft:
    renewed = replace(payment, attempt=payment.attempt + 1, failure="", number="")
    draft.change(payment=renewed).to(Stage.ADJUDICATED, attempt=renewed.attempt)
    return draft.do(payment_order(draft, renewed))
