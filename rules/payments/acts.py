"""What people of finance do."""

from dataclasses import dataclass

from rules.payments.vocabulary import PayeeFinding, PaymentStatus, TurnDownReason
from rules.roles import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One payment that a person signs, having looked at these findings."""

    number: str
    seen_findings: tuple[PayeeFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceAct:
    """A person of finance signs payments, or turns them down where a ``reason`` is given."""

    actor: Actor
    payments: tuple[Signature, ...]
    reason: TurnDownReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOutcome:
    """What an act did to one payment; ``refused`` says why it did nothing."""

    number: str
    status: PaymentStatus | None
    signatures: int = 0
    needed: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAct:
    """A person of finance says what a receipt pays; without a reference it is returned to its payer."""

    actor: Actor
    receipt: str
    reference: str = ""
