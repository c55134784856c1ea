"""What people say to a hospital advance, as they send it."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from rules.advances.decisions import AdvanceInput
from rules.advances.values import BillLine
from rules.advances.vocabulary import AdvanceAnswer, IdentityCheck
from rules.items import ItemCode
from rules.permissions import Action
from web.api.bodies.act_body import ActBody, Papers, Uploads
from web.api.bodies.fields import Amount, Body, Code, Day, Flag, Name, Version, Words
from workflows import messages_advance as messages


class CheckEntitlementBody(ActBody):
    """Confirm what the rules found, or find the family entitled where they only doubt."""

    action: Literal[Action.CHECK_ENTITLEMENT]
    entitled: Flag
    reason_code: Name | None = None
    explanation: Words

    def message(self, _papers: Papers) -> messages.CheckEntitlement:
        return messages.CheckEntitlement(
            entitled=self.entitled, reason_code=self.reason_code or "", explanation=self.explanation
        )


class RecordCallBody(ActBody):
    """Record the specialist's first call."""

    action: Literal[Action.RECORD_CALL]
    estimate: Amount | None = None
    notes: Words

    def message(self, _papers: Papers) -> messages.RecordCall:
        return messages.RecordCall(estimate=self.estimate, notes=self.notes)


class OpenInvestigationBody(ActBody):
    """Open an investigation before the five working days end."""

    action: Literal[Action.OPEN_INVESTIGATION]
    reason: Words

    def message(self, _papers: Papers) -> messages.OpenInvestigation:
        return messages.OpenInvestigation(reason=self.reason)


class AdvanceDecisionBody(Body):
    """The answer to a request or a top-up."""

    answer: AdvanceAnswer
    amount: Amount | None = None
    """Left out: the whole ceiling, or what was asked where that is less."""
    estimate: Amount | None = None
    reason_code: Name | None = None
    clause: Name | None = None
    explanation: Words | None = None
    accumulator_version: Version | None = None

    def entered(self) -> AdvanceInput:
        """The answer as the case takes it."""
        return AdvanceInput(
            answer=self.answer,
            amount=self.amount,
            estimate=self.estimate,
            reason_code=self.reason_code or "",
            clause=self.clause or "",
            explanation=self.explanation or "",
            accumulator_version=self.accumulator_version,
        )


class DecideAdvanceBody(ActBody):
    """Answer the request."""

    inside: ClassVar[str] = "decision."

    action: Literal[Action.DECIDE_ADVANCE]
    decision: AdvanceDecisionBody

    def message(self, _papers: Papers) -> messages.DecideAdvance:
        return messages.DecideAdvance(decision=self.decision.entered())


class DecideTopUpBody(ActBody):
    """Answer the open top-up."""

    inside: ClassVar[str] = "decision."

    action: Literal[Action.DECIDE_TOP_UP]
    decision: AdvanceDecisionBody

    def message(self, _papers: Papers) -> messages.DecideTopUp:
        return messages.DecideTopUp(decision=self.decision.entered())


class SignMandateBody(ActBody):
    """Sign the mandate; staff say how the guardian was identified."""

    action: Literal[Action.SIGN_MANDATE]
    verified: IdentityCheck
    documents: Uploads = ()

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.SignMandate:
        return messages.SignMandate(verified=self.verified, documents=tuple(papers))


class PayAdvanceBody(ActBody):
    """Order the payment to the hospital; say how its account was checked."""

    action: Literal[Action.PAY_ADVANCE]
    account_checked: Words

    def message(self, _papers: Papers) -> messages.PayAdvance:
        return messages.PayAdvance(account_checked=self.account_checked)


class RequestTopUpBody(ActBody):
    """Ask for more; the estimate is the new one of the whole stay."""

    action: Literal[Action.REQUEST_TOP_UP]
    amount: Amount
    estimate: Amount
    reason: Words
    documents: Uploads = ()

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.RequestTopUp:
        return messages.RequestTopUp(
            amount=self.amount, estimate=self.estimate, reason=self.reason, documents=tuple(papers)
        )


class NotifyDischargeBody(ActBody):
    """Announce the discharge, at least one day ahead."""

    action: Literal[Action.NOTIFY_DISCHARGE]
    on: Day

    def days(self) -> dict[str, date | None]:
        return {"on": self.on}

    def message(self, _papers: Papers) -> messages.NotifyDischarge:
        return messages.NotifyDischarge(on=self.on)


