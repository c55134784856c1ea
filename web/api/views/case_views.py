"""A case as callers get it. What only staff may know stands under ``staff``."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from rules.cases import Priority, Side
from rules.clock_state import LiveState
from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.preauthorization.values import Weight
from rules.roles import Role
from rules.vocabulary import (
    AnswerWay,
    DecisionOutcome,
    DocumentKind,
    DocumentSource,
    GuaranteeStatus,
    GuaranteeVersionKind,
    GuaranteeVersionState,
    LetterAnswer,
    Process,
    ScanStatus,
)
from web.api.bodies.fields import View, Yuan
from web.api.views.advance_views import AdvanceView
from web.api.views.billing_views import BillingView
from web.api.views.claim_views import ReimbursementView
from web.api.views.request_views import FamilyRequestView


class Source(StrEnum):
    """Who told the state: the workflow itself, or what it recorded last."""

    WORKFLOW = "workflow"
    RECORD = "record"


class StaffRowView(View):
    """What staff see of a case in a queue."""

    assignee: str | None
    priority: Priority
    escalated: bool


class QueueRowView(View):
    """A case in a queue."""

    case_number: str
    process: Process
    stage: str
    version: int
    """Send it as `seen_version` with the next act."""
    member_number: str
    hospital: str | None
    planned_on: date | None
    emergency: bool
    late: bool
    """The request came too late for a decision before the treatment to be promised."""
    due_at: datetime | None
    clock_state: LiveState | None
    """State of the clock that drives the case; null where none is open."""
    time_left_seconds: int | None
    """Until that clock is due; negative when overdue. Stands still while it is paused."""
    business_time_left_seconds: int | None
    """The same in working hours; null where the clock counts every hour."""
    waiting_on: Side | None
    estimate: Yuan | None
    approved: Yuan | None
    opened_at: datetime
    closed_at: datetime | None
    staff: StaffRowView | None


class QueuePageView(View):
    """A page of a queue, those due first."""

    cases: tuple[QueueRowView, ...]
    next: str | None
    """Send it as `after` to get the next page; null on the last one."""


class ClockView(View):
    """A deadline."""

    kind: ClockKind
    state: LiveState
    started_at: datetime
    due_at: datetime
    legal_due_at: datetime | None
    time_left_seconds: int
    """Until `due_at`; negative when overdue. Stands still while paused, and once the clock has ended."""
    business_time_left_seconds: int | None
    """The same in working hours; null where the clock counts every hour."""
    paused_since: datetime | None
    waiting_for: Side | None
    """Whose answer a paused clock waits for."""
    ended_at: datetime | None


class CodedView(View):
    """A diagnosis or procedure."""

    code: str
    name: str


class ItemView(View):
    """One item of the estimate."""

    item: str
    description: str
    amount: Yuan
    quantity: int
    unit_price: Yuan | None


class RequestView(View):
    """What was asked."""

    department: str
    department_name: str
    encounter: str
    kind: str
    special_treatments: tuple[str, ...]
    diagnoses: tuple[CodedView, ...]
    procedures: tuple[CodedView, ...]
    treatment: str
    planned_on: date
    expected_days: int
    room_class: str
    items: tuple[ItemView, ...]
    estimate: Yuan
    doctor_name: str
    doctor_contact: str
    emergency: bool
    admitted_at: datetime | None


class DocumentView(View):
    """A document of the case."""

    id: UUID
    kind: DocumentKind
    media_type: str
    size_bytes: int
    sha256: str
    source: DocumentSource
    uploaded_at: datetime
    scan_status: ScanStatus


class QuestionItemView(View):
    """One thing that was asked."""

    item_id: str
    text: str
    answer: str
    answered_at: datetime | None


class QuestionView(View):
    """A query to one side."""

    question_id: str
    asked_of: Side
    asked_at: datetime
    items: tuple[QuestionItemView, ...]
    documents: tuple[DocumentKind, ...]
    closed_at: datetime | None


class DecisionLineView(View):
    """What was decided on one item."""

    item: str
    description: str | None
    asked: Yuan
    approved: Yuan
    reason_code: str | None
    clause: str | None


class DecisionView(View):
    """A decision on the request, or on an amendment."""

    outcome: DecisionOutcome
    decided_at: datetime
    approved: Yuan | None
    reason_codes: tuple[str, ...]
    clauses: tuple[str, ...]
    lines: tuple[DecisionLineView, ...]


class GuaranteeVersionView(View):
    """One version of the promise; both dates are inclusive."""

    ordinal: int
    kind: GuaranteeVersionKind
    state: GuaranteeVersionState
    ceiling: Yuan
    approved_days: int | None
    room_class: str | None
    valid_from_on: date
    valid_until_on: date
    made_at: datetime
    answer: LetterAnswer | None = None
    """What the hospital said to this version."""
    answered_at: datetime | None = None
    answered_way: AnswerWay | None = None
    """Whether it came at the desk (or by machine), or from the link in the letter's mail."""


