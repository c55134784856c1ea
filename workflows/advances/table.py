"""The process of a hospital advance, top to bottom (domain 5.0, 5.4, 5.6)."""

from rules.advances.case import AdvanceCase
from rules.advances.vocabulary import FINAL_STAGES, UNPAID, AdvanceFact, Stage
from rules.permissions import Action
from workflows import any_time, taking_back
from workflows.advances import discharge, intake, money, refund, review, settling, undoing, waiting
from workflows.case_engine import Fact, Table, Transition

Row = Transition[AdvanceCase]

OPEN = tuple(stage for stage in Stage if stage not in FINAL_STAGES)
BEFORE_DECISION = (Stage.VERIFIED, Stage.CONTACTED, Stage.DOCS_COMPLETE, Stage.INVESTIGATING)
LOOKED_AT = tuple(stage for stage in UNPAID if stage is not Stage.REQUESTED)
AT_HOSPITAL = (Stage.ADVANCED, Stage.DISCHARGE_PLANNED)
UNDONE = (Stage.APPROVED, Stage.TERMINATED, *AT_HOSPITAL)
COMPARED = (Stage.REFUND_DUE, Stage.BALANCE_DUE)
PAYING = (Stage.IN_CLAIM, *COMPARED)

_INTAKE = (
    Row(
        (Stage.REQUESTED,),
        Fact.SUBMITTED,
        intake.submitted,
        clock="entitlement check 1 WD",
        letters=("LT-ACK",),
    ),
    Row(
        (Stage.REQUESTED,),
        Fact.ASSESSED,
        intake.assessed,
        (Stage.VERIFIED,),
        guard="in force, not waiting, hospital of the provider and not on the direct list, inpatient, no "
        "deposit, third party or litigation, real-time public insurance or file at discharge; else a person",
        clock="first call 1 WD",
    ),
    Row(
        (Stage.REQUESTED,),
        Action.CHECK_ENTITLEMENT,
        intake.check_entitlement,
        (Stage.VERIFIED, Stage.REJECTED),
        guard="a rejection names what the rules found; what rules an advance out cannot be passed",
        clock="first call 1 WD",
        letters=("LT-AD-NO",),
    ),
    Row(
        (Stage.REJECTED,),
        AdvanceFact.PREAUTHORIZATION_OPENED,
        intake.preauthorization_opened,
        guard="the hospital is on the direct-billing list (A-30)",
    ),
    Row(
        (Stage.VERIFIED,),
        Action.RECORD_CALL,
        intake.call,
        (Stage.CONTACTED, Stage.DOCS_COMPLETE),
        clock="call met; wait for documents 10 CD, reminder 3 WD",
        letters=("LT-SUPP",),
    ),
    Row(
        (*BEFORE_DECISION, Stage.REQUESTED, Stage.APPROVED, Stage.SIGNED, *AT_HOSPITAL),
        Action.SUBMIT_DOCUMENTS,
        intake.documents,
        (Stage.DOCS_COMPLETE,),
        guard="checklist complete",
        clock="review 5 WD starts",
    ),
    Row(
        (Stage.CONTACTED,),
        Action.ACCEPT_AS_COMPLETE,
        intake.accept_as_complete,
        (Stage.DOCS_COMPLETE,),
        guard="reason",
        clock="review 5 WD starts",
    ),
)

