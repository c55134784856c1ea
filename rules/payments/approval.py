"""Who must agree before money leaves: decider ≠ payer, and two people above the limit of one signature."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.payments.payee import BLOCKING
from rules.payments.vocabulary import PayeeFinding, PaymentStatus
from rules.permissions import Action, Relation, may
from rules.roles import AUTOMATIC_LIMIT, Actor

ONE_SIGNATURE_LIMIT = 50_000_00
"""Fen that one person of finance may let go alone; above it two must sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForApproval:
    """A payment as the approver sees it; fen."""

    number: str
    amount: int
    status: PaymentStatus
    deciders: Sequence[str]
    signers: Sequence[str]
    findings: Collection[PayeeFinding]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a person may not sign this payment now; a sentence for the screen."""

    why: str


def signatures_needed(amount: int) -> int:
    """How many people of finance must sign."""
    return 1 if amount <= ONE_SIGNATURE_LIMIT else 2


def leaves_by_itself(*, automatic: bool, amount: int, findings: Collection[PayeeFinding]) -> bool:
    """Whether a payment that no person decided needs none to leave."""
    return automatic and amount <= AUTOMATIC_LIMIT and not findings


def sign(payment: ForApproval, signer: Actor, *, seen_findings: Collection[PayeeFinding]) -> str | Refused:
    """The signer's reference where the signature counts; otherwise why it does not.

    ``seen_findings`` are those that the signer says to have looked at: all of them must be.
    """
    ruling = may(signer, Action.APPROVE_PAYMENT, Relation.STAFF)
    if not ruling.allowed:
        return Refused(ruling.why)
    if payment.status is not PaymentStatus.ORDERED:
        return Refused(f"{payment.number} is {payment.status}: it does not wait for a signature any more.")
    if signer.reference in payment.deciders:
        return Refused(f"You decided {payment.number}; somebody else of finance lets it go.")
    if signer.reference in payment.signers:
        return Refused(f"You signed {payment.number} already; a second person signs now.")
    blocking = sorted(BLOCKING & set(payment.findings))
    if blocking:
        return Refused(
            f"{payment.number} cannot leave: {', '.join(blocking)}. Turn it down, or cure that first."
        )
    unseen = sorted(set(payment.findings) - set(seen_findings))
    if unseen:
        return Refused(f"Look at what was found on {payment.number} first, and name it: {', '.join(unseen)}.")
    return signer.reference
