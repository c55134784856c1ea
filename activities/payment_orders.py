"""What workflows ask of the payments room. Money in fen; every order carries ``as_of``."""

from dataclasses import dataclass
from datetime import datetime

from rules.payments.values import ChangeReceivable, NewAccount, OpenReceivable, OrderPayment

MONEY_QUEUE = "money"
"""Task queue of what speaks to the bank or moves money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """Owe a payment of a case."""

    case_number: str
    policy_id: str
    wanted: OrderPayment
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivableOrder:
    """Open a receivable of a case."""

    case_number: str
    policy_id: str
    wanted: OpenReceivable
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivableChange:
    """Change an open receivable of a case; ``actor`` decided it."""

    case_number: str
    change: ChangeReceivable
    actor: str
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOrder:
    """Keep an account that a person named for a case."""

    case_number: str
    account: NewAccount
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """Start sending what is approved; ``run_id`` is the execution's id, so a repeat finds it started."""

    run_id: str