_REVIEW = (
    Row(
        (*review.REVIEW, *AT_HOSPITAL),
        Fact.ASSESSED,
        intake.reassessed,
        guard="the figures of the ceiling are read anew",
    ),
    Row(
        (Stage.DOCS_COMPLETE,),
        Action.OPEN_INVESTIGATION,
        review.open_investigation,
        (Stage.INVESTIGATING,),
        guard="reason, before the 5 WD end",
        clock="due becomes 15 WD, target 7 WD, from complete documents",
        letters=("LT-AD-DELAY",),
    ),
    Row(
        review.REVIEW,
        Action.DECIDE_ADVANCE,
        review.decide,
        guard="not held; at most the ceiling (A-29); a decline, or above authority: two people",
    ),
    Row(
        (*LOOKED_AT, *AT_HOSPITAL, Stage.SETTLED),
        Action.CO_SIGN,
        review.co_sign,
        (Stage.TERMINATED, Stage.REFUND_DUE),
        guard="signer is not the maker and has the authority",
        clock="review stops",
        letters=("LT-AD-NO",),
    ),
    Row((*LOOKED_AT, *AT_HOSPITAL, Stage.SETTLED), Action.SEND_BACK, review.send_back, guard="reason"),
    Row(
        (*review.REVIEW, *AT_HOSPITAL),
        Fact.RESERVED,
        review.reserved,
        (Stage.APPROVED,),
        guard="benefit reserved for the episode",
        clock="review met; mandate 5 WD, or for a top-up within the mandate payment 1 WD",
        letters=("LT-AD-OK", "LT-AD-MAND"),
    ),
    Row(
        (*review.REVIEW, *AT_HOSPITAL),
        Fact.RESERVE_SHORT,
        review.reserve_short,
        guard="the benefit does not suffice or moved",
    ),
    Row(
        (*review.REVIEW, *AT_HOSPITAL),
        Action.ASK,
        waiting.ask,
        guard="no query open",
        clock="review pauses; reminder 3 WD",
        letters=("LT-QRY",),
    ),
    Row(
        (*review.REVIEW, *AT_HOSPITAL),
        Action.REPLY,
        waiting.reply,
        guard="every item answered",
        clock="review resumes",
    ),
    Row(
        (*LOOKED_AT, *AT_HOSPITAL, Stage.SETTLED),
        Action.RECALL_ADVANCE,
        review.propose_recall,
        guard="not covered or fraud, with reason and clause; two people",
    ),
)

_TAKEN_BACK = (
    Row(
        UNDONE,
        Action.TAKE_BACK_DECISION,
        taking_back.ask_letters,
        guard="of the request or a top-up; its letters wait; nothing has happened since, not even a "
        "signature; who decided, or a supervisor",
    ),
    Row(
        UNDONE,
        Fact.DECISION_TAKEN_BACK,
        undoing.taken_back,
        (*review.REVIEW, *AT_HOSPITAL),
        guard="no letter of it has left; the stay holds what it held before",
        clock="review runs on as if it had not stopped",
    ),
    Row(UNDONE, Fact.LETTERS_GONE, taking_back.letters_gone, guard="a letter has left: the decision stands"),
)

_MONEY = (
    Row(
        (Stage.APPROVED, *AT_HOSPITAL),
        Action.SIGN_MANDATE,
        money.sign,
        (Stage.SIGNED,),
        guard="guardian identified, signed mandate in the file",
        clock="payment 1 WD",
    ),
    Row(
        (Stage.SIGNED, *AT_HOSPITAL),
        Action.PAY_ADVANCE,
        money.pay,
        guard="not held; promised, signed for, not under way; hospital account verified",
    ),
    Row((Stage.SIGNED, *AT_HOSPITAL, *PAYING), Fact.PAYMENT_ORDERED, money.payment_ordered),
    Row(
        (Stage.SIGNED, *AT_HOSPITAL, *PAYING),
        Fact.PAYMENT_SETTLED,
        money.payment_settled,
        (Stage.ADVANCED, Stage.DISCHARGE_PLANNED, Stage.CLOSED),
        guard="closed once everybody has what is theirs",
        clock="payment met",
        letters=("LT-PAID",),
    ),
    Row(
        (Stage.SIGNED, *AT_HOSPITAL, *PAYING),
        Fact.PAYMENT_FAILED,
        money.payment_failed,
        letters=("LT-PAYFAIL",),
    ),
    Row(
        (Stage.ADVANCED,),
        Action.REQUEST_TOP_UP,
        discharge.request_top_up,
        guard="no other top-up open; the advance stands meanwhile",
        clock="review 5 WD of its own",
    ),
    Row(
        AT_HOSPITAL,
        Action.DECIDE_TOP_UP,
        review.decide_top_up,
        guard="all of it at most the ceiling (A-29); a decline, or above authority: two people",
        clock="review met",
        letters=("LT-AD-NO",),
    ),
)

