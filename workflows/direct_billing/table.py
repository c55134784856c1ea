"""The process of direct billing as a table: who may do what, in which stage, and what follows."""

from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import FINAL_STAGES, Stage
from rules.permissions import Action
from workflows import any_time, taking_back
from workflows.case_engine import Fact, Table, Transition
from workflows.claims import deciding
from workflows.claims.effects import ClaimFact
from workflows.direct_billing import (
    bills,
    debts,
    decisions,
    desk,
    overpayments,
    payments,
    recoveries,
    stays,
    undoing,
    waiting,
)
from workflows.direct_billing.effects import DeskFact

OPEN = tuple(stage for stage in Stage if stage not in FINAL_STAGES)
JUDGED = (Stage.BILLED, Stage.FINAL_BILLED)
DETERMINED = (Stage.ADJUDICATED, Stage.PAY_FAILED, Stage.HOSPITAL_PAID)
COLLECTING = (*DETERMINED, Stage.FINAL_BILLED, Stage.QUERY_TO_HOSPITAL, Stage.REFUSED)
"""Stages in which the family may owe something: a stay's bill may be corrected meanwhile, and refused."""
UNDONE = (Stage.ADJUDICATED, Stage.REFUSED)
SIGNED = (*JUDGED, Stage.DISCHARGE_BILLED, *DETERMINED, Stage.REFUSED)

Row = Transition[DirectBillingCase]

_DESK = (
    Row((Stage.RECEIVED,), Fact.SUBMITTED, desk.submitted, (Stage.RECEIVED,)),
    Row(
        (Stage.RECEIVED, Stage.MANUAL_CHECK),
        DeskFact.ELIGIBILITY_FOUND,
        desk.found,
        (Stage.ELIGIBLE, Stage.NOT_ELIGIBLE, Stage.MANUAL_CHECK, Stage.VISIT_OPEN, Stage.ADMITTED),
        guard="card active, policy in force, network, brand lock, option, letter where required; "
        "visit number and amount reserved",
        clock="visit: reserve expires after 30 CD; unclear: a person answers within 2 business hours",
    ),
    Row(
        (Stage.MANUAL_CHECK,),
        Action.CONFIRM_ELIGIBILITY,
        desk.confirm,
        (Stage.NOT_ELIGIBLE,),
        guard="reason; a no names its code",
    ),
    Row(
        (
            Stage.MANUAL_CHECK,
            Stage.VISIT_OPEN,
            Stage.BILLED,
            Stage.ADMITTED,
            Stage.INTERIM_BILLED,
            Stage.DISCHARGE_BILLED,
            Stage.DISCHARGE_AUTHORIZED,
        ),
        Action.WITHDRAW,
        desk.withdraw,
        (Stage.WITHDRAWN,),
        guard="nothing decided yet; the reserve is free again",
        clock="stops",
    ),
)

_BILLS = (
    Row(
        (
            Stage.VISIT_OPEN,
            Stage.ADMITTED,
            Stage.INTERIM_BILLED,
            Stage.DISCHARGE_BILLED,
            Stage.DISCHARGE_AUTHORIZED,
            Stage.HOSPITAL_PAID,
        ),
        Action.SUBMIT_BILL,
        bills.submit,
        (Stage.BILLED, Stage.INTERIM_BILLED, Stage.DISCHARGE_BILLED, Stage.FINAL_BILLED),
        guard="signed by the guardian where care has ended; a correction inside its window of 15 CD",
        clock="30 CD by law and 5 WD of our own start; discharge: 3 business hours",
    ),
    Row(
        (Stage.BILLED, Stage.INTERIM_BILLED, Stage.DISCHARGE_BILLED, Stage.FINAL_BILLED),
        DeskFact.BILL_WEIGHED,
        bills.weighed,
        (Stage.DISCHARGE_AUTHORIZED,),
        guard="held against the letter line by line; rulings on unchanged lines stand",
    ),
    Row(
        bills.ASKED_IN,
        Action.RULE_LINES,
        bills.rule_lines,
        guard="not held; lines of this bill",
    ),
    Row(
        bills.ASKED_IN,
        Action.ASK,
        bills.ask,
        (Stage.QUERY_TO_HOSPITAL,),
        guard="asked of the hospital",
        clock="our own review pauses, the law's does not; reminder 3 WD, supervisor 10 WD",
        letters=("LT-QRY",),
    ),
    Row(
        (Stage.QUERY_TO_HOSPITAL,),
        Action.REPLY,
        bills.reply,
        bills.ASKED_IN,
        guard="every item answered",
        clock="review resumes",
    ),
    Row(
        (Stage.DISCHARGE_BILLED,),
        Action.AUTHORIZE_DISCHARGE,
        stays.authorize,
        (Stage.DISCHARGE_AUTHORIZED,),
        guard="lines outside the letter ruled on; above authority: two people",
        clock="discharge clock met",
    ),
)

