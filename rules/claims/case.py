"""State that every case with a claim shares."""

from dataclasses import dataclass

from rules.adjudication.claim import Claim
from rules.cases import CaseBase
from rules.claims.overpayment import Overpayment, OverpaymentState
from rules.claims.values import ClaimDecision, ClaimProposal, JudgedClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSubject:
    """Whom and what a claim is about, by the ids of rows; ``episode_id`` is empty until it is known.

    ``authorized_by`` are the pre-authorizations whose approval the claim uses.
    """

    member_id: str
    policy_id: str
    hospital_code: str = ""
    guardian_id: str = ""
    episode_id: str = ""
    authorized_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeClaimDecision:
    """What a decision that is taken back leaves behind: as it was ``made``, and what there was to look at."""

    made: ClaimProposal
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCase(CaseBase):
    """What a case holds of its claim. ``claim`` is None before one was submitted.

    ``judged`` is the last judgment, ``pending`` the decision that the ledger is asked for, ``decisions``
    what was determined, the last one stands. ``concerns`` are why a person must look.
    """

    subject: ClaimSubject
    claim: Claim | None = None
    judged: JudgedClaim | None = None
    proposal: ClaimProposal | None = None
    pending: ClaimProposal | None = None
    decisions: tuple[ClaimDecision, ...] = ()
    concerns: tuple[str, ...] = ()
    judgments: int = 0
    """How many judgments were asked for; each has a key of its own."""
    before_decision: BeforeClaimDecision | None = None
    undone_decisions: int = 0
    """How many decisions were taken back; no other decision takes their ordinals."""
    overpayment: Overpayment | None = None
    overpaid_settled: int = 0
    """Fen paid above a determination that came back, or that nobody asks for any more."""

    @property
    def overpayment_open(self) -> bool:
        """Whether something that was paid above the determination is to be decided or collected."""
        return self.overpayment is not None and self.overpayment.open

    @property
    def overpayment_beside(self) -> frozenset[str]:
        """What of it runs beside the stage."""
        debt = self.overpayment
        return frozenset({f"OVERPAYMENT_{debt.state}"} if debt and debt.open else ())

    @property
    def overpayment_proposed_by(self) -> str:
        """Whose determination proposes it; empty where nothing waits for a second person."""
        debt = self.overpayment
        return debt.proposed_by if debt and debt.state is OverpaymentState.PROPOSED else ""

    @property
    def member_id(self) -> str:
        """The child."""
        return self.subject.member_id

    @property
    def policy_id(self) -> str:
        """The policy that the child is insured by."""
        return self.subject.policy_id

    @property
    def hospital(self) -> str:
        """Where the child was treated."""
        return self.subject.hospital_code

    @property
    def amount(self) -> int:
        """The bill in fen."""
        return sum(line.amount for line in self.claim.lines) if self.claim else 0

    @property
    def decision(self) -> ClaimDecision | None:
        """The decision that stands."""
        return self.decisions[-1] if self.decisions else None

    @property
    def proposed_by(self) -> str:
        """Who made the decision that waits for a second person."""
        return self.proposal.made_by if self.proposal else ""

    @property
    def deciders(self) -> frozenset[str]:
        """Who decided or signed any version: another person reconsiders it (domain 5.3)."""
        return frozenset(who for decision in self.decisions for who in decision.deciders)

    @property
    def barred(self) -> frozenset[str]:
        """Who proposed what waits; where that is a decision, or none waits, who decided before as well."""
        own = super(ClaimCase, self).barred
        return own if own and self.proposal is None else own | self.deciders

    @property
    def people(self) -> frozenset[str]:
        """Those who handle, ask, decide and sign."""
        return super(ClaimCase, self).people | self.deciders
