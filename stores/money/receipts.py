"""Money that came in: each credit once, matched once, and what is beyond a debt on its way back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.fund import Fund
from models.fund_movement import FundMovement
from models.money_receipt import MoneyReceipt
from models.payment import Payment
from models.receivable import Receivable
from rules.payments.matching import split
from rules.payments.numbers import PAYMENT, reference_in
from rules.payments.payee import account_findings
from rules.payments.values import NewAccount, ReceivableNews
from rules.payments.vocabulary import (
    FundMovementKind,
    PayeeFinding,
    PayeeKind,
    PaymentAct,
    PaymentPurpose,
    PaymentStatus,
    ReceiptStatus,
    ReceivableStatus,
)
from rules.roles import SYSTEM
from stores.money import funds, payees, payments, receivables

UNNAMED = "the bank named no payer"
NO_SUCH = "There is no such receipt or no such receivable: look both up again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit on our account as the bank told it; fen.

    ``sequence`` orders the bank's entries, ``reference`` is unique.
    """

    sequence: int
    account: str
    amount: int
    reference: str
    remittance: str
    payer: str
    payer_account: str
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class NotMatched:
    """Why a receipt could not be given to a debt; a sentence for the screen."""

    why: str


def last_sequence(session: Session) -> int:
    """How far the bank's entries have been read."""
    return int(session.scalar(select(func.coalesce(func.max(MoneyReceipt.bank_sequence), 0))) or 0)


def take(session: Session, credit: Credit) -> MoneyReceipt | None:
    """Keep a credit and give it to the debt that it names; None where it was kept before or is not ours."""
    fund = session.exec(select(Fund).where(Fund.account_number == credit.account)).one_or_none()
    if fund is None or session.get(MoneyReceipt, credit.reference) is not None:
        return None
    row = MoneyReceipt(
        bank_reference=credit.reference,
        bank_sequence=credit.sequence,
        fund_code=fund.code,
        amount=credit.amount,
        remittance=credit.remittance[:500],
        payer=credit.payer[:200],
        payer_account=credit.payer_account[:34],
        status=ReceiptStatus.UNMATCHED,
        booked_at=credit.booked_at,
    )
    session.add(row)
    session.flush()
    topped_up = fund.top_up_reference in credit.remittance.upper()
    debt = None if topped_up else _named_debt(session, row)
    if topped_up:
        row.status = ReceiptStatus.MATCHED
    elif debt is not None:
        apply(session, row, debt, by=SYSTEM.reference)
    _post(session, row, debt, FundMovementKind.TOP_UP if topped_up else FundMovementKind.RECEIVED)
    return row


def lock(session: Session, bank_reference: str) -> MoneyReceipt | None:
    """The receipt, held until the transaction ends."""
    return session.exec(
        select(MoneyReceipt)
        .where(MoneyReceipt.bank_reference == bank_reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def match(session: Session, bank_reference: str, reference: str, *, by: str) -> MoneyReceipt | NotMatched:
    """Give a receipt to a debt on a person's word; the same word again changes nothing."""
    row, debt = lock(session, bank_reference), receivables.lock(session, reference)
    if row is None or debt is None:
        return NotMatched(NO_SUCH)
    if row.receivable_reference == reference:
        return row
    if row.status is not ReceiptStatus.UNMATCHED:
        return NotMatched(f"{bank_reference} is {row.status} already.")
    if row.fund_code != debt.fund_code:
        return NotMatched(f"{reference} is owed to {debt.fund_code}, but the money came to {row.fund_code}.")
    apply(session, row, debt, by=by)
    return row


def give_back(session: Session, bank_reference: str, *, by: str) -> MoneyReceipt | NotMatched:
    """Order the return of a receipt that pays nothing; the same word again changes nothing."""
    row = lock(session, bank_reference)
    if row is None:
        return NotMatched(f"There is no receipt {bank_reference}: look it up again.")
    if row.status is ReceiptStatus.UNMATCHED:
        row.matched_by = by
        row.status = ReceiptStatus.RETURNED
        order_return(session, row, row.amount, row.booked_at)
    return row


def apply(session: Session, row: MoneyReceipt, debt: Receivable, *, by: str) -> None:
    """Pay the debt with a receipt, and order the return of what is beyond it."""
    parts = split(row.amount, amount=debt.amount, received=debt.received, status=debt.status)
    at = _case_time(debt, row.booked_at)
    row.receivable_reference = debt.reference
    row.applied = parts.applied
    row.matched_by = by
    row.status = ReceiptStatus.MATCHED if parts.applied else ReceiptStatus.RETURNED
    debt.received += parts.applied
    if parts.applied and debt.received == debt.amount:
        debt.status, debt.paid_at = ReceivableStatus.PAID, at
    if parts.beyond:
        order_return(session, row, parts.beyond, at)


def order_return(session: Session, row: MoneyReceipt, amount: int, at: datetime) -> Payment:
    """Order a payment of that much back to where the receipt came from; finance lets it go."""
    account = NewAccount(
        party=f"payer:{row.bank_reference}", holder=row.payer or UNNAMED, number=row.payer_account, bank=""
    )
    findings = account_findings(PayeeKind.PAYER, row.payer_account)
    kept = None if findings else payees.keep_account(session, account, at=at)
    payment = Payment(
        number=payments.next_number(session, PAYMENT, at),
        key=f"return/{row.bank_reference}",
        fund_code=row.fund_code,
        payee_kind=PayeeKind.PAYER,
        payee_reference=account.party,
        account_id=kept,
        amount=amount,
        purpose=PaymentPurpose.RETURN,
        status=PaymentStatus.ORDERED,
        findings=[] if kept else [PayeeFinding.NO_ACCOUNT],
        deciders=[row.matched_by] if row.status is ReceiptStatus.RETURNED and row.matched_by else [],
        ordered_at=at,
        ahead_seconds=round((at - row.booked_at).total_seconds()),
    )
    session.add(payment)
    session.flush()
    row.return_number = payment.number
    payments.append(session, payment, PaymentAct.ORDERED, at=at, actor=row.matched_by or SYSTEM.reference)
    return payment


def untold(session: Session, limit: int = 50) -> list[tuple[str, ReceivableNews]]:
    """Receipts whose cases have not heard of them, with the number of the case."""
    query = (
        select(MoneyReceipt, Receivable)
        .join(Receivable, col(Receivable.reference) == col(MoneyReceipt.receivable_reference))
        .where(col(MoneyReceipt.told_at).is_(None), MoneyReceipt.applied > 0)
        .order_by(col(MoneyReceipt.bank_sequence))
        .limit(limit)
    )
    return [
        (
            debt.case_number,
            ReceivableNews(
                receivable=receivables.answer(debt),
                receipt=row.bank_reference,
                came=row.applied,
                received_at=_case_time(debt, row.booked_at),
            ),
        )
        for row, debt in session.exec(query)
    ]


def _named_debt(session: Session, row: MoneyReceipt) -> Receivable | None:
    reference = reference_in(row.remittance)
    debt = receivables.lock(session, reference) if reference else None
    return debt if debt and debt.fund_code == row.fund_code else None


def _post(session: Session, row: MoneyReceipt, debt: Receivable | None, kind: FundMovementKind) -> None:
    at = _case_time(debt, row.booked_at) if debt else row.booked_at
    came: FundMovement = funds.movement(kind, row.fund_code, row.amount, f"receipt/{row.bank_reference}", at)
    came.receipt = row.bank_reference
    session.flush()
    funds.post(session, came)


def _case_time(debt: Receivable, wall: datetime) -> datetime:
    return wall + timedelta(seconds=debt.ahead_seconds)
