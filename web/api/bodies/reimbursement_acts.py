"""What people say to a reimbursement claim, as they send it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from rules.permissions import Action
from rules.vocabulary import DocumentKind
from web.api.bodies.act_body import ActBody, Papers, Uploads
from web.api.bodies.claim_body import AccountBody, ClaimBody
from web.api.bodies.fields import Amount, Day, Flag, Name, Words
from workflows import messages_reimbursement as messages

Kinds = Annotated[tuple[DocumentKind, ...], Field(max_length=20)]


class SubmitClaimBody(ActBody):
    """Send the claim that was reported."""

    action: Literal[Action.SUBMIT_CLAIM]
    claim: ClaimBody
    form_signed_on: Day
    """Day on which a guardian signed the claim form."""
    documents: Uploads = ()

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.SubmitClaim:
        return messages.SubmitClaim(
            claim=self.claim.claim(),
            form_signed_on=self.form_signed_on,
            documents=tuple(papers),
            until_on=self.claim.until_on,
            accident=self.claim.accident,
            paper_originals=self.claim.paper_originals,
        )


class SendOriginalsBody(ActBody):
    """Say by whom the paper originals are on their way."""

    action: Literal[Action.SEND_ORIGINALS]
    carrier: Name
    tracking: Name

    def message(self, _papers: Papers) -> messages.SendOriginals:
        return messages.SendOriginals(carrier=self.carrier, tracking=self.tracking)


class ReceiveOriginalsBody(ActBody):
    """Record what was in the envelope."""

    action: Literal[Action.RECEIVE_ORIGINALS]
    kinds: Kinds
    absent: Kinds = ()
    """Announced, and not in the envelope."""
    tracking: Name | None = None

    def message(self, _papers: Papers) -> messages.ReceiveOriginals:
        return messages.ReceiveOriginals(kinds=self.kinds, absent=self.absent, tracking=self.tracking or "")


class VerifyBillsBody(ActBody):
    """Record that bills were looked up and are in order."""

    action: Literal[Action.VERIFY_BILLS]
    keys: Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]
    """`code:number` of each bill."""
    reason: Words
    """How it was verified."""

    def message(self, _papers: Papers) -> messages.VerifyBills:
        return messages.VerifyBills(keys=self.keys, reason=self.reason)


class CorrectClaimBody(ActBody):
    """Write the claim as it should have been; it is judged anew."""

    action: Literal[Action.CORRECT_CLAIM]
    claim: ClaimBody
    reason: Words

    def message(self, _papers: Papers) -> messages.CorrectClaim:
        return messages.CorrectClaim(claim=self.claim.claim(), reason=self.reason)


class InvestigateClaimBody(ActBody):
    """Have facts checked elsewhere; a supervisor approves the scope."""

    action: Literal[Action.INVESTIGATE_CLAIM]
    scope: Words

    def message(self, _papers: Papers) -> messages.InvestigateClaim:
        return messages.InvestigateClaim(scope=self.scope)


class RecordFindingsBody(ActBody):
    """Record what the investigation found."""

    action: Literal[Action.RECORD_FINDINGS]
    findings: Words

    def message(self, _papers: Papers) -> messages.RecordFindings:
        return messages.RecordFindings(findings=self.findings)


class AcceptDecisionBody(ActBody):
    """Agree to what was determined."""

    action: Literal[Action.ACCEPT_DECISION]

    def message(self, _papers: Papers) -> messages.AcceptDecision:
        return messages.AcceptDecision()


class ObjectToDecisionBody(ActBody):
    """Disagree; another person decides again."""

    action: Literal[Action.OBJECT_TO_DECISION]
    reason: Words

    def message(self, _papers: Papers) -> messages.ObjectToDecision:
        return messages.ObjectToDecision(reason=self.reason)


class StateAscertainedBody(ActBody):
    """State the part that is certain already; it is paid on day 60."""

    action: Literal[Action.STATE_ASCERTAINED]
    amount: Amount
    reason: Words

    def message(self, _papers: Papers) -> messages.StateAscertained:
        return messages.StateAscertained(amount=self.amount, reason=self.reason)


class CorrectAccountBody(ActBody):
    """Name the account that the money is to go to."""

    action: Literal[Action.CORRECT_ACCOUNT]
    account: AccountBody

    def message(self, _papers: Papers) -> messages.CorrectAccount:
        return messages.CorrectAccount(
            holder=self.account.holder,
            number=self.account.number,
            bank=self.account.bank,
            bank_code=self.account.bank_code or "",
        )


class PayClaimAgainBody(ActBody):
    """Order a failed payment again."""

    action: Literal[Action.PAY_CLAIM_AGAIN]
    reason: Words

    def message(self, _papers: Papers) -> messages.PayClaimAgain:
        return messages.PayClaimAgain(reason=self.reason)


class SettleCompensationBody(ActBody):
    """Say whether the interest proposed for late payment is paid."""

    action: Literal[Action.SETTLE_COMPENSATION]
    approve: Flag
    reason: Words

    def message(self, _papers: Papers) -> messages.SettleCompensation:
        return messages.SettleCompensation(approve=self.approve, reason=self.reason)


class RaiseNondisclosureBody(ActBody):
    """Say what was not disclosed when the contract was made; the law's 30 days to rescind begin."""

    action: Literal[Action.RAISE_NONDISCLOSURE]
    reason: Words
    """What was not disclosed, and how we know."""

    def message(self, _papers: Papers) -> messages.RaiseNondisclosure:
        return messages.RaiseNondisclosure(reason=self.reason)


class ConcludeNondisclosureBody(ActBody):
    """Record whether the contract is rescinded; until then the claim is not decided."""

    action: Literal[Action.CONCLUDE_NONDISCLOSURE]
    rescind: Flag
    reason: Words

    def message(self, _papers: Papers) -> messages.ConcludeNondisclosure:
        return messages.ConcludeNondisclosure(rescind=self.rescind, reason=self.reason)


ReimbursementAct = (
    SubmitClaimBody
    | SendOriginalsBody
    | ReceiveOriginalsBody
    | VerifyBillsBody
    | CorrectClaimBody
    | InvestigateClaimBody
    | RecordFindingsBody
    | AcceptDecisionBody
    | ObjectToDecisionBody
    | StateAscertainedBody
    | CorrectAccountBody
    | PayClaimAgainBody
    | SettleCompensationBody
    | RaiseNondisclosureBody
    | ConcludeNondisclosureBody
)
