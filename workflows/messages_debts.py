"""What people say about what a family owes: a copay, cost outside cover, the refund of an advance."""

from dataclasses import dataclass
from typing import Literal

from rules.payments.values import Instalment
from rules.payments.vocabulary import ReceivableKind
from rules.permissions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDebt:
    """The family objects; its time to pay stands still."""

    action: Literal[Action.DISPUTE_DEBT] = Action.DISPUTE_DEBT
    debt: ReceivableKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeDebt:
    """The objection is answered: the debt stands."""

    action: Literal[Action.RESUME_DEBT] = Action.RESUME_DEBT
    debt: ReceivableKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveDebt:
    """Nothing more is asked of the family."""

    action: Literal[Action.WAIVE_DEBT] = Action.WAIVE_DEBT
    debt: ReceivableKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeRefundPlan:
    """Whoever owes pays in parts; together they are what is still owed. ``debt`` where a case has several."""

    action: Literal[Action.AGREE_REFUND_PLAN] = Action.AGREE_REFUND_PLAN
    instalments: tuple[Instalment, ...]
    debt: ReceivableKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveToLegal:
    """An overdue debt becomes a matter for lawyers. ``debt`` where a case has several."""

    action: Literal[Action.GIVE_TO_LEGAL] = Action.GIVE_TO_LEGAL
    reason: str
    debt: ReceivableKind | None = None


DebtAct = DisputeDebt | ResumeDebt | WaiveDebt | AgreeRefundPlan | GiveToLegal
"""Joined into the messages of every case."""
