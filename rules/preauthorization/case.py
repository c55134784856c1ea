"""State of one pre-authorization, as its workflow carries it and as it is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.cases import CaseBase, Side
from rules.deadlines import ClockKind
from rules.preauthorization.values import (
    FINAL_STAGES,
    Assessment,
    Decision,
    Stage,
    TreatmentRequest,
)
from rules.roles import Role
from rules.vocabulary import (
    PROMISES,
    AnswerWay,
    DocumentKind,
    GuaranteeStatus,
    GuaranteeVersionKind,
    LetterAnswer,
    Process,
    RoomClass,
)

LETTERS_AT_REST = frozenset({f"LETTER_{LetterAnswer.ACKNOWLEDGED}"})
"""Answers of a hospital that ask nothing of us; they stand beside the stage like any other."""
_AT_REST = {
    Stage.GUARANTEED: Side.HOSPITAL,
    Stage.AUTHORIZED: Side.GUARDIAN,
    Stage.BILL_AWAITED: Side.HOSPITAL,
    Stage.CORRECTABLE: Side.HOSPITAL,
}
"""Who moves next once we have promised: the hospital treats and bills, or the family claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalAnswer:
    """What the hospital said to one version, and who said it when; its reason is kept under the key."""

    answer: LetterAnswer
    by: str
    at: datetime
    reason_key: str = ""
    way: AnswerWay = AnswerWay.PORTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeVersion:
    """One version of the promise; ``ceiling`` in fen, dates inclusive. The last answer holds."""

    ordinal: int
    change: GuaranteeVersionKind
    ceiling: int
    approved_days: int
    room_class: RoomClass
    valid_from: date
    valid_until: date
    issued_at: datetime
    decided_by: str
    answered: HospitalAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """The living instrument: one number, versions in order; the last one that was not declined holds.

    ``taken_back`` are versions whose decision was taken back: their letters never left.
    """

    root: str
    status: GuaranteeStatus
    versions: tuple[GuaranteeVersion, ...]
    taken_back: tuple[GuaranteeVersion, ...] = ()

    @property
    def current(self) -> GuaranteeVersion:
        """The version that holds, or that tells how it ended: a declined change never takes force."""
        return next(
            each for each in reversed(self.versions) if each.change is not GuaranteeVersionKind.DECLINED
        )

    @property
    def promise(self) -> GuaranteeVersion:
        """The last version that promised something."""
        return next(each for each in reversed(self.versions) if each.change in PROMISES)

    @property
    def next_ordinal(self) -> int:
        """The number that the next version gets: none is used twice."""
        return max(version.ordinal for version in (*self.versions, *self.taken_back)) + 1

    @property
    def number(self) -> str:
        """Letter number with its version (domain 7.1)."""
        return self.number_of(self.current)

    def number_of(self, version: GuaranteeVersion) -> str:
        """Number of the letter that carries this version."""
        return f"{self.root}-V{version.ordinal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A raise or extension asked for beside the main state; None leaves a value as it is."""

    ordinal: int
    asked_by: str
    asked_at: datetime
    ceiling: int | None = None
    approved_days: int | None = None
    valid_until: date | None = None
    reason_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentDecision:
    """The answer to an amendment; figures are the whole new values, by the accounts as they were shown."""

    approve: bool
    ceiling: int = 0
    approved_days: int = 0
    valid_until: date | None = None
    reason_code: str = ""
    explanation: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    co_signed_by: str = ""
    accumulator_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A decision on its way: to a second person, or to the ledger. Exactly one of the two is set."""

    made_by: str
    made_as: Role
    made_at: datetime
    decision: Decision | None = None
    amendment: AmendmentDecision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeDecision:
    """What a decision that is taken back leaves behind: what had been decided and proposed until then.

    ``amendment`` is the one that was decided, of the letter as it stood in ``guarantee``; None for a decision
    on the request. ``reserved`` in fen; ``bound``: the clocks that end with the letter, and their last days.
    """

    decision: Decision | None = None
    proposal: Proposal | None = None
    redirected: bool = False
    amendment: Amendment | None = None
    amendment_decision: AmendmentDecision | None = None
    guarantee: Guarantee | None = None
    reserved: int = 0
    bound: tuple[tuple[ClockKind, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreAuthorizationCase(CaseBase):
    """All that a pre-authorization is. Money in fen."""

    process: Literal[Process.PREAUTHORIZATION] = Process.PREAUTHORIZATION
    stage: Stage = Stage.RECEIVED
    request: TreatmentRequest
    waived: tuple[DocumentKind, ...] = ()
    extra_documents: tuple[DocumentKind, ...] = ()
    supplement_requests: int = 0
    assessment: Assessment | None = None
    proposal: Proposal | None = None
    pending: Proposal | None = None
    decision: Decision | None = None
    amendment: Amendment | None = None
    amendment_decision: AmendmentDecision | None = None
    guarantee: Guarantee | None = None
    reserved: int = 0
    accumulator_version: int = 0
    redirected: bool = False
    before_decision: BeforeDecision | None = None
    undone: Guarantee | None = None
    """The promise of a decision that was taken back; the next one goes on with its number."""

    @property
    def final(self) -> bool:
        """Whether nothing more can happen."""
        return self.stage in FINAL_STAGES

    @property
    def policy_id(self) -> str:
        """The policy that the child is insured by."""
        return self.request.policy_id

    @property
    def amount(self) -> int:
        """The estimate."""
        return self.request.estimate

    @property
    def hospital(self) -> str:
        """Where the treatment is planned."""
        return self.request.hospital_id

    @property
    def proposed_by(self) -> str:
        """Who made the decision that waits for a second person."""
        return self.proposal.made_by if self.proposal else ""

    @property
    def member_id(self) -> str:
        """The child to be treated."""
        return self.request.member_id

    @property
    def department(self) -> str:
        """Where it is to be treated."""
        return self.request.department_name

    @property
    def named_hospitals(self) -> tuple[str, ...]:
        """Network hospitals that a redirect names."""
        return self.decision.network_hospitals if self.decision else ()

    @property
    def beside(self) -> frozenset[str]:
        """An amendment leaves the letter that stands as it is; so does the hospital's answer to it."""
        answered = self.guarantee.current.answered if self.guarantee else None
        named = {"AMENDMENT"} if self.amendment else set()
        return frozenset(named | {f"LETTER_{answered.answer}"} if answered else named)

    @property
    def people(self) -> frozenset[str]:
        """Those who handle, ask, decide and sign."""
        named = set(super(PreAuthorizationCase, self).people)
        for decision in (self.decision, self.amendment_decision):
            if decision:
                named |= {decision.decided_by, decision.co_signed_by}
        if self.guarantee:
            named |= {version.decided_by for version in self.guarantee.versions}
        return frozenset(named) - {""}

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """Documents still missing, in checklist order: each is asked for once."""
        required = (*(self.assessment.required_documents if self.assessment else ()), *self.extra_documents)
        held = {document.kind for document in self.documents} | set(self.waived)
        return tuple(dict.fromkeys(kind for kind in required if kind not in held))

    @property
    def waiting_on(self) -> Side:
        """Whose move it is."""
        question = self.open_question()
        if question:
            return question.asked_of
        if self.stage in _AT_REST and not (self.proposal or self.held or self.beside - LETTERS_AT_REST):
            return _AT_REST[self.stage]
        return Side.GUARDIAN if self.stage in (Stage.AWAITING_DOCS, Stage.REDIRECTED) else Side.US
