"""State of one hospital advance, as its workflow carries it and as it is recorded."""

from dataclasses import dataclass
from typing import Literal

from rules.advances.statement import AdvanceStatement, Movement, statement
from rules.advances.values import (
    AdvanceDecision,
    AdvanceProposal,
    CallRecord,
    Circumstances,
    Discharge,
    Entitlement,
    FinalBill,
    Investigation,
    LinkedClaim,
    Mandate,
    Payout,
    Recall,
    Refund,
    TopUp,
)
from rules.advances.vocabulary import FINAL_STAGES, RefundState, Stage
from rules.cases import CaseBase, Side
from rules.payments.values import KeptAccount
from rules.payments.vocabulary import PaymentPurpose
from rules.preauthorization.values import TreatmentRequest
from rules.vocabulary import DocumentKind, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAdvanceDecision:
    """What a decision that is taken back leaves behind: as it stood before it. Fen."""

    proposal: AdvanceProposal | None = None
    top_up: TopUp | None = None
    mandate: Mandate | None = None
    estimate: int = 0
    reserved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceCase(CaseBase):
    """All that a hospital advance is. Money in fen; ``estimate`` is the newest one of the whole stay."""

    process: Literal[Process.HOSPITAL_ADVANCE] = Process.HOSPITAL_ADVANCE
    stage: Stage = Stage.REQUESTED
    request: TreatmentRequest
    circumstances: Circumstances
    entitlement: Entitlement | None = None
    estimate: int = 0
    call: CallRecord | None = None
    waived: tuple[DocumentKind, ...] = ()
    investigation: Investigation | None = None
    proposal: AdvanceProposal | None = None
    pending: AdvanceProposal | None = None
    decisions: tuple[AdvanceDecision, ...] = ()
    before_decision: BeforeAdvanceDecision | None = None
    top_up: TopUp | None = None
    top_ups: int = 0
    mandate: Mandate | None = None
    payouts: tuple[Payout, ...] = ()
    movements: tuple[Movement, ...] = ()
    reserved: int = 0
    accumulator_version: int = 0
    discharge: Discharge | None = None
    bill: FinalBill | None = None
    claim: LinkedClaim | None = None
    recall: Recall | None = None
    refund: Refund | None = None
    account: KeptAccount | None = None
    preauthorization: str = ""
    rejected_with: str = ""

    @property
    def final(self) -> bool:
        """Whether nothing more can happen."""
        return self.stage in FINAL_STAGES

    @property
    def policy_id(self) -> str:
        """The policy that the child is insured by."""
        return self.request.policy_id

    @property
    def member_id(self) -> str:
        """The child that the case is about."""
        return self.request.member_id

    @property
    def amount(self) -> int:
        """The estimate."""
        return self.estimate or self.request.estimate

    @property
    def hospital(self) -> str:
        """Where the child is treated."""
        return self.request.hospital_id

    @property
    def proposed_by(self) -> str:
        """Who made the decision that waits for a second person."""
        return self.proposal.made_by if self.proposal else ""

    @property
    def decision(self) -> AdvanceDecision | None:
        """The newest answer."""
        return self.decisions[-1] if self.decisions else None

    @property
    def statement(self) -> AdvanceStatement:
        """The advance as a money object."""
        return statement(self.movements)

    @property
    def provider(self) -> str:
        """Fund of the company that advances; empty before the request was looked at."""
        return f"provider:{self.entitlement.provider}" if self.entitlement else ""

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """Documents still missing for the review, in checklist order: asked for once (L-02)."""
        return self._missing(self.entitlement.documents if self.entitlement else ())

    @property
    def missing_at_discharge(self) -> tuple[DocumentKind, ...]:
        """Documents of the claim file that were not collected yet (R-156)."""
        return self._missing(self.entitlement.discharge_documents if self.entitlement else ())

    def _missing(self, wanted: tuple[tuple[DocumentKind, ...], ...]) -> tuple[DocumentKind, ...]:
        held = {document.kind for document in self.documents} | set(self.waived)
        return tuple(dict.fromkeys(kinds[0] for kinds in wanted if not held & set(kinds)))

    @property
    def refund_key(self) -> str:
        """Name of the debt of the family; one that was reckoned anew is another debt."""
        return f"{self.case_number}/refund/{self.refund.ordinal if self.refund else 1}"

    def payout(self, key: str) -> Payout | None:
        """The debt of that key."""
        return next((payout for payout in self.payouts if payout.key == key), None)

    @property
    def advance_under_way(self) -> Payout | None:
        """The payment to the hospital that was ordered and has not ended."""
        return next(
            (
                payout
                for payout in self.payouts
                if payout.purpose is PaymentPurpose.ADVANCE and not payout.settled and not payout.failed
            ),
            None,
        )

    @property
    def deciders(self) -> tuple[str, ...]:
        """All who decided amounts of this advance; none of them lets its money go."""
        return tuple(dict.fromkeys(who for made in self.decisions for who in made.deciders))

    @property
    def beside(self) -> frozenset[str]:
        """What runs beside the main state: a top-up, a mandate to sign, a refund and its state."""
        named = {
            "TOP_UP": self.top_up is not None,
            "MANDATE": bool(self.mandate and not self.mandate.signed),
            "PAYABLE": self.payable_now > 0,
        }
        running = {name for name, runs in named.items() if runs}
        return frozenset(running | ({f"REFUND_{self.refund.state}"} if self.refund else set()))

    @property
    def payable_now(self) -> int:
        """Fen that were promised and signed for, and are not on their way to the hospital."""
        if self.mandate is None or not self.mandate.signed or self.advance_under_way:
            return 0
        return self.statement.unpaid

    @property
    def people(self) -> frozenset[str]:
        """Those who handle, ask, decide and sign."""
        named = set(super(AdvanceCase, self).people) | set(self.deciders)
        if self.call:
            named.add(self.call.called_by)
        if self.recall:
            named |= {self.recall.decided_by, self.recall.co_signed_by}
        if self.refund:
            named |= {self.refund.made_by, self.refund.approved_by}
        if self.claim:
            named |= set(self.claim.deciders)
        return frozenset(name for name in named if name.startswith("staff:"))

    @property
    def waiting_on(self) -> Side:
        """Whose move it is."""
        question = self.open_question()
        if question:
            return question.asked_of
        owing = self.refund is not None and self.refund.state in (
            RefundState.NOTICE_SENT,
            RefundState.INSTALMENT_AGREED,
            RefundState.OVERDUE,
        )
        if owing or self.stage in (Stage.CONTACTED, Stage.APPROVED):
            return Side.GUARDIAN
        return Side.US
