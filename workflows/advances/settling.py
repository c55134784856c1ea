"""The claim is determined: advance and benefit are compared, and everybody gets what is theirs."""

from rules.advances.reckoning import settlement
from rules.advances.values import LinkedClaim, Payout, Refund
from rules.advances.vocabulary import RefundState, Stage
from rules.cases import CaseNews, Priority, Side
from rules.deadlines import ClockKind
from rules.payments.vocabulary import PayeeKind, PaymentPurpose
from rules.roles import SYSTEM
from rules.settlement import AdvanceSettlement
from workflows.advances.draft import Case, Draft, Happened
from workflows.advances.money import closed_when_even, deciders_of, payee_of
from workflows.case_engine import Release, Step


def determined(case: Case, happening: Happened) -> Step[Case]:
    """More advanced than payable: the family refunds; less: it gets the rest; even: nobody owes."""
    news: CaseNews = happening.body
    refused = bool(news.detail.get("refused"))
    figures = settlement(case, news.amount, refused=refused)
    draft = Draft(case, happening).change(claim=_claim(case, happening), reserved=0).do(Release())
    draft.note(
        payable=figures.payable,
        advanced=case.statement.paid,
        refund=figures.refund_from_member,
        balance=figures.pay_to_member,
        claim=news.sender,
    )
    draft.order("LT-SETTLE", Side.GUARDIAN)
    if figures.refund_from_member:
        _refund(draft, figures, str(news.detail.get("reason_code") or ""))
    elif figures.pay_to_member or figures.pay_to_hospital:
        draft.to(Stage.BALANCE_DUE, balance=figures.pay_to_member)
        draft.plan(ClockKind.PAYMENT_AFTER_AGREEMENT)
    return closed_when_even(_pay_out(draft, figures)).step()


def _claim(case: Case, happening: Happened) -> LinkedClaim:
    news: CaseNews = happening.body
    deciders = str(news.detail.get("deciders") or "").split()
    return LinkedClaim(
        case_number=case.claim.case_number if case.claim else news.sender,
        payable=news.amount,
        refused=bool(news.detail.get("refused")),
        reason_code=str(news.detail.get("reason_code") or ""),
        determined_at=happening.now,
        deciders=tuple(deciders),
    )


def _refund(draft: Draft, figures: AdvanceSettlement, reason_code: str) -> None:
    refund = Refund(
        state=RefundState.CALCULATED,
        amount=figures.refund_from_member,
        reason_code=reason_code,
        made_by=SYSTEM.reference,
        calculated_at=draft.happening.now,
    )
    draft.change(refund=refund).to(Stage.REFUND_DUE, reason_code, amount=refund.amount)


def _pay_out(draft: Draft, figures: AdvanceSettlement) -> Draft:
    """The provider gets its advance first, then the family what it paid, then the hospital (A-32)."""
    wanted = (
        (PaymentPurpose.ADVANCE_REPAYMENT, PayeeKind.PROVIDER, figures.pay_to_provider),
        (PaymentPurpose.BALANCE, PayeeKind.GUARDIAN, figures.pay_to_member),
        (PaymentPurpose.HOSPITAL_BILL, PayeeKind.HOSPITAL, figures.pay_to_hospital),
    )
    for purpose, kind, amount in wanted:
        if amount:
            key = f"{draft.case.case_number}/settlement/{kind.lower()}"
            payout = Payout(key=key, purpose=purpose, payee_kind=kind, amount=amount)
            draft.owe(payout, payee_of(draft.case, payout), *deciders_of(draft.case))
    return draft


def determined_again(case: Case, happening: Happened) -> Step[Case]:
    """The claim was decided otherwise after the advance was settled: a person puts it right."""
    news: CaseNews = happening.body
    draft = Draft(case, happening).change(priority=Priority.HIGH, escalated=True)
    return draft.note("CLAIM_CHANGED", payable=news.amount, claim=news.sender).step()
