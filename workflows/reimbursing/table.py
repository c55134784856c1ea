"""The process of a reimbursement claim, top to bottom (domain 5.0, 5.3)."""

from rules.permissions import Action
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import FINAL_STAGES, REVIEW_STAGES, Stage
from workflows import any_time
from workflows.case_engine import Fact, Table, Transition
from workflows.claims.effects import ClaimFact
from workflows.reimbursing import (
    determination,
    disclosure,
    intake,
    overpayment,
    paying,
    review,
    undoing,
    waiting,
)
from workflows.reimbursing.effects import ClaimFileFact

OPEN = tuple(stage for stage in Stage if stage not in FINAL_STAGES)
UNDECIDED = (
    Stage.REPORTED,
    Stage.AWAITING_DOCS,
    Stage.DORMANT,
    Stage.BILL_ISSUE,
    Stage.MANUAL,
    Stage.INVESTIGATION,
)
BEFORE_PAYMENT = (*UNDECIDED, Stage.DETERMINED, Stage.RECONSIDERATION, Stage.AGREED, Stage.PAY_FAILED)
TOLD_OF_REFUSAL = (
    Stage.DETERMINED,
    Stage.REFUSED,
    Stage.RECONSIDERATION,
    Stage.AGREED,
    Stage.PAY_FAILED,
    Stage.PAID,
)
UNDONE = (Stage.DETERMINED, Stage.REFUSED, Stage.AGREED)
IN_REVIEW = (*REVIEW_STAGES, Stage.INVESTIGATION)
TWO_PEOPLE = "every refusal, and payment above authority: a second person"

Row = Transition[ReimbursementCase]

_INTAKE = (
    Row(
        (Stage.SUBMITTED,),
        Fact.SUBMITTED,
        intake.submitted,
        (Stage.REPORTED, Stage.SUBMITTED),
        guard="form signed by the guardian",
        clock="report: list within 1 WD; claim: day 0 of 30 CD and of 60 CD",
        letters=("LT-ACK",),
    ),
    Row(
        (Stage.REPORTED,),
        Action.SUBMIT_CLAIM,
        intake.submit,
        (Stage.SUBMITTED,),
        guard="form signed by the guardian",
        clock="day 0 of 30 CD and of 60 CD",
        letters=("LT-ACK",),
    ),
    Row(
        (Stage.REPORTED, Stage.SUBMITTED, Stage.AWAITING_DOCS),
        ClaimFileFact.FILE_CHECKED,
        intake.checked,
        (Stage.AWAITING_DOCS, Stage.COMPLETE, Stage.BILL_ISSUE, Stage.VERIFIED, Stage.AUTO, Stage.MANUAL),
        guard="checklist; paper originals of a public stay; bills verified, not reversed, not claimed before",
        clock="complete: 10 WD, a small claim 5 CD; incomplete: list within 2 WD",
        letters=("LT-REQ", "LT-SUPP"),
    ),
    Row(
        (Stage.REPORTED, Stage.AWAITING_DOCS),
        Fact.LETTER_SENT,
        intake.letter_sent,
        guard="the list of what to send, or of what is missing, reached the family",
        clock="30 CD pauses; wait of 90 CD starts",
    ),
    Row(
        (Stage.REPORTED, Stage.AWAITING_DOCS, Stage.DORMANT, *REVIEW_STAGES, Stage.INVESTIGATION),
        Action.SUBMIT_DOCUMENTS,
        intake.documents,
        (Stage.AWAITING_DOCS,),
        guard="what was asked for has come",
        clock="30 CD resumes",
    ),
    Row(
        (Stage.AWAITING_DOCS, Stage.BILL_ISSUE, Stage.MANUAL),
        Action.REQUEST_DOCUMENTS,
        intake.request_documents,
        (Stage.AWAITING_DOCS,),
        guard="one list; a second: supervisor and new fact (L-02)",
        letters=("LT-SUPP",),
    ),
    Row((Stage.AWAITING_DOCS,), Action.ACCEPT_AS_COMPLETE, intake.accept_as_complete, guard="reason"),
    Row((Stage.AWAITING_DOCS, Stage.DORMANT), Action.SEND_ORIGINALS, intake.send_originals),
    Row(
        (Stage.AWAITING_DOCS, Stage.MANUAL),
        Action.RECEIVE_ORIGINALS,
        intake.receive_originals,
        letters=("LT-ORIG",),
    ),
    Row(
        (Stage.BILL_ISSUE,),
        Action.VERIFY_BILLS,
        intake.verify_bills,
        (Stage.VERIFIED, Stage.AUTO, Stage.MANUAL),
        guard="bills of this claim, and how they were verified",
    ),
)

