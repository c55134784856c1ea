"""What people do to a case, as they send it: the messages of a case with amounts as decimal strings."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from rules.cases import Priority, Side
from rules.delays import DelayReason
from rules.permissions import Action
from rules.reasons import ReasonCode
from rules.vocabulary import Department, DocumentKind
from web.api.bodies.act_body import ActBody, Papers, Uploads
from web.api.bodies.advance_acts import AdvanceAct
from web.api.bodies.billing_bodies import BillingAct
from web.api.bodies.claim_bodies import DecideClaimBody
from web.api.bodies.debt_acts import DebtAct
from web.api.bodies.decision_bodies import AmendmentBody, DecisionBody
from web.api.bodies.fields import Amount, Body, Code, Count, Day, Flag, Name, StaffReference, Words
from web.api.bodies.letter_acts import LetterAct
from web.api.bodies.paper_acts import ConfirmReadingBody
from web.api.bodies.reimbursement_acts import ReimbursementAct
from web.api.bodies.request_acts import RequestAct
from workflows import messages


class SubmitDocumentsBody(ActBody):
    """Hand in documents together."""

    action: Literal[Action.SUBMIT_DOCUMENTS]
    documents: Annotated[Uploads, Field(min_length=1)]

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.SubmitDocuments:
        return messages.SubmitDocuments(documents=tuple(papers))


class RequestDocumentsBody(ActBody):
    """Ask for documents beyond the checklist."""

    action: Literal[Action.REQUEST_DOCUMENTS]
    kinds: Annotated[tuple[DocumentKind, ...], Field(min_length=1, max_length=20)]
    reason: Words

    def message(self, _papers: Papers) -> messages.RequestDocuments:
        return messages.RequestDocuments(kinds=self.kinds, reason=self.reason)


class AcceptAsCompleteBody(ActBody):
    """Go on without what is still missing."""

    action: Literal[Action.ACCEPT_AS_COMPLETE]
    reason: Words

    def message(self, _papers: Papers) -> messages.AcceptAsComplete:
        return messages.AcceptAsComplete(reason=self.reason)


class TriageBody(ActBody):
    """Say whether approval is required where the plan does not."""

    action: Literal[Action.TRIAGE]
    required: Flag
    reason: Words

    def message(self, _papers: Papers) -> messages.Triage:
        return messages.Triage(required=self.required, reason=self.reason)


class AskBody(ActBody):
    """Ask one side; the decision clock pauses until everything is answered."""

    action: Literal[Action.ASK]
    asked_of: Literal[Side.HOSPITAL, Side.GUARDIAN] = Side.HOSPITAL
    items: Annotated[tuple[Words, ...], Field(max_length=20)] = ()
    documents: Annotated[tuple[DocumentKind, ...], Field(max_length=20)] = ()

    def message(self, _papers: Papers) -> messages.Ask:
        return messages.Ask(asked_of=self.asked_of, items=self.items, documents=self.documents)


class AnswerBody(Body):
    """The answer to one item of a query."""

    item_id: Annotated[str, StringConstraints(strict=True, pattern=r"^Q[0-9]{1,4}\.[0-9]{1,4}$")]
    text: Words


class ReplyBody(ActBody):
    """Answer the open query, all of it or some."""

    action: Literal[Action.REPLY]
    answers: Annotated[tuple[AnswerBody, ...], Field(max_length=20)] = ()
    documents: Uploads = ()

    def uploads(self) -> tuple[UUID, ...]:
        return self.documents

    def message(self, papers: Papers) -> messages.Reply:
        answers = tuple(messages.Answer(item_id=each.item_id, text=each.text) for each in self.answers)
        return messages.Reply(answers=answers, documents=tuple(papers))


class DecideBody(ActBody):
    """Decide the request. A "no", or an amount above your authority, waits for a second person."""

    inside: ClassVar[str] = "decision."
    action: Literal[Action.DECIDE]
    decision: DecisionBody

    def hospitals(self) -> dict[str, str]:
        named = enumerate(self.decision.network_hospitals)
        return {f"decision.network_hospitals.{place}": code for place, code in named}

    def message(self, _papers: Papers) -> messages.Decide:
        return messages.Decide(decision=self.decision.entry())


class CoSignBody(ActBody):
    """Sign another person's proposal."""

    action: Literal[Action.CO_SIGN]

    def message(self, _papers: Papers) -> messages.CoSign:
        return messages.CoSign()


class SendBackBody(ActBody):
    """Return another person's proposal with a reason."""

    action: Literal[Action.SEND_BACK]
    reason: Words

    def message(self, _papers: Papers) -> messages.SendBack:
        return messages.SendBack(reason=self.reason)


class TakeBackDecisionBody(ActBody):
    """Undo a decision before its letters leave, if nothing has happened since."""

    action: Literal[Action.TAKE_BACK_DECISION]

    def message(self, _papers: Papers) -> messages.TakeBackDecision:
        return messages.TakeBackDecision()


