"""Payments as rows: ordered once a debt, signed by people, ended by what the bank says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.bank_account import BankAccount
from models.case import Case
from models.payment import Payment, payment_sequence
from models.payment_event import PaymentEvent
from rules.china_time import shanghai_date
from rules.identity import mask_bank_card
from rules.payments.approval import ForApproval
from rules.payments.bank_codes import correctable
from rules.payments.numbers import money_number
from rules.payments.values import PaymentAnswer, PaymentNews
from rules.payments.vocabulary import PayeeFinding, PaymentAct, PaymentPurpose, PaymentStatus

ENDED = (PaymentStatus.SETTLED, PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN)
_DEAD = (PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN)


class PaymentMissingError(LookupError):
    """No payment has this number."""


def next_number(session: Session, kind: str, at: datetime) -> str:
    """A new number of that kind for the Shanghai day of an instant."""
    sequence: int = session.scalar(select(payment_sequence.next_value())) or 0
    return money_number(kind, shanghai_date(at), sequence)


def find(session: Session, key: str, attempt: int) -> Payment | None:
    """The payment of that debt and attempt."""
    return session.exec(select(Payment).where(Payment.key == key, Payment.attempt == attempt)).one_or_none()


def standing(session: Session, key: str) -> Payment | None:
    """The payment of that debt that is alive or settled; there is at most one."""
    return session.exec(
        select(Payment).where(Payment.key == key, col(Payment.status).not_in(_DEAD))
    ).one_or_none()


def lock(session: Session, number: str) -> Payment:
    """The payment, held until the transaction ends. PaymentMissingError."""
    row = session.exec(
        select(Payment)
        .where(Payment.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise missing(number)
    return row


def missing(number: str) -> PaymentMissingError:
    """What is said of a number that no payment has."""
    return PaymentMissingError(f"there is no payment {number}: look it up in the list of payments")


def append(
    session: Session, payment: Payment, kind: PaymentAct, *, at: datetime, actor: str, **detail: Any
) -> None:
    """Add an event; the caller holds the payment or has just made it."""
    session.flush()
    newest = session.scalar(
        select(func.max(PaymentEvent.sequence)).where(PaymentEvent.payment_number == payment.number)
    )
    session.add(
        PaymentEvent(
            payment_number=payment.number,
            sequence=(newest or 0) + 1,
            kind=kind,
            at=at,
            actor=actor,
            detail=detail,
        )
    )


def case_time(payment: Payment, wall: datetime) -> datetime:
    """The instant as the payment's case counts time."""
    return wall + timedelta(seconds=payment.ahead_seconds)


def case_now(session: Session, payment: Payment, wall: datetime) -> datetime:
    """The same as its case counts time now: a demonstration may have let time pass since it was ordered."""
    case = session.get(Case, payment.case_number) if payment.case_number else None
    ahead = max(payment.ahead_seconds, case.clock_offset_seconds) if case else payment.ahead_seconds
    return wall + timedelta(seconds=ahead)


def for_approval(payment: Payment) -> ForApproval:
    """The payment as the rule of approval sees it."""
    return ForApproval(
        number=payment.number,
        amount=payment.amount,
        status=payment.status,
        deciders=payment.deciders,
        signers=payment.signers,
        findings=tuple(PayeeFinding(each) for each in payment.findings),
    )


def masked_account(session: Session, account_id: UUID | None) -> str:
    """The number of an account with only its last four digits; empty where there is none."""
    account = session.get(BankAccount, account_id) if account_id else None
    return mask_bank_card(account.number) if account else ""


def answer(session: Session, payment: Payment) -> PaymentAnswer:
    """What the case hears of its order."""
    return PaymentAnswer(
        key=payment.key,
        attempt=payment.attempt,
        number=payment.number,
        amount=payment.amount,
        status=payment.status,
        findings=tuple(PayeeFinding(each) for each in payment.findings),
        account=masked_account(session, payment.account_id),
    )


def news(session: Session, payment: Payment, ended_at: datetime) -> PaymentNews:
    """What the case hears of the end of its payment."""
    code = payment.failure_code or ""
    return PaymentNews(
        key=payment.key,
        attempt=payment.attempt,
        number=payment.number,
        amount=payment.amount,
        purpose=PaymentPurpose(payment.purpose),
        ended_at=ended_at,
        code=code,
        correctable=correctable(code),
        bank_reference=payment.bank_reference or "",
        account=masked_account(session, payment.account_id),
    )


def events(session: Session, number: str) -> Sequence[PaymentEvent]:
    """What happened to a payment, in order."""
    query = select(PaymentEvent).where(PaymentEvent.payment_number == number)
    return session.exec(query.order_by(col(PaymentEvent.sequence))).all()