_REVIEW = (
    Row(
        (Stage.AUTO, *REVIEW_STAGES),
        ClaimFact.CLAIM_JUDGED,
        review.judged,
        (Stage.MANUAL, Stage.DETERMINED, Stage.REFUSED, Stage.AGREED),
        guard="no person only where nothing is flagged, up to the automatic limit",
        clock="30 CD met; part payment: 5 CD for an answer; refused part: 3 CD",
        letters=("LT-EOB", "LT-REF", "LT-RECON"),
    ),
    Row(
        REVIEW_STAGES,
        Action.DECIDE_CLAIM,
        review.decide,
        guard=f"not held; every exclusion confirmed; {TWO_PEOPLE}; reconsidered by somebody else",
    ),
    Row(REVIEW_STAGES, Action.CO_SIGN, review.co_sign, (Stage.INVESTIGATION,), guard="not the maker"),
    Row(REVIEW_STAGES, Action.SEND_BACK, review.send_back, guard="reason"),
    Row(REVIEW_STAGES, Action.CORRECT_CLAIM, review.correct, guard="reason; judged anew"),
    Row(
        (Stage.BILL_ISSUE, Stage.MANUAL),
        Action.INVESTIGATE_CLAIM,
        review.investigate,
        (Stage.INVESTIGATION,),
        guard="written scope; supervisor approves",
        clock="15 WD, inside the 30 CD",
        letters=("LT-INV",),
    ),
    Row((Stage.INVESTIGATION,), Action.RECORD_FINDINGS, review.record_findings, (Stage.MANUAL,)),
    Row(
        IN_REVIEW,
        Action.RAISE_NONDISCLOSURE,
        disclosure.raise_it,
        guard="none open; decisions wait",
        clock="30 CD to rescind (L-13)",
    ),
    Row(
        (Stage.AWAITING_DOCS, Stage.DORMANT, *IN_REVIEW),
        Action.CONCLUDE_NONDISCLOSURE,
        disclosure.conclude,
        guard="not who raised it; rescission within the 30 CD",
        clock="30 CD met",
    ),
    Row(UNDECIDED, Action.STATE_ASCERTAINED, review.state_ascertained, guard="amount within the claim"),
)

_ANSWER = (
    Row(
        (Stage.DETERMINED,),
        Action.ACCEPT_DECISION,
        determination.accept,
        (Stage.AGREED,),
        clock="10 CD to pay",
    ),
    Row(
        (Stage.DETERMINED, Stage.REFUSED),
        Action.OBJECT_TO_DECISION,
        determination.object_to,
        (Stage.RECONSIDERATION,),
        clock="10 WD",
    ),
    Row(
        TOLD_OF_REFUSAL,
        Fact.LETTER_SENT,
        determination.letter_sent,
        (Stage.CLOSED,),
        guard="the written refusal reached the family",
        clock="3 CD met",
    ),
)

_TAKEN_BACK = (
    Row(
        UNDONE,
        Action.TAKE_BACK_DECISION,
        undoing.ask,
        guard="its letters wait; nothing has happened since; who decided, or a supervisor; no other decision "
        "stood before; not of an advance",
    ),
    Row((Stage.AGREED,), Fact.PAYMENT_WITHDRAWN, undoing.withdrawn, guard="finance has not let it go"),
    Row((Stage.AGREED,), Fact.PAYMENT_LEAVES, undoing.leaves, guard="finance has: the decision stands"),
    Row(
        UNDONE,
        Fact.DECISION_TAKEN_BACK,
        undoing.taken_back,
        (Stage.BILL_ISSUE, Stage.MANUAL),
        guard="no letter of it has left; what it took goes back in one transaction; judged anew",
        clock="10 WD, 30 CD and 60 CD run on as if they had not stopped",
    ),
    Row(
        OPEN,
        Fact.DECISION_STANDS,
        determination.stands,
        (Stage.CLOSED,),
        guard="the undo window is over: the approval of a stay that is paid for ends only now",
    ),
    Row(
        UNDONE,
        Fact.LETTERS_GONE,
        undoing.letters_gone,
        guard="a letter has left: the decision stands, its payment is ordered anew",
    ),
)

