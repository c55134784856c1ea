"""The mandate, the payment to the hospital, and what becomes of every payment of the case."""

from dataclasses import replace

from rules.advances.values import Payout
from rules.advances.vocabulary import IdentityCheck, MovementKind, RefundState, Stage
from rules.cases import Side
from rules.deadlines import ClockKind
from rules.payments.values import Payee, PaymentAnswer, PaymentNews
from rules.payments.vocabulary import PayeeKind, PaymentPurpose, PaymentStatus
from rules.permissions import Relation
from rules.vocabulary import DocumentKind
from workflows.advances.draft import Case, Draft, Happened, KeepAccount
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.every_case import not_held

PAID_OFF = (RefundState.PAID, RefundState.WAIVED)


def sign(case: Case, happening: Happened) -> Step[Case]:
    """The guardian signed, and is who they say: the hospital is to be paid within a working day (R-155)."""
    mandate, body = case.mandate, happening.body
    if mandate is None or mandate.signed:
        raise RefusedError(Refusal.NOT_NOW, "No mandate waits for a signature.")
    _identified(happening)
    signed = replace(
        mandate,
        signed_at=happening.now,
        signed_by=happening.actor.reference,
        verified=body.verified,
    )
    draft = Draft(case, happening).change(mandate=signed, documents=case.with_documents(*body.documents))
    held = {document.kind for document in draft.case.documents}
    if DocumentKind.MANDATE not in held:
        why = "The signed mandate is missing: hand it in as a document of the kind MANDATE."
        raise RefusedError(Refusal.INVALID, why, field="documents")
    draft.met(ClockKind.MANDATE_WAIT)
    if case.stage is Stage.APPROVED:
        draft.to(Stage.SIGNED, verified=body.verified, ceiling=mandate.ceiling)
    else:
        draft.note(verified=body.verified, ceiling=mandate.ceiling)
    return draft.plan(ClockKind.ADVANCE_PAYMENT).step()


def _identified(happening: Happened) -> None:
    """A guardian signs in; whoever records a signature saw the guardian (L-26)."""
    own = happening.relation is Relation.OWN_FAMILY
    if own is not (happening.body.verified is IdentityCheck.SIGNED_IN):
        ways = "SIGNED_IN" if own else "IN_PERSON or VIDEO_CALL"
        why = f"Say how the guardian was identified: {ways}."
        raise RefusedError(Refusal.INVALID, why, field="verified")


def pay(case: Case, happening: Happened) -> Step[Case]:
    """The specialist checked the hospital's account and orders the payment; finance lets it go (R-155)."""
    not_held(case)
    amount = case.payable_now
    if not amount:
        why = "Nothing is to be paid now: it was not promised and signed for, or is under way."
        raise RefusedError(Refusal.NOT_NOW, why)
    if DocumentKind.HOSPITAL_ACCOUNT not in {each.kind for each in case.documents}:
        why = "The hospital's account is not verified: hand in a document of the kind HOSPITAL_ACCOUNT."
        raise RefusedError(Refusal.INVALID, why, field="account_checked")
    draft = Draft(case, happening)
    text = draft.text(happening.body.account_checked)
    payout = _next_advance(case, amount)
    draft.note(amount=amount, key=payout.key, attempt=payout.attempt, text=text)
    payee = Payee(kind=PayeeKind.HOSPITAL, reference=f"hospital:{case.hospital}")
    return draft.owe(payout, payee, *case.deciders, happening.actor.reference).step()


def _next_advance(case: Case, amount: int) -> Payout:
    """Each part that arrived has a key of its own; one that failed is tried again under the same key."""
    arrived = sum(1 for each in case.payouts if each.purpose is PaymentPurpose.ADVANCE and each.settled)
    key = f"{case.case_number}/advance/{arrived + 1}"
    failed = case.payout(key)
    return Payout(
        key=key,
        purpose=PaymentPurpose.ADVANCE,
        payee_kind=PayeeKind.HOSPITAL,
        amount=amount,
        attempt=failed.attempt + 1 if failed else 1,
    )


def payment_ordered(case: Case, happening: Happened) -> Step[Case]:
    """The payments room has the order, with its number and what finance must look at."""
    answer: PaymentAnswer = happening.body
    payout = case.payout(answer.key)
    if payout is None:
        return Draft(case, happening).step()
    known = replace(
        payout,
        number=answer.number,
        status=answer.status,
        findings=answer.findings,
        account=answer.account,
        attempt=answer.attempt,
    )
    draft = Draft(case, happening).with_payout(known)
    return draft.note(payment=answer.number, amount=answer.amount, purpose=payout.purpose).step()


