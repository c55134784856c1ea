"""What finance sees: payments, batches, debts and receipts, with account numbers masked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from models.bank_account import BankAccount
from models.money_receipt import MoneyReceipt
from models.payment import Payment
from models.payment_batch import PaymentBatch
from models.receivable import Receivable
from rules.china_time import shanghai_date
from rules.identity import mask_bank_card
from rules.payments.ageing import AgeBand, age_band
from rules.payments.approval import signatures_needed
from rules.payments.vocabulary import (
    PayeeFinding,
    PayeeKind,
    PaymentPurpose,
    PaymentStatus,
    ReceiptStatus,
    ReceivableKind,
    ReceivableStatus,
)

PAGE = 100
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPayment:
    """A payment as finance sees it; fen."""

    number: str
    key: str
    attempt: int
    case_number: str
    fund: str
    payee_kind: PayeeKind
    payee: str
    holder: str
    account: str
    bank: str
    amount: int
    purpose: PaymentPurpose
    status: PaymentStatus
    automatic: bool
    deciders: tuple[str, ...]
    signers: tuple[str, ...]
    signatures_needed: int
    findings: tuple[PayeeFinding, ...]
    ordered_at: datetime
    due_at: datetime | None
    batch: str
    settled_at: datetime | None
    failure_code: str
    bank_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReceipt:
    """A receipt as finance sees it; fen."""

    reference: str
    fund: str
    amount: int
    applied: int
    remittance: str
    payer: str
    account: str
    status: ReceiptStatus
    receivable: str
    matched_by: str
    returned_by: str
    booked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReceivable:
    """A debt to us as finance sees it; fen. ``owed`` is what is still open, ``band`` how long it has been."""

    reference: str
    key: str
    kind: ReceivableKind
    case_number: str
    debtor: str
    fund: str
    amount: int
    received: int
    owed: int
    status: ReceivableStatus
    due_on: date
    band: AgeBand | None


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Seen]):
    """A page of a list, by its number from 1; ``more``: another follows."""

    rows: Sequence[Seen]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are, and what they come to in fen."""

    count: int
    amount: int


def payments(
    session: Session,
    *,
    statuses: Sequence[PaymentStatus] = (),
    case_number: str | None = None,
    batch: str | None = None,
    after: str = "",
    limit: int = PAGE,
) -> list[SeenPayment]:
    """Payments by number, after one, some at a time; all of them where nothing narrows it."""
    query = _payments(statuses).where(col(Payment.number) > after).order_by(col(Payment.number)).limit(limit)
    if case_number:
        query = query.where(Payment.case_number == case_number)
    if batch:
        query = query.where(Payment.batch_number == batch)
    return [_paired(row) for row in session.exec(query)]


def payments_leaf(session: Session, statuses: Sequence[PaymentStatus], number: int) -> Leaf[SeenPayment]:
    """A page of the payments in these states, by number."""
    return _leaf(session, _payments(statuses).order_by(col(Payment.number)), number, _paired)


def payments_to(session: Session, payee: str, number: int) -> Leaf[SeenPayment]:
    """A page of all payments to somebody, the newest first."""
    newest = (col(Payment.ordered_at).desc(), col(Payment.number).desc())
    query = _payments().where(Payment.payee_reference == payee).order_by(*newest)
    return _leaf(session, query, number, _paired)


def payments_total(session: Session, statuses: Sequence[PaymentStatus]) -> Total:
    """All payments in these states."""
    query = select(func.count(), func.coalesce(func.sum(Payment.amount), 0))
    count, amount = session.exec(query.where(col(Payment.status).in_(statuses))).one()
    return Total(count, int(amount))


def payment(session: Session, number: str) -> SeenPayment | None:
    """One payment."""
    row = session.get(Payment, number)
    if row is None:
        return None
    return _payment(row, session.get(BankAccount, row.account_id) if row.account_id else None)


