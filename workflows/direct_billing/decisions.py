"""A bill is determined: by the engine alone, by a person, or by two."""

from rules.cases import Side
from rules.claims.values import ClaimAnswer, ClaimDecision
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtReason, DebtState, HospitalPayment
from rules.direct_billing.shares import Shares, divide
from rules.direct_billing.values import Stage
from rules.payments.values import OrderPayment, Payee
from rules.payments.vocabulary import PayeeKind, PaymentPurpose
from rules.reasons import ReasonCode
from workflows.case_engine import HELD_BACK, Fact, Step
from workflows.claims import deciding, overpaid
from workflows.claims.undoing import remember
from workflows.direct_billing import overpayments
from workflows.direct_billing.debts import open_copay
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.direct_billing.recoveries import approve_recovery, begin, send_back_recovery
from workflows.direct_billing.stays import co_sign_discharge, send_back_discharge

REVIEW = (ClockKind.DIRECT_BILLING_REVIEW, ClockKind.STATUTORY_DETERMINATION)


def judged(case: Case, happening: Happened) -> Step[Case]:
    """A judgment came back: settled by itself, as a person decided, or still for a person."""
    draft = Draft(case, happening)
    decision = draft.judged(happening.body)
    if decision is None:
        if happening.body.held_again is not None:
            draft.change(reserved=happening.body.held_again)
        return deciding.unsettled(draft, case)
    draft.met(*REVIEW)
    if HELD_BACK in happening.patches:
        remember(draft, case, case.pending, holds_back=True)
    if decision.answer is ClaimAnswer.REFUSE:
        return _refused(draft, decision).step()
    return _adjudicated(draft, decision).step()


def stands(case: Case, happening: Happened) -> Step[Case]:
    """Nobody took the decision back in time: what was held back of it is done."""
    decision = case.decision
    assert decision is not None
    draft = Draft(case, happening).change(fresh=None, before_decision=None).note(decision=decision.ordinal)
    if decision.answer is ClaimAnswer.REFUSE:
        return _after_refusal(draft, decision).close_if_done().step()
    return _after_payment_decision(draft, decision).step()


def co_sign(case: Case, happening: Happened) -> Step[Case]:
    """A second person signs what waits: a decision, a discharge, or a recovery."""
    if case.stage is Stage.DISCHARGE_BILLED:
        return co_sign_discharge(case, happening)
    if case.proposal is None and case.overpayment_proposed_by and not _recovery_waits(case):
        return overpaid.approve(Draft(case, happening)).step()
    if case.proposal is None:
        return approve_recovery(case, happening)
    return deciding.co_sign(case, happening)


def send_back(case: Case, happening: Happened) -> Step[Case]:
    """What waits returns to its maker."""
    if case.stage is Stage.DISCHARGE_BILLED:
        return send_back_discharge(case, happening)
    if case.proposal is None and case.overpayment_proposed_by and not _recovery_waits(case):
        draft = Draft(case, happening)
        overpaid.send_back(draft, draft.close_if_done)
        return draft.step()
    if case.proposal is None:
        return send_back_recovery(case, happening)
    return deciding.send_back(case, happening)


def _recovery_waits(case: Case) -> bool:
    return (
        case.recovery is not None
        and case.recovery.state is DebtState.PROPOSED
        and not case.recovery.approved_by
    )


def _refused(draft: Draft, decision: ClaimDecision) -> Draft:
    """Nothing is paid; the written notice is due within three days (L-07)."""
    draft.to(Stage.REFUSED, decision.reason_code or "", decision=decision.ordinal)
    if draft.case.stands_at is None:
        _after_refusal(draft, decision)
    return draft.plan(ClockKind.REFUSAL_NOTICE).order("LT-REF", Side.GUARDIAN)


def _after_refusal(draft: Draft, decision: ClaimDecision) -> Draft:
    """What was held is free, the letter behind the care ends, and what was paid before comes back."""
    _tell_settled(draft.give_back().stop(ClockKind.CORRECTION_WINDOW), decision, 0)
    overpayments.weigh(draft, due=0)
    return draft


def notice_sent(case: Case, happening: Happened) -> Step[Case]:
    """The refusal reached its reader: the case is done once nobody owes anything (domain 5.2)."""
    if happening.body.code != "LT-REF" or case.clock(ClockKind.REFUSAL_NOTICE) is None:
        return Step(state=case)
    draft = Draft(case, happening).met(ClockKind.REFUSAL_NOTICE)
    if case.open_debts or case.overpayment_open:
        draft.note(letter=happening.body.code)
    return draft.close_if_done().step()


