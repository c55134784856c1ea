"""Letters of direct billing: to the hospital what is asked and paid, to the family what it owes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from activities.letter_contents.determinations import (
    calculation,
    claim_of,
    decision_of,
    item,
    refusal,
    signer,
    statement,
    visit,
)
from activities.letter_contents.frame import case_page, family, frame, hospital_of, reply
from activities.letter_contents.overpayments import overpayment_notice
from activities.letter_contents.remarks import remark
from activities.letter_contents.requests import reminds_of
from activities.letter_contents.sources import Sources, tidy
from letters.kinds import (
    BenefitStatement,
    CardReactivated,
    CardSuspended,
    CopayNotice,
    CopayReminder,
    Letter,
    MissingDocument,
    OrganizationAccount,
    OverdueItem,
    Query,
    Reason,
    RecoveryNotice,
    RefundLine,
    RefundReminder,
    RefusalNotice,
    Remittance,
    RemittanceLine,
    RequestedCare,
)
from rules.china_time import shanghai_date
from rules.clock_table import CLOCKS
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtState, DirectBillingCase, FamilyDebt
from rules.direct_billing.shares import divide
from rules.permissions import Action

BillingSources = Sources[DirectBillingCase]


def query(sources: BillingSources) -> Query:
    """LT-QRY: what is still open of the question to the hospital."""
    question = sources.case.questions[-1]
    held = {document.kind for document in sources.case.documents}
    hospital = hospital_of(sources)
    return Query(
        **frame(sources, question.asked_by),
        **family(sources),
        care=RequestedCare(
            hospital=hospital.name,
            hospital_english=hospital.name_en or "",
            department=sources.case.department,
            treatment=sources.say("医院提交的账单", "the bill that the hospital sent"),
            planned_on=sources.case.visit.on,
            estimate=sources.case.amount,
        ),
        asked_at=question.asked_at,
        questions=tuple(tidy(each.text) for each in question.items if each.answered_at is None),
        documents=tuple(MissingDocument(kind=kind) for kind in question.documents if kind not in held),
        reply=reply(sources),
        answer_by=sources.last_day(ClockKind.HOSPITAL_QUERY_WAIT),
        first_sent_on=reminds_of(sources, sources.last(Action.ASK), ClockKind.HOSPITAL_QUERY_WAIT),
    )


def benefit_statement(sources: BillingSources) -> BenefitStatement:
    """LT-EOB."""
    return statement(sources, until_on=sources.case.discharged_on)


def refused(sources: BillingSources) -> RefusalNotice:
    """LT-REF."""
    return refusal(sources)


def remittance(sources: BillingSources) -> Remittance:
    """LT-REM: what the money on the hospital's account is for; it may object while corrections are open."""
    case, decision = sources.case, decision_of(sources)
    payment = case.payment
    if payment is None or payment.paid_at is None:
        raise ValueError(f"{sources.number} speaks of a payment that {case.case_number} has not made")
    paid_on = shanghai_date(payment.paid_at)
    bills = ", ".join(invoice.number for invoice in claim_of(sources).invoices)
    billed = sum(line.amount for line in claim_of(sources).lines)
    return Remittance(
        **frame(sources, signer(decision)),
        paid_on=paid_on,
        payment_reference=payment.number,
        account=payment.account,
        lines=(
            RemittanceLine(
                case_number=case.case_number,
                bill=bills,
                billed=billed,
                paid=payment.amount,
                remark=_remark(sources, payment.amount),
            ),
        ),
        objections_until=paid_on + timedelta(days=CLOCKS[ClockKind.CORRECTION_WINDOW].count),
    )


def _remark(sources: BillingSources, paid: int) -> str:
    case, figures = sources.case, decision_of(sources).judged.figures
    bill = case.final_bill
    shares = divide(
        figures,
        paid_at_desk=bill.paid_at_desk if bill else 0,
        public_outpatient=case.public_outpatient,
        we_recover=case.we_recover,
    )
    return remark(
        sources.say,
        figures,
        ahead=shares.copay + shares.recovery,
        earlier=shares.hospital - paid,
        desk=shares.overcharged,
    )


def _copay(sources: BillingSources) -> FamilyDebt:
    if sources.case.copay is None or sources.case.copay.due_on is None:
        raise ValueError(f"{sources.number} asks for a copay that {sources.case.case_number} has not got")
    return sources.case.copay