def known(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    """Those of these numbers that payments have."""
    return frozenset(session.exec(select(Payment.number).where(col(Payment.number).in_(list(numbers)))))


def batches(session: Session, limit: int = PAGE) -> Sequence[PaymentBatch]:
    """Batches, the newest first."""
    query = select(PaymentBatch).order_by(col(PaymentBatch.formed_at).desc(), col(PaymentBatch.number).desc())
    return session.exec(query.limit(limit)).all()


def batch(session: Session, number: str) -> PaymentBatch | None:
    """One batch."""
    return session.get(PaymentBatch, number)


def receivables(
    session: Session, wall: datetime, *, statuses: Sequence[ReceivableStatus] = (), after: str = ""
) -> list[SeenReceivable]:
    """Debts by reference, after one, `PAGE` at a time; aged by the time of each one's case."""
    query = _receivables(statuses).where(col(Receivable.reference) > after)
    rows = session.exec(query.order_by(col(Receivable.reference)).limit(PAGE))
    return [_receivable(row, wall) for row in rows]


def receivables_leaf(
    session: Session, wall: datetime, statuses: Sequence[ReceivableStatus], number: int
) -> Leaf[SeenReceivable]:
    """A page of the debts in these states, those due the longest first."""
    query = _receivables(statuses).order_by(col(Receivable.due_on), col(Receivable.reference))
    return _leaf(session, query, number, lambda row: _receivable(row, wall))


def ageing(session: Session, wall: datetime, statuses: Sequence[ReceivableStatus]) -> dict[AgeBand, Total]:
    """What is open of all debts in these states, by how long; each aged by the time of its case."""
    owed = func.sum(Receivable.amount - Receivable.received)
    day = (col(Receivable.due_on), col(Receivable.ahead_seconds))
    by_day = columns(*day, func.count(), owed).where(col(Receivable.status).in_(statuses)).group_by(*day)
    found = dict.fromkeys(AgeBand, Total(0, 0))
    for due_on, ahead, count, amount in session.execute(by_day):
        band = age_band(due_on, _today(wall, ahead))
        found[band] = Total(found[band].count + count, found[band].amount + int(amount))
    return found


def receipts_leaf(session: Session, statuses: Sequence[ReceiptStatus], number: int) -> Leaf[SeenReceipt]:
    """A page of the receipts in these states, or of all, in the bank's order."""
    query = select(MoneyReceipt).order_by(col(MoneyReceipt.bank_sequence))
    if statuses:
        query = query.where(col(MoneyReceipt.status).in_(statuses))
    return _leaf(session, query, number, _receipt)


def _payments(statuses: Sequence[PaymentStatus] = ()) -> Any:
    query = select(Payment, BankAccount).outerjoin(
        BankAccount, col(BankAccount.id) == col(Payment.account_id)
    )
    return query.where(col(Payment.status).in_(statuses)) if statuses else query


def _leaf(session: Session, query: Any, number: int, seen: Callable[[Any], Seen]) -> Leaf[Seen]:
    """The page of that number; one row more than it holds tells whether another follows."""
    rows = session.exec(query.offset((number - 1) * PAGE).limit(PAGE + 1)).all()
    return Leaf([seen(row) for row in rows[:PAGE]], number, more=len(rows) > PAGE)


def _receivables(statuses: Sequence[ReceivableStatus]) -> Any:
    query = select(Receivable)
    return query.where(col(Receivable.status).in_(statuses)) if statuses else query


def _paired(row: Any) -> SeenPayment:
    payment, account = row
    return _payment(payment, account)


def _payment(row: Payment, account: BankAccount | None) -> SeenPayment:
    return SeenPayment(
        number=row.number,
        key=row.key,
        attempt=row.attempt,
        case_number=row.case_number or "",
        fund=row.fund_code,
        payee_kind=row.payee_kind,
        payee=row.payee_reference,
        holder=account.holder if account else "",
        account=mask_bank_card(account.number) if account else "",
        bank=account.bank if account else "",
        amount=row.amount,
        purpose=row.purpose,
        status=row.status,
        automatic=row.automatic,
        deciders=tuple(row.deciders),
        signers=tuple(row.signers),
        signatures_needed=signatures_needed(row.amount),
        findings=tuple(PayeeFinding(each) for each in row.findings),
        ordered_at=row.ordered_at,
        due_at=row.due_at,
        batch=row.batch_number or "",
        settled_at=row.settled_at,
        failure_code=row.failure_code or "",
        bank_reference=row.bank_reference or "",
    )


def _receivable(row: Receivable, wall: datetime) -> SeenReceivable:
    open_debt = row.status not in (ReceivableStatus.PAID, ReceivableStatus.WAIVED)
    return SeenReceivable(
        reference=row.reference,
        key=row.key,
        kind=row.kind,
        case_number=row.case_number,
        debtor=row.debtor,
        fund=row.fund_code,
        amount=row.amount,
        received=row.received,
        owed=row.amount - row.received if open_debt else 0,
        status=row.status,
        due_on=row.due_on,
        band=age_band(row.due_on, _today(wall, row.ahead_seconds)) if open_debt else None,
    )


def _today(wall: datetime, ahead_seconds: int) -> date:
    return shanghai_date(wall + timedelta(seconds=ahead_seconds))


def _receipt(row: MoneyReceipt) -> SeenReceipt:
    return SeenReceipt(
        reference=row.bank_reference,
        fund=row.fund_code,
        amount=row.amount,
        applied=row.applied,
        remittance=row.remittance,
        payer=row.payer,
        account=mask_bank_card(row.payer_account),
        status=row.status,
        receivable=row.receivable_reference or "",
        matched_by=row.matched_by or "",
        returned_by=row.return_number or "",
        booked_at=row.booked_at,
    )
