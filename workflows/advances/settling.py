"""The claim is determined: advance and benefit are compared, and everybody gets what is theirs."""

from dataclasses import replace

from rules.advances.reckoning import settlement
from rules.advances.values import LinkedClaim, Payout, Refund
from rules.advances.vocabulary import RefundState, Stage
from rules.cases import CaseNews, Priority, Side
from rules.deadlines import ClockKind
from rules.payments.values import ChangeReceivable
from rules.payments.vocabulary import PayeeKind, PaymentPurpose, ReceivableStatus
from rules.roles import SYSTEM
from rules.settlement import AdvanceSettlement
from workflows.advances.draft import Case, Draft, Happened
from workflows.advances.money import closed_when_even, deciders_of, payee_of
from workflows.case_engine import Release, Step

Due = tuple[PaymentPurpose, PayeeKind, int]


def determined(case: Case, happening: Happened) -> Step[Case]:
    """More advanced than payable: the family refunds; less: it gets the rest; even: nobody owes.

    However it comes out, the case stays open until its claim is closed: the family may object until then.
    """
    if case.claim is not None and case.claim.payable is not None:
        return determined_again(case, happening)
    return _compared(Draft(case, happening).do(Release())).step()


def determined_again(case: Case, happening: Happened) -> Step[Case]:
    """After an objection more is payable: what was settled stays, and the rest follows.

    Where money would have to come back from somebody who has it, a person puts it right.
    """
    news: CaseNews = happening.body
    figures = settlement(case, news.amount, refused=bool(news.detail.get("refused")))
    draft = Draft(case, happening)
    received = case.refund is not None and case.refund.received > figures.refund_from_member
    if received or any(amount < 0 for _, _, amount in _still_due(case, figures)):
        draft.change(priority=Priority.HIGH, escalated=True)
        return draft.note("CLAIM_CHANGED", payable=news.amount, claim=news.sender).step()
    return _compared(draft).step()


def objected(case: Case, happening: Happened) -> Step[Case]:
    """The family disagrees with the determination: nothing is closed before it is decided again."""
    if case.claim is None:
        return Step(state=case)
    draft = Draft(case, happening).change(claim=replace(case.claim, objected=True))
    return draft.note(claim=case.claim.case_number).step()


def claim_closed(case: Case, happening: Happened) -> Step[Case]:
    """The last word on what is payable: nobody can object any more."""
    if case.claim is None:
        return Step(state=case)
    draft = Draft(case, happening).change(claim=replace(case.claim, closed=True))
    return closed_when_even(draft.note(claim=case.claim.case_number)).step()


def _compared(draft: Draft) -> Draft:
    case, news = draft.case, draft.happening.body
    figures = settlement(case, news.amount, refused=bool(news.detail.get("refused")))
    draft.change(claim=_claim(case, draft.happening), reserved=0)
    draft.note(
        payable=figures.payable,
        advanced=case.statement.paid,
        refund=figures.refund_from_member,
        balance=figures.pay_to_member,
        claim=news.sender,
    )
    draft.order("LT-SETTLE", Side.GUARDIAN)
    _refund(draft, figures)
    if not figures.refund_from_member and (figures.pay_to_member or figures.pay_to_hospital):
        if draft.case.stage is not Stage.BALANCE_DUE:
            draft.to(Stage.BALANCE_DUE, balance=figures.pay_to_member)
        draft.plan(ClockKind.PAYMENT_AFTER_AGREEMENT)
    return closed_when_even(_pay_out(draft, figures))


def _claim(case: Case, happening: Happened) -> LinkedClaim:
    news: CaseNews = happening.body
    return LinkedClaim(
        case_number=case.claim.case_number if case.claim else news.sender,
        payable=news.amount,
        refused=bool(news.detail.get("refused")),
        reason_code=str(news.detail.get("reason_code") or ""),
        determined_at=happening.now,
        deciders=tuple(str(news.detail.get("deciders") or "").split()),
    )


def _refund(draft: Draft, figures: AdvanceSettlement) -> None:
    """What the family owes; a debt that was noticed before gives way to the new one (R-160)."""
    before, amount = draft.case.refund, figures.refund_from_member
    if before and before.reference:
        draft.stop(ClockKind.REFUND, ClockKind.REFUND_INSTALMENT)
        draft.do(ChangeReceivable(key=draft.case.refund_key, status=ReceivableStatus.WAIVED))
    if not amount:
        draft.change(refund=None)
        return
    refund = Refund(
        state=RefundState.CALCULATED,
        amount=amount,
        reason_code=str(draft.happening.body.detail.get("reason_code") or ""),
        made_by=SYSTEM.reference,
        calculated_at=draft.happening.now,
        ordinal=before.ordinal + 1 if before else 1,
    )
    draft.change(refund=refund)
    if draft.case.stage is not Stage.REFUND_DUE:
        draft.to(Stage.REFUND_DUE, refund.reason_code, amount=amount)


def _still_due(case: Case, figures: AdvanceSettlement) -> tuple[Due, ...]:
    """The provider gets its advance first, then the family what it paid, then the hospital (A-32)."""
    wanted = (
        (PaymentPurpose.ADVANCE_REPAYMENT, PayeeKind.PROVIDER, figures.pay_to_provider),
        (PaymentPurpose.BALANCE, PayeeKind.GUARDIAN, figures.pay_to_member),
        (PaymentPurpose.HOSPITAL_BILL, PayeeKind.HOSPITAL, figures.pay_to_hospital),
    )
    return tuple((purpose, kind, amount - _ordered(case, purpose)) for purpose, kind, amount in wanted)


def _ordered(case: Case, purpose: PaymentPurpose) -> int:
    return sum(payout.amount for payout in case.payouts if payout.purpose is purpose)


def _pay_out(draft: Draft, figures: AdvanceSettlement) -> Draft:
    for purpose, kind, amount in _still_due(draft.case, figures):
        if amount:
            place = 1 + sum(1 for payout in draft.case.payouts if payout.purpose is purpose)
            key = f"{draft.case.case_number}/settlement/{kind.lower()}/{place}"
            payout = Payout(key=key, purpose=purpose, payee_kind=kind, amount=amount)
            draft.owe(payout, payee_of(draft.case, payout), *deciders_of(draft.case))
    return draft