class BillLineBody(Body):
    """One charge of the final bill."""

    item: ItemCode
    description: Name
    amount: Amount

    def line(self) -> BillLine:
        """The charge as the case keeps it."""
        return BillLine(item=self.item, description=self.description, amount=self.amount)


class SettleBillBody(ActBody):
    """Settle the bill and hand in the claim file on the day of discharge."""

    action: Literal[Action.SETTLE_BILL]
    number: Code
    code: Code | None = None
    billed_on: Day
    lines: Annotated[tuple[BillLineBody, ...], Field(min_length=1, max_length=300)]
    member_paid: Amount
    public_insurance_paid: Amount = 0
    documents: Uploads = ()

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.SettleBill:
        return messages.SettleBill(
            number=self.number,
            code=self.code or "",
            billed_on=self.billed_on,
            lines=tuple(each.line() for each in self.lines),
            member_paid=self.member_paid,
            public_insurance_paid=self.public_insurance_paid,
            documents=tuple(papers),
        )


class SubmitLinkedClaimBody(ActBody):
    """Submit the file as a claim of its own."""

    action: Literal[Action.SUBMIT_LINKED_CLAIM]

    def message(self, _papers: Papers) -> messages.SubmitLinkedClaim:
        return messages.SubmitLinkedClaim()


class RecallAdvanceBody(ActBody):
    """Propose that the advance ends, and that what was paid comes back."""

    action: Literal[Action.RECALL_ADVANCE]
    reason_code: Name
    clause: Name
    explanation: Words

    def message(self, _papers: Papers) -> messages.RecallAdvance:
        return messages.RecallAdvance(
            reason_code=self.reason_code, clause=self.clause, explanation=self.explanation
        )


class RetryPaymentBody(ActBody):
    """Order what failed again."""

    action: Literal[Action.RETRY_PAYMENT]

    def message(self, _papers: Papers) -> messages.RetryPayment:
        return messages.RetryPayment()


class ApproveRefundBody(ActBody):
    """Agree to the refund that was calculated; the family is asked for it."""

    action: Literal[Action.APPROVE_REFUND]

    def message(self, _papers: Papers) -> messages.ApproveRefund:
        return messages.ApproveRefund()


AdvanceAct = (
    CheckEntitlementBody
    | RecordCallBody
    | OpenInvestigationBody
    | DecideAdvanceBody
    | DecideTopUpBody
    | SignMandateBody
    | PayAdvanceBody
    | RequestTopUpBody
    | NotifyDischargeBody
    | SettleBillBody
    | SubmitLinkedClaimBody
    | RecallAdvanceBody
    | RetryPaymentBody
    | ApproveRefundBody
)

_APPROVED = {"answer": "APPROVE", "amount": "14400.00", "accumulator_version": 7}

ADVANCE_ACTS: dict[Action, dict[str, Any]] = {
    Action.CHECK_ENTITLEMENT: {
        "entitled": False,
        "reason_code": "ADV-DEPOSIT",
        "explanation": "The money is for an admission deposit.",
    },
    Action.RECORD_CALL: {"estimate": "18000.00", "notes": "Five days, the family pays the rest."},
    Action.OPEN_INVESTIGATION: {"reason": "The onset lies before the policy took effect."},
    Action.DECIDE_ADVANCE: {"decision": _APPROVED},
    Action.DECIDE_TOP_UP: {"decision": {**_APPROVED, "amount": "3000.00"}},
    Action.SIGN_MANDATE: {"verified": "SIGNED_IN", "documents": []},
    Action.PAY_ADVANCE: {"account_checked": "Confirmed with the hospital's finance office by telephone."},
    Action.REQUEST_TOP_UP: {
        "amount": "3000.00",
        "estimate": "26000.00",
        "reason": "Moved to intensive care.",
        "documents": [],
    },
    Action.NOTIFY_DISCHARGE: {"on": "2026-12-08"},
    Action.SETTLE_BILL: {
        "number": "0312345678",
        "billed_on": "2026-12-08",
        "lines": [{"item": "TREATMENT", "description": "治疗费", "amount": "18000.00"}],
        "member_paid": "3600.00",
        "documents": [],
    },
    Action.SUBMIT_LINKED_CLAIM: {},
    Action.RECALL_ADVANCE: {
        "reason_code": "FRAUD-FALSE-PART",
        "clause": "R-157",
        "explanation": "The hospital never wrote this certificate.",
    },
    Action.RETRY_PAYMENT: {},
    Action.APPROVE_REFUND: {},
}
"""An example of each act."""