_DISCHARGE = (
    Row(
        (*LOOKED_AT, *AT_HOSPITAL),
        Action.NOTIFY_DISCHARGE,
        discharge.notify,
        (Stage.DISCHARGE_PLANNED, Stage.LAPSED),
        guard="1 CD before (R-156): later is a warning, by the hospital alone a flag; unpaid: lapses",
        clock="unpaid: runs to the end of the day",
        letters=("LT-LAPSE",),
    ),
    Row(
        (Stage.DISCHARGE_PLANNED,),
        Action.SETTLE_BILL,
        discharge.settle_bill,
        (Stage.SETTLED,),
        guard="document list of R-156 whole; what was paid is at most the bill; no payment under way",
        letters=("LT-ORIG",),
    ),
    Row((Stage.SETTLED,), Action.SUBMIT_LINKED_CLAIM, discharge.submit_claim),
    Row(
        (Stage.SETTLED,),
        AdvanceFact.CLAIM_OPENED,
        discharge.claim_opened,
        (Stage.IN_CLAIM,),
        clock="the claim's own clocks run",
    ),
    Row(
        (Stage.IN_CLAIM,),
        AdvanceFact.CLAIM_DETERMINED,
        settling.determined,
        (Stage.REFUND_DUE, Stage.BALANCE_DUE),
        guard="advance above, below, or as much as is payable",
        clock="balance 10 CD",
        letters=("LT-SETTLE",),
    ),
    Row(
        COMPARED,
        AdvanceFact.CLAIM_DETERMINED,
        settling.determined_again,
        (Stage.REFUND_DUE, Stage.BALANCE_DUE, Stage.CLOSED),
        guard="decided again after an objection; where money would have to come back, a person looks",
        letters=("LT-SETTLE",),
    ),
    Row(PAYING, AdvanceFact.CLAIM_OBJECTED, settling.objected, guard="not closed before it is decided again"),
    Row(
        PAYING,
        AdvanceFact.CLAIM_CLOSED,
        settling.claim_closed,
        (Stage.CLOSED,),
        guard="closed where everybody has what is theirs; nobody can object to the claim any more",
    ),
)

_REFUND = (
    Row(
        (Stage.REFUND_DUE,),
        Action.APPROVE_REFUND,
        refund.approve,
        guard="calculated by somebody else; authority",
    ),
    Row(
        (Stage.REFUND_DUE,),
        Fact.RECEIVABLE_OPENED,
        refund.receivable_opened,
        clock="refund 15 CD, reminders 7 and 12",
        letters=("LT-RFD",),
    ),
    Row(
        (Stage.REFUND_DUE,),
        Action.AGREE_REFUND_PLAN,
        refund.instalments,
        guard="the parts are what is owed",
        clock="to the day of the next part",
    ),
    Row(
        (Stage.REFUND_DUE,),
        Action.DISPUTE_DEBT,
        refund.dispute,
        guard="reason",
        clock="refund pauses",
    ),
    Row(
        (Stage.REFUND_DUE,),
        Action.RESUME_DEBT,
        refund.resume,
        guard="reason",
        clock="refund resumes",
    ),
    Row(
        (Stage.REFUND_DUE,),
        Action.GIVE_TO_LEGAL,
        refund.give_to_legal,
        guard="overdue; reason",
        letters=("LT-RFD-R",),
    ),
    Row((Stage.REFUND_DUE,), Action.WAIVE_DEBT, refund.waive, (Stage.CLOSED,), guard="reason; authority"),
    Row((Stage.REFUND_DUE,), Fact.RECEIVABLE_CHANGED, refund.receivable_changed),
    Row(
        (Stage.REFUND_DUE,),
        Fact.MONEY_RECEIVED,
        refund.received,
        (Stage.CLOSED,),
        guard="closed once all is paid back and the provider has the benefit",
    ),
    Row(PAYING, Action.CORRECT_ACCOUNT, money.name_account),
    Row(PAYING, AdvanceFact.ACCOUNT_KEPT, money.account_kept, guard="a balance that failed goes out again"),
    Row(PAYING, Action.RETRY_PAYMENT, money.retry, guard="a payment has failed"),
)

_ANY_TIME = (
    Row(
        OPEN,
        Fact.MILESTONE,
        waiting.milestone,
        (Stage.LAPSED,),
        guard="the instant has come and the duty is not met",
        letters=("LT-SUPP", "LT-AD-MAND", "LT-QRY", "LT-LAPSE", "LT-RFD-R"),
    ),
    Row(
        UNPAID,
        Action.WITHDRAW,
        waiting.withdraw,
        (Stage.WITHDRAWN,),
        guard="no payment under way",
        clock="stops",
    ),
    *any_time.worked_on(OPEN),
    any_time.confirmable(OPEN),
    *any_time.holdable(OPEN, what_waits="decisions and money wait"),
)

TABLE = Table[AdvanceCase]((*_INTAKE, *_REVIEW, *_TAKEN_BACK, *_MONEY, *_DISCHARGE, *_REFUND, *_ANY_TIME))
