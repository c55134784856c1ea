"""What people say to a direct-billing case, as they send it."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from rules.direct_billing.case import DebtReason
from rules.items import ItemCode
from rules.payments.values import NewAccount
from rules.permissions import Action
from rules.reasons import ReasonCode
from web.api.bodies.act_body import ActBody, Papers, Uploads
from web.api.bodies.bill_body import BillBody
from web.api.bodies.fields import Amount, Body, Code, Flag, Name, Words
from workflows import messages_direct_billing as messages


class ConfirmEligibilityBody(ActBody):
    """Answer the desk where the rules could not tell."""

    action: Literal[Action.CONFIRM_ELIGIBILITY]
    eligible: Flag
    reason_code: ReasonCode | None = None
    reason: Words

    def message(self, _papers: Papers) -> messages.ConfirmEligibility:
        return messages.ConfirmEligibility(
            eligible=self.eligible, reason_code=self.reason_code, reason=self.reason
        )


class SubmitBillBody(ActBody):
    """Send a bill, or a new version of it, with the papers behind it."""

    inside: ClassVar[str] = ""
    action: Literal[Action.SUBMIT_BILL]
    bill: BillBody
    documents: Uploads = ()

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.SubmitBill:
        return messages.SubmitBill(bill=self.bill.bill(), documents=tuple(papers))


class RuledLineBody(Body):
    """A charge; without a finding it is covered as billed."""

    line_id: Code
    finding: ReasonCode | None = None


class RuleLinesBody(ActBody):
    """Say which charges are covered. `we_recover` honors cost outside cover and asks the family for it."""

    action: Literal[Action.RULE_LINES]
    lines: Annotated[tuple[RuledLineBody, ...], Field(max_length=200)] = ()
    we_recover: Flag | None = None
    reason: Words

    def message(self, _papers: Papers) -> messages.RuleLines:
        lines = tuple(messages.LineEntry(line_id=each.line_id, finding=each.finding) for each in self.lines)
        return messages.RuleLines(lines=lines, we_recover=self.we_recover, reason=self.reason)


class AuthorizeDischargeBody(ActBody):
    """Let the child leave; above your authority it waits for a second person."""

    action: Literal[Action.AUTHORIZE_DISCHARGE]
    reason: Words | None = None

    def message(self, _papers: Papers) -> messages.AuthorizeDischarge:
        return messages.AuthorizeDischarge(reason=self.reason or "")


class AccountBody(Body):
    """An account of the hospital."""

    party: Annotated[str, StringConstraints(pattern=r"^hospital:[A-Za-z0-9._-]{1,64}$")]
    holder: Name
    number: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{8,30}$")]
    bank: Name
    bank_code: Code | None = None

    def account(self) -> NewAccount:
        """The account as it is kept."""
        return NewAccount(
            party=self.party,
            holder=self.holder,
            number=self.number,
            bank=self.bank,
            bank_code=self.bank_code or "",
        )


class PayAgainBody(ActBody):
    """Send a failed payment again, to another account where one is named."""

    action: Literal[Action.PAY_AGAIN]
    account: AccountBody | None = None
    reason: Words

    def message(self, _papers: Papers) -> messages.PayAgain:
        account = self.account.account() if self.account else None
        return messages.PayAgain(account=account, reason=self.reason)


class RecoveryReasonBody(Body):
    """A charge that the family should have borne."""

    item: ItemCode
    amount: Amount
    code: ReasonCode


class ProposeRecoveryBody(ActBody):
    """Calculate cost outside cover that was found after the family left; a supervisor signs."""

    action: Literal[Action.PROPOSE_RECOVERY]
    reasons: Annotated[tuple[RecoveryReasonBody, ...], Field(min_length=1, max_length=50)]
    explanation: Words

    def message(self, _papers: Papers) -> messages.ProposeRecovery:
        reasons = tuple(
            DebtReason(item=each.item, amount=each.amount, code=each.code) for each in self.reasons
        )
        return messages.ProposeRecovery(reasons=reasons, explanation=self.explanation)


BillingAct = (
    ConfirmEligibilityBody
    | SubmitBillBody
    | RuleLinesBody
    | AuthorizeDischargeBody
    | PayAgainBody
    | ProposeRecoveryBody
)