_DECISIONS = (
    Row(
        JUDGED,
        ClaimFact.CLAIM_JUDGED,
        decisions.judged,
        (Stage.ADJUDICATED, Stage.HOSPITAL_PAID, Stage.REFUSED, Stage.CLOSED),
        guard="posted under the lock of the policy year; what a person must confirm waits",
        clock="30 CD and 5 WD met; payment 10 CD starts; refusal notice 3 CD",
        letters=("LT-EOB", "LT-REF"),
    ),
    Row(
        JUDGED,
        Action.DECIDE_CLAIM,
        deciding.decide,
        guard="not held; every exclusion confirmed; a refusal, or above authority: two people",
    ),
    Row(
        SIGNED,
        Action.CO_SIGN,
        decisions.co_sign,
        (Stage.DISCHARGE_AUTHORIZED,),
        guard="signer is not the maker and has the authority",
    ),
    Row(
        SIGNED,
        Action.SEND_BACK,
        decisions.send_back,
        (Stage.CLOSED,),
        guard="reason",
    ),
    Row(
        (Stage.REFUSED,),
        Fact.LETTER_SENT,
        decisions.notice_sent,
        (Stage.CLOSED,),
        guard="the written refusal; nobody owes anything",
        clock="3 CD met",
    ),
)

_TAKEN_BACK = (
    Row(
        UNDONE,
        Action.TAKE_BACK_DECISION,
        taking_back.ask_letters,
        guard="its letters wait; nothing has happened since; who decided, or a supervisor; no other decision "
        "stood before",
    ),
    Row(
        UNDONE,
        Fact.DECISION_TAKEN_BACK,
        undoing.taken_back,
        JUDGED,
        guard="no letter of it has left; what it took goes back, and is held again, in one transaction; "
        "judged anew",
        clock="5 WD and 30 CD run on as if they had not stopped",
    ),
    Row(UNDONE, Fact.LETTERS_GONE, taking_back.letters_gone, guard="a letter has left: the decision stands"),
    Row(
        UNDONE,
        Fact.DECISION_STANDS,
        decisions.stands,
        (Stage.HOSPITAL_PAID, Stage.CLOSED),
        guard="the undo window is over: letter of the care, copay, payment and reserve follow only now",
        clock="payment 10 CD starts",
        letters=("LT-EOB",),
    ),
)

_PAYMENTS = (
    Row((Stage.ADJUDICATED,), Fact.PAYMENT_ORDERED, payments.ordered, guard="finance, none of the deciders"),
    Row(
        (Stage.ADJUDICATED,),
        Fact.PAYMENT_SETTLED,
        payments.settled,
        (Stage.HOSPITAL_PAID, Stage.CLOSED),
        clock="payment clock met; stay: correction window 15 CD",
        letters=("LT-REM", "LT-EOB"),
    ),
    Row((Stage.ADJUDICATED,), Fact.PAYMENT_FAILED, payments.failed, (Stage.PAY_FAILED,)),
    Row((Stage.PAY_FAILED,), Action.PAY_AGAIN, payments.pay_again, (Stage.ADJUDICATED,), guard="reason"),
    Row((Stage.PAY_FAILED,), DeskFact.ACCOUNT_KEPT, payments.account_kept, (Stage.ADJUDICATED,)),
)

_DEBTS = (
    Row(
        COLLECTING,
        Fact.RECEIVABLE_OPENED,
        overpayments.opened,
        clock="copay 10 CD; recovery 15 CD; overpayment of the hospital 15 CD",
        letters=("LT-COPAY", "LT-RCV", "LT-OVP"),
    ),
    Row(COLLECTING, Fact.RECEIVABLE_CHANGED, overpayments.changed),
    Row(
        COLLECTING,
        Fact.MONEY_RECEIVED,
        overpayments.received,
        (Stage.CLOSED,),
        guard="all of it paid",
        clock="met",
    ),
    Row(
        COLLECTING,
        DeskFact.CARD_CHANGED,
        debts.card_changed,
        guard="lifted when no copay of the card is overdue",
        letters=("LT-SUSP", "LT-REACT"),
    ),
    Row(COLLECTING, Action.DISPUTE_DEBT, overpayments.dispute, clock="pauses"),
    Row(
        COLLECTING,
        Action.RESUME_DEBT,
        overpayments.resume,
        clock="runs on",
        letters=("LT-COPAY-R", "LT-RFD-R", "LT-OVP"),
    ),
    Row(COLLECTING, Action.WAIVE_DEBT, overpayments.waive, (Stage.CLOSED,), guard="reason; authority"),
    Row(
        (*DETERMINED, Stage.CLOSED),
        Action.PROPOSE_RECOVERY,
        recoveries.propose,
        (Stage.HOSPITAL_PAID,),
        guard="found outside cover after the family left; no more than was paid; a supervisor signs; "
        "a closed case opens again",
    ),
    Row(
        COLLECTING,
        Action.AGREE_REFUND_PLAN,
        overpayments.instalments,
        guard="parts add up to what is owed",
        clock="each part has its day",
    ),
    Row(
        COLLECTING,
        Action.GIVE_TO_LEGAL,
        overpayments.give_to_legal,
        (Stage.CLOSED,),
        guard="overdue",
        letters=("LT-RFD-R", "LT-OVP"),
    ),
)

_ALWAYS = (
    Row(
        OPEN,
        Fact.MILESTONE,
        waiting.milestone,
        (Stage.EXPIRED, Stage.CLOSED),
        guard="the instant has come and the duty is not met",
        letters=("LT-QRY", "LT-COPAY-R", "LT-SUSP", "LT-RFD-R", "LT-OVP"),
    ),
    Row(
        tuple(stage for stage in OPEN if stage is not Stage.RECEIVED),
        Action.SUBMIT_DOCUMENTS,
        waiting.documents,
    ),
    *any_time.worked_on(OPEN),
    any_time.confirmable(OPEN),
    *any_time.holdable(OPEN),
)

TABLE = Table[DirectBillingCase]((*_DESK, *_BILLS, *_DECISIONS, *_TAKEN_BACK, *_PAYMENTS, *_DEBTS, *_ALWAYS))
