"""Letters of the money of a hospital advance: settled, to be paid back, paid (domain 5.4, 5.6)."""

from datetime import date
from typing import Any

from activities.letter_contents.frame import family, frame, hospital_of, reply
from activities.letter_contents.sources import Sources, tidy
from letters.kinds import (
    AdvancePayment,
    AdvanceSettlement,
    Organization,
    OrganizationAccount,
    PaymentFailed,
    PaymentMade,
    PersonAccount,
    Reason,
    RefundLine,
    RefundNotice,
    RefundReminder,
)
from rules.advances.case import AdvanceCase
from rules.advances.values import Payout, Refund
from rules.catalogue.providers import provider
from rules.china_time import shanghai_date
from rules.payments.vocabulary import PaymentPurpose
from rules.reasons import ReasonCode
from stores.cover.parties import PartyMissingError

AdvanceSources = Sources[AdvanceCase]


def about(sources: AdvanceSources) -> dict[str, Any]:
    """Fields of every letter about an advance."""
    hospital = hospital_of(sources)
    return {
        **family(sources),
        "hospital": hospital.name,
        "hospital_english": hospital.name_en or "",
        "provider": _provider(sources),
        "admitted_on": sources.case.request.planned_on,
    }


def _provider(sources: AdvanceSources) -> Organization:
    found = sources.case.entitlement
    if found is None or not found.provider:
        tpa = sources.parties.tpa
        return Organization(name=tpa.name, english_name=tpa.name_en or "")
    company = provider(found.provider)
    return Organization(name=company.name.zh, english_name=company.name.en)


def reason_of(code: str, clause: str, explanation: str) -> Reason:
    return Reason(code=code, clause=tidy(clause), explanation=tidy(explanation))


def settled(sources: AdvanceSources) -> AdvanceSettlement:
    """LT-SETTLE: every advance that was paid against the benefit."""
    claim = sources.case.claim
    if claim is None or claim.payable is None or claim.determined_at is None:
        raise ValueError(f"{sources.number} settles what was not determined")
    return AdvanceSettlement(
        **frame(sources),
        **about(sources),
        claim_number=claim.case_number,
        determined_on=shanghai_date(claim.determined_at),
        payments=tuple(
            AdvancePayment(
                paid_on=shanghai_date(each.settled_at), amount=each.amount, payment_reference=each.number
            )
            for each in sources.case.payouts
            if each.from_provider and each.settled_at
        ),
        payable=claim.payable,
    )


def refund_notice(sources: AdvanceSources) -> RefundNotice:
    """LT-RFD: what the family pays back to the provider, and why (R-160)."""
    refund = _refund(sources)
    advanced = sources.case.statement.paid
    return RefundNotice(
        **frame(sources, refund.approved_by),
        **family(sources),
        advanced=advanced,
        payable=advanced - refund.amount,
        lines=(
            RefundLine(
                item=sources.say("垫付款超出核定保险金的部分", "advance above the benefit determined"),
                amount=refund.amount,
                reason=_why(sources, refund),
            ),
        ),
        account=_account(sources),
        due_on=_due(refund),
    )


def _why(sources: AdvanceSources, refund: Refund) -> Reason:
    taken_back = sources.case.recall
    if taken_back:
        return reason_of(taken_back.reason_code, taken_back.clause, taken_back.explanation)
    claim = sources.case.claim.case_number if sources.case.claim else ""
    explanation = sources.say(f"详见理赔案件 {claim} 的给付说明", f"see the statement of claim {claim}")
    return Reason(code=refund.reason_code or ReasonCode.DEDUCTIBLE, explanation=explanation)


def refund_reminder(sources: AdvanceSources) -> RefundReminder:
    """LT-RFD-R: not paid yet; once overdue it names the day of a legal step."""
    refund = _refund(sources)
    return RefundReminder(
        **frame(sources),
        **family(sources),
        amount=refund.open,
        noticed_on=refund.noticed_on or _due(refund),
        due_on=_due(refund),
        account=_account(sources),
        legal_from=refund.legal_from,
    )


def _refund(sources: AdvanceSources) -> Refund:
    if sources.case.refund is None:
        raise ValueError(f"{sources.number} asks for a refund that {sources.case.case_number} has not got")
    return sources.case.refund


def _due(refund: Refund) -> date:
    if refund.due_on is None:
        raise ValueError("a refund that nobody approved has no day on which it is due")
    return refund.due_on


def _account(sources: AdvanceSources) -> OrganizationAccount:
    """The provider's account, with its bank in words."""
    found = sources.case.entitlement
    if sources.account is None or found is None:
        raise PartyMissingError(f"{sources.case.provider} has no fund: give it one with `lipei finance fund`")
    bank = provider(found.provider).bank
    return OrganizationAccount(
        holder=sources.account.holder,
        bank=sources.say(bank.zh, bank.en),
        number=sources.account.number,
        reference=_refund(sources).reference,
    )


def payment_made(sources: AdvanceSources) -> PaymentMade:
    """LT-PAID: what the benefit exceeds the advance is with the family."""
    paid = _balance(sources)
    return PaymentMade(
        **frame(sources),
        **family(sources),
        amount=paid.amount,
        paid_on=shanghai_date(paid.settled_at or sources.issued_at),
        account=_persons_account(sources, paid),
        payment_reference=paid.number,
    )


def payment_failed(sources: AdvanceSources) -> PaymentFailed:
    """LT-PAYFAIL: the bank sent it back; the family names another account."""
    failed = _balance(sources)
    return PaymentFailed(
        **frame(sources),
        **family(sources),
        amount=failed.amount,
        failed_on=shanghai_date(sources.issued_at),
        account=_persons_account(sources, failed),
        cause=sources.say(f"银行退回，代码 {failed.code}", f"returned by the bank, code {failed.code}"),
        reply=reply(sources),
    )


def _balance(sources: AdvanceSources) -> Payout:
    found = [each for each in sources.case.payouts if each.purpose is PaymentPurpose.BALANCE]
    if not found:
        raise ValueError(f"{sources.number} speaks of a balance that {sources.case.case_number} has not got")
    return found[-1]


def _persons_account(sources: AdvanceSources, payout: Payout) -> PersonAccount:
    kept, known = sources.case.account, sources.parties.guardian
    holder = kept.holder if kept else (known.name if known else sources.parties.member.name)
    return PersonAccount(
        holder=holder,
        bank=kept.bank if kept else sources.say("登记的开户行", "the bank on file"),
        number=payout.account or (kept.number if kept else "****"),
    )
