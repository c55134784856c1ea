"""What a case asks of the payments room, and what it hears back. Money in fen."""

from dataclasses import dataclass
from datetime import date, datetime

from rules.payments.vocabulary import (
    PayeeFinding,
    PayeeKind,
    PaymentPurpose,
    PaymentStatus,
    ReceivableKind,
    ReceivableStatus,
)
from rules.roles import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Who is paid: ``guardian:<id>``, ``member:<id>``, ``hospital:<code>`` or ``provider:<code>``.

    ``account_id`` names an account kept with `keep_account`; empty: the verified account on file.
    """

    kind: PayeeKind
    reference: str
    account_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPayment:
    """Effect: a payment is owed.

    ``key`` names the debt, such as ``<case number>/decision/1/guardian``: at most one payment of a key is
    ever alive or settled, whatever happens. ``attempt`` grows by one after a failure, when the account was
    corrected. ``deciders`` are all who decided the amount (``staff:…``): none of them may approve it.
    ``automatic``: nobody decided and the case is clear; it is paid without a person up to the automatic
    limit and where nothing is found against the payee. ``fund`` is whose money it is, empty for the policy's
    insurer, ``provider:<code>`` for an advance.
    """

    key: str
    payee: Payee
    amount: int
    purpose: PaymentPurpose
    deciders: tuple[str, ...] = ()
    attempt: int = 1
    automatic: bool = False
    due_at: datetime | None = None
    fund: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPayment:
    """Effect: a payment that waits for finance is withdrawn, as ``actor`` takes back what it was ordered for.

    The answer is PAYMENT_WITHDRAWN with the actor, or PAYMENT_LEAVES where finance has let it go.
    """

    number: str
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAnswer:
    """The payment as it was ordered; ``findings`` are what a person must look at before it leaves."""

    key: str
    attempt: int
    number: str
    amount: int
    status: PaymentStatus
    findings: tuple[PayeeFinding, ...] = ()
    account: str = ""
    """The account's number, masked to its last four digits; empty where none is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentNews:
    """How a payment ended. ``code`` is empty where it settled.

    Otherwise the bank's reason (``AC01`` account number wrong, ``AC04`` closed, ``AC06`` blocked, ``BE01``
    name does not fit, …), or ``TURNED_DOWN`` where finance sent it back. ``correctable`` says that another
    account cures it: ask the payee, then order ``attempt + 1`` under the same key.
    """

    key: str
    attempt: int
    number: str
    amount: int
    purpose: PaymentPurpose
    ended_at: datetime
    code: str = ""
    correctable: bool = False
    bank_reference: str = ""
    account: str = ""

    @property
    def settled(self) -> bool:
        """Whether the money arrived."""
        return not self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A part of a receivable with its own day."""

    due_on: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReceivable:
    """Effect: somebody owes us ``amount``. ``key`` names the debt; a repeat finds it open.

    ``debtor`` is ``guardian:<id>``. ``fund`` is who gets the money: empty for the policy's insurer,
    ``provider:<code>`` for the refund of an advance (R-160). Reminders are the case's own clocks.
    """

    key: str
    kind: ReceivableKind
    debtor: str
    amount: int
    due_on: date
    fund: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReceivable:
    """Effect: an open receivable is disputed, resumed (OPEN), waived, given to legal, or has other days.

    Empty ``instalments`` leave the plan as it is; their sum must be what is still owed.
    """

    key: str
    status: ReceivableStatus
    due_on: date | None = None
    instalments: tuple[Instalment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivableAnswer:
    """The receivable as it stands; ``reference`` is what the family writes on its transfer."""

    key: str
    reference: str
    kind: ReceivableKind
    amount: int
    received: int
    status: ReceivableStatus
    due_on: date
    problem: str = ""
    """Why an asked change was not made; empty where it was."""

    @property
    def open(self) -> int:
        """Fen still owed."""
        return 0 if self.status is ReceivableStatus.WAIVED else self.amount - self.received


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivableNews:
    """Money came in for a receivable: ``receipt`` names it, ``came`` is what it paid, in fen.

    What exceeded the debt is being returned and is no part of ``came``.
    """

    receivable: ReceivableAnswer
    receipt: str
    came: int
    received_at: datetime

    @property
    def paid(self) -> bool:
        """Whether nothing is owed any more."""
        return self.receivable.status is ReceivableStatus.PAID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account that a person named. ``party`` as in `Payee.reference`."""

    party: str
    holder: str
    number: str
    bank: str
    bank_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAccount:
    """A kept account without its number, to hold in the state of a case."""

    account_id: str
    holder: str
    number: str
    """Masked to the last four digits."""
    bank: str
    findings: tuple[PayeeFinding, ...] = ()