_PAYMENT = (
    Row((*BEFORE_PAYMENT, Stage.PAID), Fact.PAYMENT_ORDERED, paying.ordered, clock="10 WD met"),
    Row(
        (*BEFORE_PAYMENT, Stage.PAID),
        Fact.PAYMENT_SETTLED,
        paying.settled,
        (Stage.PAID, Stage.CLOSED),
        clock="10 CD met; late: compensation proposed",
        letters=("LT-PAID",),
    ),
    Row(
        (*BEFORE_PAYMENT, Stage.PAID),
        Fact.PAYMENT_FAILED,
        paying.failed,
        (Stage.PAY_FAILED,),
        letters=("LT-PAYFAIL",),
    ),
    Row(
        (*BEFORE_PAYMENT, Stage.PAID),
        Action.CORRECT_ACCOUNT,
        paying.correct_account,
        (Stage.AGREED,),
        guard="payee is guardian or insured",
    ),
    Row((*BEFORE_PAYMENT, Stage.PAID), ClaimFileFact.ACCOUNT_KEPT, paying.account_kept),
    Row(
        (*BEFORE_PAYMENT, Stage.PAID),
        Action.PAY_CLAIM_AGAIN,
        paying.pay_again,
        (Stage.AGREED,),
        guard="a payment failed; reason",
    ),
    Row((Stage.PAID,), Action.SETTLE_COMPENSATION, paying.settle_compensation, (Stage.CLOSED,)),
)

_OVERPAID = (
    Row(
        (Stage.PAID, Stage.REFUSED),
        Action.CO_SIGN,
        overpayment.co_sign,
        guard="more was paid ahead than determined; none of the deciders",
    ),
    Row(
        (Stage.PAID, Stage.REFUSED), Action.SEND_BACK, overpayment.send_back, (Stage.CLOSED,), guard="reason"
    ),
    Row(TOLD_OF_REFUSAL, Fact.RECEIVABLE_OPENED, overpayment.opened, clock="15 CD", letters=("LT-OVP",)),
    Row(TOLD_OF_REFUSAL, Fact.RECEIVABLE_CHANGED, overpayment.changed),
    Row(TOLD_OF_REFUSAL, Fact.MONEY_RECEIVED, overpayment.received, (Stage.CLOSED,), clock="met"),
    Row(TOLD_OF_REFUSAL, Action.DISPUTE_DEBT, overpayment.dispute, clock="stops"),
    Row(TOLD_OF_REFUSAL, Action.RESUME_DEBT, overpayment.resume, clock="15 CD anew", letters=("LT-OVP",)),
    Row(
        TOLD_OF_REFUSAL,
        Action.WAIVE_DEBT,
        overpayment.waive,
        (Stage.CLOSED,),
        guard="reason; authority",
    ),
    Row(
        TOLD_OF_REFUSAL,
        Action.AGREE_REFUND_PLAN,
        overpayment.instalments,
        guard="parts add up to what is owed",
        clock="each part has its day",
    ),
    Row(
        TOLD_OF_REFUSAL,
        Action.GIVE_TO_LEGAL,
        overpayment.give_to_legal,
        (Stage.CLOSED,),
        guard="overdue",
        letters=("LT-OVP",),
    ),
)

_ANY_TIME = (
    Row(
        OPEN,
        Fact.MILESTONE,
        waiting.milestone,
        (Stage.DORMANT, Stage.AGREED, Stage.CLOSED),
        guard="the instant has come and the duty is not met; day 60: an ascertained part is paid ahead",
        letters=("LT-SUPP", "LT-DORM", "LT-PREPAY60", "LT-OVP"),
    ),
    Row(
        UNDECIDED,
        Action.WITHDRAW,
        waiting.withdraw,
        (Stage.WITHDRAWN,),
        guard="not of an advance; nothing paid ahead",
    ),
    *any_time.worked_on(OPEN),
    any_time.confirmable(OPEN),
    *any_time.holdable(OPEN),
)

TABLE = Table[ReimbursementCase](
    (*_INTAKE, *_REVIEW, *_ANSWER, *_TAKEN_BACK, *_PAYMENT, *_OVERPAID, *_ANY_TIME)
)