def payment_settled(case: Case, happening: Happened) -> Step[Case]:
    """The money arrived; the same news twice changes nothing."""
    news: PaymentNews = happening.body
    payout = case.payout(news.key)
    if payout is None or payout.settled or payout.attempt != news.attempt:
        return Step(state=case)
    settled = replace(
        payout,
        number=news.number,
        status=PaymentStatus.SETTLED,
        settled_at=news.ended_at,
        bank_reference=news.bank_reference,
        account=news.account or payout.account,
    )
    draft = Draft(case, happening).with_payout(settled)
    draft.note(payment=news.number, amount=news.amount, purpose=payout.purpose)
    if payout.purpose is PaymentPurpose.ADVANCE:
        return _advanced(draft, settled).step()
    if payout.purpose is PaymentPurpose.ADVANCE_REPAYMENT:
        draft.move(MovementKind.CONSUMED, settled.amount, settled.number)
    if payout.purpose is PaymentPurpose.BALANCE:
        draft.order("LT-PAID", Side.GUARDIAN)
    return closed_when_even(draft).step()


def _advanced(draft: Draft, payout: Payout) -> Draft:
    """The hospital has the money."""
    draft.move(MovementKind.PAID, payout.amount, payout.number).met(ClockKind.ADVANCE_PAYMENT)
    if draft.case.stage is Stage.SIGNED:
        draft.to(Stage.ADVANCED, amount=payout.amount)
        if draft.case.discharge:
            draft.to(Stage.DISCHARGE_PLANNED, on=draft.case.discharge.on.isoformat())
    return draft


def payment_failed(case: Case, happening: Happened) -> Step[Case]:
    """It will never arrive: the family is asked for another account, or a person looks."""
    news: PaymentNews = happening.body
    payout = case.payout(news.key)
    if payout is None or payout.settled or payout.failed or payout.attempt != news.attempt:
        return Step(state=case)
    turned_down = news.code == PaymentStatus.TURNED_DOWN
    status = PaymentStatus.TURNED_DOWN if turned_down else PaymentStatus.FAILED
    failed = replace(payout, number=news.number, status=status, code=news.code)
    draft = Draft(case, happening).with_payout(failed)
    draft.note(news.code, payment=news.number, amount=news.amount, purpose=payout.purpose)
    if payout.purpose is PaymentPurpose.BALANCE and news.correctable:
        draft.change(account=None).order("LT-PAYFAIL", Side.GUARDIAN)
    return draft.step()


def name_account(case: Case, happening: Happened) -> Step[Case]:
    """The family says where it wants its balance."""
    body = happening.body
    wanted = KeepAccount(holder=body.holder, number=body.number, bank=body.bank, bank_code=body.bank_code)
    return Draft(case, happening).note().do(wanted).step()


def account_kept(case: Case, happening: Happened) -> Step[Case]:
    """The account is kept; what failed or waited for one is ordered."""
    draft = Draft(case, happening)
    if not happening.body.account_id:
        return draft.note("ACCOUNT_FORM", account=happening.body.number).step()
    draft.change(account=happening.body).note(account=happening.body.number)
    return order_failed(draft, PaymentPurpose.BALANCE).step()


def retry(case: Case, happening: Happened) -> Step[Case]:
    """Payments that failed are ordered again, each under its own key."""
    if not any(each.failed and not each.from_provider for each in case.payouts):
        why = "No payment of the insurer has failed; the advance itself is ordered with PAY_ADVANCE."
        raise RefusedError(Refusal.NOT_NOW, why)
    draft = Draft(case, happening).note()
    return order_failed(draft).step()


def order_failed(draft: Draft, *purposes: PaymentPurpose) -> Draft:
    """Another attempt for what failed, or for those purposes only."""
    wanted = purposes or (
        PaymentPurpose.ADVANCE_REPAYMENT,
        PaymentPurpose.HOSPITAL_BILL,
        PaymentPurpose.BALANCE,
    )
    for each in draft.case.payouts:
        if each.failed and each.purpose in wanted:
            again = replace(
                each, attempt=each.attempt + 1, status=PaymentStatus.ORDERED, code="", findings=(), number=""
            )
            draft.owe(again, payee_of(draft.case, again), *deciders_of(draft.case))
    return draft


def payee_of(case: Case, payout: Payout) -> Payee:
    """Who gets a payment of the settlement."""
    if payout.payee_kind is PayeeKind.PROVIDER:
        return Payee(kind=PayeeKind.PROVIDER, reference=case.provider)
    if payout.payee_kind is PayeeKind.HOSPITAL:
        return Payee(kind=PayeeKind.HOSPITAL, reference=f"hospital:{case.hospital}")
    return Payee(
        kind=PayeeKind.GUARDIAN,
        reference=f"guardian:{case.circumstances.guardian_id}",
        account_id=case.account.account_id if case.account else "",
    )


def deciders_of(case: Case) -> tuple[str, ...]:
    """Those who decided on advance and claim; none of them lets money of it go."""
    return (*case.deciders, *(case.claim.deciders if case.claim else ()))


def closed_when_even(draft: Draft) -> Draft:
    """Everybody has what is theirs, and the claim can no longer be decided otherwise: the case is closed."""
    case = draft.case
    settled = case.claim is not None and case.claim.payable is not None
    determined = settled or case.recall is not None
    even = all(payout.settled for payout in case.payouts) and not case.statement.open
    free = case.refund is None or case.refund.state in PAID_OFF
    if case.claim and not case.claim.closed:
        return draft
    if determined and even and free and not case.final:
        draft.to(Stage.CLOSED)
    return draft