class GuaranteeView(View):
    """The guarantee letter as an instrument."""

    number: str
    status: GuaranteeStatus
    versions: tuple[GuaranteeVersionView, ...]


class AmendmentView(View):
    """A raise or extension that waits for its answer."""

    asked_at: datetime
    ceiling: Yuan | None
    approved_days: int | None
    valid_until: date | None


class ProposalView(View):
    """A decision that waits for a second person."""

    made_by: str
    made_at: datetime
    outcome: str
    amount: Yuan


class FindingView(View):
    """What a rule found, with its clause."""

    code: str
    weight: Weight
    clause: str
    detail: str


class AssessmentView(View):
    """What the rules said about the request."""

    required: bool | None
    triggers: tuple[str, ...]
    findings: tuple[FindingView, ...]
    benefit: str
    direct_billing: bool
    remaining: Yuan | None
    deductible_left: Yuan
    copay: Yuan
    coinsurance: str
    penalty: str


class StaffView(StaffRowView):
    """What only staff see of a case."""

    held: bool
    undo_until: datetime | None = None
    """When the letters of the newest decision leave; until then it can be taken back."""
    undo_seconds_left: int | None = None
    reserved: Yuan = 0
    accumulator_version: int = 0
    proposal: ProposalView | None = None
    assessment: AssessmentView | None = None


class CaseView(QueueRowView):
    """A case with all that the caller may see."""

    source: Source
    episode_id: UUID | None = None
    """The illness that the case belongs to: `GET /api/v1/episodes/{id}`."""
    clocks: tuple[ClockView, ...]
    request: RequestView | None = None
    documents: tuple[DocumentView, ...]
    missing_documents: tuple[DocumentKind, ...]
    questions: tuple[QuestionView, ...]
    decisions: tuple[DecisionView, ...]
    guarantee: GuaranteeView | None = None
    amendment: AmendmentView | None = None
    billing: BillingView | None = None
    advance: AdvanceView | None = None
    reimbursement: ReimbursementView | None = None
    family_request: FamilyRequestView | None = None
    allowed_actions: tuple[Action, ...]
    staff: StaffView | None


class EventView(View):
    """What happened. Each hash covers the event and the hash before it."""

    sequence: int
    at: datetime
    kind: str
    role: Role
    from_stage: str | None
    to_stage: str | None
    reason_code: str | None
    hash: str
    recorded_at: datetime | None = None
    actor: str | None = None
    """Opaque reference of who acted; staff and your own acts only."""
    detail: dict[str, str | int | bool | None] | None = None
    """Staff only: ids, codes and amounts in fen."""


class TimelineView(View):
    """The events of a case in order."""

    case_number: str
    events: tuple[EventView, ...]
    next: int | None
    """Send it as `after` to get the next page; null on the last one."""