def _due_on(debt: FamilyDebt, sources: BillingSources) -> date:
    if debt.due_on is None:
        raise ValueError(f"{sources.number} asks for a debt without a day")
    return debt.due_on


def copay_notice(sources: BillingSources) -> CopayNotice:
    """LT-COPAY: the share, how it comes about, by when and how to pay."""
    debt, decision = _copay(sources), decision_of(sources)
    numbers = decision.judged.visit_numbers
    return CopayNotice(
        **frame(sources, signer(decision)),
        **family(sources),
        visit=visit(sources),
        calculation=calculation(decision.judged.figures),
        visit_number=numbers[0] if numbers else None,
        due_on=_due_on(debt, sources),
        pay_url=case_page(sources),
    )


def copay_reminder(sources: BillingSources) -> CopayReminder:
    """LT-COPAY-R."""
    debt = _copay(sources)
    return CopayReminder(
        **frame(sources),
        **family(sources),
        visit=visit(sources),
        share=debt.amount - debt.received,
        noticed_on=_noticed_on(debt, sources),
        due_on=_due_on(debt, sources),
        pay_url=case_page(sources),
    )


def card_suspended(sources: BillingSources) -> CardSuspended:
    """LT-SUSP: for what, and what goes on all the same."""
    debt = _copay(sources)
    return CardSuspended(
        **frame(sources),
        **family(sources),
        suspended_at=sources.issued_at,
        items=(
            OverdueItem(
                hospital=hospital_of(sources).name,
                visited_on=sources.case.visit.on,
                share=debt.amount - debt.received,
                due_on=_due_on(debt, sources),
            ),
        ),
        pay_url=case_page(sources),
    )


def card_reactivated(sources: BillingSources) -> CardReactivated:
    """LT-REACT."""
    debt = _copay(sources)
    return CardReactivated(
        **frame(sources), **family(sources), reactivated_at=sources.issued_at, paid=debt.received
    )


def _recovery(sources: BillingSources) -> FamilyDebt:
    if sources.case.recovery is None:
        raise ValueError(f"{sources.number} asks for a recovery that {sources.case.case_number} has not got")
    return sources.case.recovery


def _noticed_on(debt: FamilyDebt, sources: BillingSources) -> date:
    return shanghai_date(debt.noticed_at or sources.issued_at)


def _account(sources: BillingSources, debt: FamilyDebt) -> OrganizationAccount:
    if sources.account is None:
        raise ValueError(f"{sources.number} names no account: give the insurer a fund, then it goes on")
    return replace(sources.account, reference=debt.reference)


def recovery_notice(sources: BillingSources) -> RecoveryNotice:
    """LT-RCV: charge by charge, with reasons; never against a later claim."""
    debt, hospital = _recovery(sources), hospital_of(sources)
    return RecoveryNotice(
        **frame(sources, debt.approved_by),
        **family(sources),
        hospital=hospital.name,
        hospital_english=hospital.name_en or "",
        visited_on=sources.case.visit.on,
        lines=tuple(
            RefundLine(
                item=item(sources, each.item),
                amount=each.amount,
                reason=Reason(code=each.code, explanation=tidy(debt.explanation)),
            )
            for each in debt.reasons
        ),
        account=_account(sources, debt),
        due_on=_due_on(debt, sources),
    )


def recovery_reminder(sources: BillingSources) -> RefundReminder:
    """LT-RFD-R: not paid yet; a legal step once it was handed over."""
    debt = _recovery(sources)
    return RefundReminder(
        **frame(sources),
        **family(sources),
        amount=debt.amount - debt.received,
        noticed_on=_noticed_on(debt, sources),
        due_on=_due_on(debt, sources),
        account=_account(sources, debt),
        legal_from=shanghai_date(sources.issued_at) if debt.state is DebtState.LEGAL else None,
        outside_cover=True,
    )


BILLING: dict[str, Callable[[Sources[Any]], Letter]] = {
    "LT-QRY": query,
    "LT-EOB": benefit_statement,
    "LT-REF": refused,
    "LT-REM": remittance,
    "LT-COPAY": copay_notice,
    "LT-COPAY-R": copay_reminder,
    "LT-SUSP": card_suspended,
    "LT-REACT": card_reactivated,
    "LT-RCV": recovery_notice,
    "LT-RFD-R": recovery_reminder,
    "LT-OVP": overpayment_notice,
}