class NameHospitalBody(ActBody):
    """Name the network hospital chosen after a redirect."""

    action: Literal[Action.NAME_HOSPITAL]
    hospital: Code
    department: Department = Department.GENERAL
    department_name: Name | None = None
    planned_on: Day | None = None

    def hospitals(self) -> dict[str, str]:
        return {"hospital": self.hospital}

    def days(self) -> dict[str, date | None]:
        return {"planned_on": self.planned_on}

    def message(self, _papers: Papers) -> messages.NameHospital:
        return messages.NameHospital(
            hospital_id=self.hospital,
            department=self.department,
            department_name=self.department_name or "",
            planned_on=self.planned_on,
        )


class RequestAmendmentBody(ActBody):
    """Ask to raise, reduce or extend the guarantee; what is left out stays as it is."""

    action: Literal[Action.REQUEST_AMENDMENT]
    ceiling: Amount | None = None
    approved_days: Count | None = None
    valid_until: Day | None = None
    reason: Words

    def days(self) -> dict[str, date | None]:
        return {"valid_until": self.valid_until}

    def message(self, _papers: Papers) -> messages.RequestAmendment:
        return messages.RequestAmendment(
            ceiling=self.ceiling,
            approved_days=self.approved_days,
            valid_until=self.valid_until,
            reason=self.reason,
        )


class DecideAmendmentBody(ActBody):
    """Answer the open amendment."""

    inside: ClassVar[str] = "decision."
    action: Literal[Action.DECIDE_AMENDMENT]
    decision: AmendmentBody

    def days(self) -> dict[str, date | None]:
        return {"decision.valid_until": self.decision.valid_until}

    def message(self, _papers: Papers) -> messages.DecideAmendment:
        return messages.DecideAmendment(decision=self.decision.entry())


class CancelGuaranteeBody(ActBody):
    """Take the promise back; cost up to this moment is still honoured."""

    action: Literal[Action.CANCEL_GUARANTEE]
    reason_code: ReasonCode
    explanation: Words

    def message(self, _papers: Papers) -> messages.CancelGuarantee:
        return messages.CancelGuarantee(reason_code=self.reason_code, explanation=self.explanation)


class ReportBilledBody(ActBody):
    """Report that the treatment took place and was billed."""

    action: Literal[Action.REPORT_BILLED]
    billing_case: Code | None = None

    def message(self, _papers: Papers) -> messages.ReportBilled:
        return messages.ReportBilled(billing_case=self.billing_case or "")


class WithdrawBody(ActBody):
    """Take the request back."""

    action: Literal[Action.WITHDRAW]
    reason: Words

    def message(self, _papers: Papers) -> messages.Withdraw:
        return messages.Withdraw(reason=self.reason)


class AssignBody(ActBody):
    """Give the case to a member of staff."""

    action: Literal[Action.ASSIGN]
    assignee: StaffReference

    def message(self, _papers: Papers) -> messages.Assign:
        return messages.Assign(assignee=self.assignee)


class ChangePriorityBody(ActBody):
    """Say how pressing the case is; its duties get the time that such a case has."""

    action: Literal[Action.CHANGE_PRIORITY]
    priority: Priority
    reason: Words

    def message(self, _papers: Papers) -> messages.ChangePriority:
        return messages.ChangePriority(priority=self.priority, reason=self.reason)


class ExplainDelayBody(ActBody):
    """Say why a duty is late; until then nothing is decided."""

    action: Literal[Action.EXPLAIN_DELAY]
    reason: DelayReason
    explanation: Words | None = None

    def message(self, _papers: Papers) -> messages.ExplainDelay:
        return messages.ExplainDelay(reason=self.reason, explanation=self.explanation or "")


class FlagFraudBody(ActBody):
    """Hold every decision until a supervisor has looked."""

    action: Literal[Action.FLAG_FRAUD]
    reason: Words

    def message(self, _papers: Papers) -> messages.FlagFraud:
        return messages.FlagFraud(reason=self.reason)


class ReleaseHoldBody(ActBody):
    """Lift the hold."""

    action: Literal[Action.RELEASE_HOLD]
    reason: Words

    def message(self, _papers: Papers) -> messages.ReleaseHold:
        return messages.ReleaseHold(reason=self.reason)


AnyAct = Annotated[
    SubmitDocumentsBody
    | RequestDocumentsBody
    | AcceptAsCompleteBody
    | TriageBody
    | AskBody
    | ReplyBody
    | DecideBody
    | CoSignBody
    | SendBackBody
    | TakeBackDecisionBody
    | NameHospitalBody
    | RequestAmendmentBody
    | DecideAmendmentBody
    | CancelGuaranteeBody
    | ReportBilledBody
    | WithdrawBody
    | AssignBody
    | ChangePriorityBody
    | ExplainDelayBody
    | FlagFraudBody
    | ReleaseHoldBody
    | ConfirmReadingBody
    | LetterAct
    | AdvanceAct
    | DebtAct
    | DecideClaimBody
    | BillingAct
    | ReimbursementAct
    | RequestAct,
    Field(discriminator="action"),
]
