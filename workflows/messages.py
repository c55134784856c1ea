"""What people say to a case. One object a message; money in fen."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rules.cases import AttachedDocument, Priority, Side
from rules.delays import DelayReason
from rules.permissions import Action, Relation
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.roles import Actor
from rules.vocabulary import Department, DocumentKind
from workflows.messages_advance import AdvanceAct
from workflows.messages_claims import DecideClaim
from workflows.messages_debts import DebtAct
from workflows.messages_direct_billing import DirectBillingBody
from workflows.messages_letters import ConfirmReading, LetterAct
from workflows.messages_reimbursement import ReimbursementAct
from workflows.messages_requests import RequestAct


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDocuments:
    """Documents handed in together."""

    action: Literal[Action.SUBMIT_DOCUMENTS] = Action.SUBMIT_DOCUMENTS
    documents: tuple[AttachedDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDocuments:
    """Documents wanted beyond the checklist; a second list needs a supervisor and a reason (L-02)."""

    action: Literal[Action.REQUEST_DOCUMENTS] = Action.REQUEST_DOCUMENTS
    kinds: tuple[DocumentKind, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAsComplete:
    """The file is taken as complete without what is still missing."""

    action: Literal[Action.ACCEPT_AS_COMPLETE] = Action.ACCEPT_AS_COMPLETE
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """A person's answer where the plan does not say whether approval is required."""

    action: Literal[Action.TRIAGE] = Action.TRIAGE
    required: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One structured query with its items; the decision clock pauses until it is answered."""

    action: Literal[Action.ASK] = Action.ASK
    asked_of: Side = Side.HOSPITAL
    items: tuple[str, ...]
    documents: tuple[DocumentKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one item of a query."""

    item_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Answers to the open query, some or all."""

    action: Literal[Action.REPLY] = Action.REPLY
    answers: tuple[Answer, ...]
    documents: tuple[AttachedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """A decision on the request."""

    action: Literal[Action.DECIDE] = Action.DECIDE
    decision: DecisionInput


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSign:
    """The second person agrees to the proposal."""

    action: Literal[Action.CO_SIGN] = Action.CO_SIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """The second person returns the proposal with a reason."""

    action: Literal[Action.SEND_BACK] = Action.SEND_BACK
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackDecision:
    """The decision is undone while its letters wait."""

    action: Literal[Action.TAKE_BACK_DECISION] = Action.TAKE_BACK_DECISION


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHospital:
    """The network hospital chosen after a redirect."""

    action: Literal[Action.NAME_HOSPITAL] = Action.NAME_HOSPITAL
    hospital_id: str
    department: Department = Department.GENERAL
    department_name: str = ""
    planned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAmendment:
    """A raise, reduction or extension of the guarantee; whole new values, None leaves one as it is."""

    action: Literal[Action.REQUEST_AMENDMENT] = Action.REQUEST_AMENDMENT
    ceiling: int | None = None
    approved_days: int | None = None
    valid_until: date | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAmendment:
    """The answer to the open amendment."""

    action: Literal[Action.DECIDE_AMENDMENT] = Action.DECIDE_AMENDMENT
    decision: AmendmentInput


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelGuarantee:
    """The promise is taken back; cost up to this moment is still honoured."""

    action: Literal[Action.CANCEL_GUARANTEE] = Action.CANCEL_GUARANTEE
    reason_code: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBilled:
    """The treatment took place and was billed; the reserve waits for the bill's own case."""

    action: Literal[Action.REPORT_BILLED] = Action.REPORT_BILLED
    billing_case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The asking side takes the request back."""

    action: Literal[Action.WITHDRAW] = Action.WITHDRAW
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """The case is given to a person (``staff:…``)."""

    action: Literal[Action.ASSIGN] = Action.ASSIGN
    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePriority:
    """How pressing the case is, by the word of a person; its duties get the targets of it."""

    action: Literal[Action.CHANGE_PRIORITY] = Action.CHANGE_PRIORITY
    priority: Priority
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainDelay:
    """Why a duty is late."""

    action: Literal[Action.EXPLAIN_DELAY] = Action.EXPLAIN_DELAY
    reason: DelayReason
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFraud:
    """No decision until a supervisor releases the hold."""

    action: Literal[Action.FLAG_FRAUD] = Action.FLAG_FRAUD
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold:
    """The hold is lifted, with the reason."""

    action: Literal[Action.RELEASE_HOLD] = Action.RELEASE_HOLD
    reason: str


Body = Annotated[
    SubmitDocuments
    | RequestDocuments
    | AcceptAsComplete
    | Triage
    | Ask
    | Reply
    | Decide
    | CoSign
    | SendBack
    | TakeBackDecision
    | NameHospital
    | RequestAmendment
    | DecideAmendment
    | CancelGuarantee
    | ReportBilled
    | Withdraw
    | Assign
    | ChangePriority
    | ExplainDelay
    | FlagFraud
    | ReleaseHold
    | ConfirmReading
    | LetterAct
    | AdvanceAct
    | DebtAct
    | DecideClaim
    | ReimbursementAct
    | DirectBillingBody
    | RequestAct,
    Field(discriminator="action"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An act of a person on a case.

    Roles, relation and authority are as looked up in the request that carries it; ``seen_version`` is the
    version of the case that the person saw, None for machines that saw none. ``digest`` tells this act from
    another one under the same key.
    """

    actor: Actor
    relation: Relation
    seen_version: int | None
    body: Body
    digest: str = ""
