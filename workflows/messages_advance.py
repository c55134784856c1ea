"""What people say to a hospital advance. One object a message; money in fen."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.advances.decisions import AdvanceInput
from rules.advances.values import BillLine
from rules.advances.vocabulary import IdentityCheck
from rules.cases import AttachedDocument
from rules.permissions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEntitlement:
    """A person's answer where the rules found something; a "no" names one of the codes that were found."""

    action: Literal[Action.CHECK_ENTITLEMENT] = Action.CHECK_ENTITLEMENT
    entitled: bool
    reason_code: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCall:
    """The specialist has phoned: what the family needs, and what the stay will cost (R-152)."""

    action: Literal[Action.RECORD_CALL] = Action.RECORD_CALL
    estimate: int | None = None
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvestigation:
    """The review needs facts from elsewhere: it may take 7 to 15 working days (R-164)."""

    action: Literal[Action.OPEN_INVESTIGATION] = Action.OPEN_INVESTIGATION
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAdvance:
    """The answer to the request."""

    action: Literal[Action.DECIDE_ADVANCE] = Action.DECIDE_ADVANCE
    decision: AdvanceInput


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMandate:
    """The guardian signed; staff who record it say how the guardian was identified."""

    action: Literal[Action.SIGN_MANDATE] = Action.SIGN_MANDATE
    verified: IdentityCheck
    documents: tuple[AttachedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAdvance:
    """The hospital is to be paid; ``account_checked`` says how its account was verified."""

    action: Literal[Action.PAY_ADVANCE] = Action.PAY_ADVANCE
    account_checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTopUp:
    """More is needed; ``estimate`` is the new one of the whole stay."""

    action: Literal[Action.REQUEST_TOP_UP] = Action.REQUEST_TOP_UP
    amount: int
    estimate: int
    reason: str
    documents: tuple[AttachedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTopUp:
    """The answer to the open top-up."""

    action: Literal[Action.DECIDE_TOP_UP] = Action.DECIDE_TOP_UP
    decision: AdvanceInput


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyDischarge:
    """The child leaves the hospital on that day (R-156)."""

    action: Literal[Action.NOTIFY_DISCHARGE] = Action.NOTIFY_DISCHARGE
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleBill:
    """The bill was settled and the claim file collected on the day of discharge (R-156)."""

    action: Literal[Action.SETTLE_BILL] = Action.SETTLE_BILL
    number: str
    code: str = ""
    billed_on: date
    lines: tuple[BillLine, ...]
    member_paid: int
    public_insurance_paid: int = 0
    documents: tuple[AttachedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitLinkedClaim:
    """The file goes to the insurer as a claim of its own."""

    action: Literal[Action.SUBMIT_LINKED_CLAIM] = Action.SUBMIT_LINKED_CLAIM


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallAdvance:
    """Not covered, or fraud: no advance, and what was paid is to come back (R-157)."""

    action: Literal[Action.RECALL_ADVANCE] = Action.RECALL_ADVANCE
    reason_code: str
    clause: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPayment:
    """Payments that failed are ordered again, once the account on file was put right."""

    action: Literal[Action.RETRY_PAYMENT] = Action.RETRY_PAYMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRefund:
    """A supervisor agrees to what was calculated; the family is asked for it."""

    action: Literal[Action.APPROVE_REFUND] = Action.APPROVE_REFUND


AdvanceAct = (
    CheckEntitlement
    | RecordCall
    | OpenInvestigation
    | DecideAdvance
    | SignMandate
    | PayAdvance
    | RequestTopUp
    | DecideTopUp
    | NotifyDischarge
    | SettleBill
    | SubmitLinkedClaim
    | RecallAdvance
    | RetryPayment
    | ApproveRefund
)
"""Joined into the messages of every case."""