def _adjudicated(draft: Draft, decision: ClaimDecision) -> Draft:
    shares = _shares(draft.case, decision)
    draft.change(accumulator_version=decision.judged.accumulator_version or 0)
    draft.to(
        Stage.ADJUDICATED,
        decision=decision.ordinal,
        payable=decision.payable,
        hospital=shares.hospital,
        copay=shares.copay,
        recovery=shares.recovery,
        overcharged=shares.overcharged,
        moved=draft.happening.body.given_back or None,
    )
    if decision.refused:
        # A part refused is told within three days, whenever the rest is paid (L-07, domain 7.2).
        draft.order("LT-EOB", Side.GUARDIAN)
    return draft if draft.case.stands_at else _after_payment_decision(draft, decision)


def _after_payment_decision(draft: Draft, decision: ClaimDecision) -> Draft:
    """The letter behind the care is used, the family owes its share, the hospital is paid."""
    shares = _shares(draft.case, decision)
    draft.change(reserved=0)
    _tell_settled(draft, decision, shares.hospital)
    _debts(draft, decision, shares)
    return _pay(draft, decision, shares)


def _shares(case: Case, decision: ClaimDecision) -> Shares:
    bill = case.final_bill
    assert bill is not None
    return divide(
        decision.judged.figures,
        paid_at_desk=bill.paid_at_desk,
        public_outpatient=case.public_outpatient,
        we_recover=case.we_recover,
    )


def _tell_settled(draft: Draft, decision: ClaimDecision, hospital: int) -> Draft:
    """The letter behind the care gets its final version: what the hospital gets for how many days.

    A stay may be corrected until its window closes; a correction that is refused leaves nothing to correct.
    """
    case, window = draft.case, ClockKind.CORRECTION_WINDOW
    days = (case.discharged_on - case.visit.on).days if case.stay and case.discharged_on else 0
    closed = any(clock.kind is window for clock in case.clocks) and case.clock(window) is None
    correctable = case.stay and decision.answer is not ClaimAnswer.REFUSE and not closed
    return draft.tell_authorization(
        Fact.BILL_SETTLED,
        again=f"/{decision.ordinal}" if decision.ordinal > 1 else "",
        settled=hospital,
        days=days,
        correctable=int(correctable),
    )


def _debts(draft: Draft, decision: ClaimDecision, shares: Shares) -> None:
    """What the family owes us: its share within cover at once, cost outside it after a second person."""
    if shares.copay and draft.case.copay is None:
        open_copay(draft, shares.copay)
    if shares.recovery and draft.case.recovery is None:
        reasons = _outside_cover(decision, shares.recovery)
        begin(draft, shares.recovery, reasons, decision.explanation, None)


def _outside_cover(decision: ClaimDecision, amount: int) -> tuple[DebtReason, ...]:
    """The charges outside cover, cut to what is recovered; the family's own share is the rest."""
    rows, left = [], amount
    for line in decision.judged.held_lines:
        part = min(line.amount, left)
        if part:
            rows.append(DebtReason(item=line.item, amount=part, code=line.reason))
            left -= part
    if left:
        rows.append(DebtReason(item="", amount=left, code=ReasonCode.COPAY))
    return tuple(rows)


def _pay(draft: Draft, decision: ClaimDecision, shares: Shares) -> Draft:
    """Order what the hospital has not got yet; a correction pays the difference."""
    case = draft.case
    amount = shares.hospital - (case.paid - case.overpaid_settled)
    overpayments.weigh(draft, due=shares.hospital)
    if amount <= 0:
        return paid_nothing(draft, decision)
    payment = HospitalPayment(key=f"{case.case_number}/decision/{decision.ordinal}/hospital", amount=amount)
    draft.change(payment=payment).plan(ClockKind.PAYMENT_AFTER_AGREEMENT)
    return draft.do(payment_order(draft, payment))


def paid_nothing(draft: Draft, decision: ClaimDecision) -> Draft:
    """All of it is the family's, or was paid before: there is nothing to wait for."""
    if not decision.refused:
        draft.order("LT-EOB", Side.GUARDIAN)
    draft.change(payment=None).to(Stage.HOSPITAL_PAID, amount=0)
    return after_payment(draft)


def after_payment(draft: Draft) -> Draft:
    """A stay may be corrected for 15 days, once; what is over is done when nobody owes anything."""
    opened = any(clock.kind is ClockKind.CORRECTION_WINDOW for clock in draft.case.clocks)
    if draft.case.stay and not opened:
        return draft.plan(ClockKind.CORRECTION_WINDOW)
    return draft.close_if_done()


def payment_order(draft: Draft, payment: HospitalPayment) -> OrderPayment:
    """The debt to the hospital; whoever decided it never lets it go (dual control)."""
    case = draft.case
    decision = case.decision
    deciders = decision.deciders if decision else ()
    return OrderPayment(
        key=payment.key,
        payee=Payee(
            kind=PayeeKind.HOSPITAL,
            reference=f"hospital:{case.visit.hospital_id}",
            account_id=payment.account_id,
        ),
        amount=payment.amount,
        purpose=PaymentPurpose.HOSPITAL_BILL,
        deciders=deciders,
        attempt=payment.attempt,
        automatic=bool(decision and decision.automatic),
    )
