"""What workflows ask of the payments room. Money in fen; every order carries ``as_of``."""

from dataclasses import dataclass
from datetime import datetime

from rules.payments.acts import FinanceAct, ReceiptAct
from rules.payments.values import (
    ChangeReceivable,
    NewAccount,
    OpenReceivable,
    OrderPayment,
    PaymentNews,
    ReceivableNews,
)
from rules.roles import Actor

MONEY_QUEUE = "money"
"""Task queue of runs of payments, and of all that speaks to the bank or moves money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """Owe a payment of a case."""

    case_number: str
    policy_id: str
    wanted: OrderPayment
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawOrder:
    """Withdraw a payment that waits for finance, once a ``key``."""

    number: str
    actor: Actor
    key: str
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
class PaymentRunInput:
    """What a run begins with: nothing, or what a person does."""

    act: FinanceAct | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """One step of a run at a wall-clock instant of its workflow. ``batch`` names one of its batches."""

    run_id: str
    at: datetime
    act: FinanceAct | None = None
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHears:
    """News for the case with this number."""

    case_number: str
    news: PaymentNews


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswer:
    """How many payments of a batch the bank has not ended, and what cases are to hear now."""

    open: int
    hears: tuple[CaseHears, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOrder:
    """These payments' cases have heard, but for those whose case is closed or unknown."""

    heard: tuple[str, ...]
    unheard: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStep:
    """A step of taking money in at a wall-clock instant."""

    at: datetime
    act: ReceiptAct | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedNews:
    """News of a receipt for the case with this number."""

    case_number: str
    news: ReceivableNews
