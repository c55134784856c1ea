"""Batches of payments: formed once a run, written once, and what the bank said of each payment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models.bank_account import BankAccount
from models.fund import Fund
from models.payment import Payment
from models.payment_batch import PaymentBatch
from rules.payments.numbers import BATCH
from rules.payments.values import PaymentNews
from rules.payments.vocabulary import BatchStatus, FundMovementKind, PaymentAct, PaymentStatus
from rules.roles import SYSTEM
from stores.money import funds, payments
from stores.papers.scans import papers_are_clean

LARGEST = 100
"""Payments of one batch; what became of them must fit a message of the workflow."""
MOST = 20
"""Batches of one run."""


MANY = 30_000
"""Attempts are counted up to here; a bank that is silent for weeks must not overflow the column."""


class BatchBusyError(Exception):
    """Another attempt is speaking to the bank about this batch right now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the bank ended a payment; an empty ``code`` means that it arrived."""

    number: str
    code: str = ""
    reference: str = ""


def form(session: Session, run_id: str, at: datetime, *, scanned_only: bool = False) -> list[str]:
    """Numbers of the batches of a run: those formed before, else new ones of all that is approved.

    A payment that another run takes at the same moment is left to it; with ``scanned_only`` also one whose
    case has a document that is not scanned clean.
    """
    formed = session.exec(
        select(PaymentBatch.number).where(PaymentBatch.run_id == run_id).order_by(col(PaymentBatch.ordinal))
    ).all()
    if formed:
        return list(formed)
    ready = [col(Payment.status) == PaymentStatus.APPROVED, col(Payment.batch_number).is_(None)]
    if scanned_only:
        ready.append(papers_are_clean())
    waiting = session.exec(
        select(Payment)
        .where(*ready)
        .order_by(Payment.fund_code, Payment.number)
        .limit(LARGEST * MOST)
        .with_for_update(skip_locked=True)
    ).all()
    parts = [
        part
        for _, of_fund in groupby(waiting, key=lambda each: each.fund_code)
        for part in _parts(list(of_fund))
    ]
    return [_form(session, run_id, ordinal, part, at) for ordinal, part in enumerate(parts, 1)]


def contents(
    session: Session, number: str
) -> tuple[PaymentBatch, Fund, Sequence[tuple[Payment, BankAccount]]]:
    """A batch, the fund that pays it, and its payments with their accounts, by number."""
    batch = session.get_one(PaymentBatch, number)
    query = (
        select(Payment, BankAccount)
        .join(BankAccount, col(BankAccount.id) == col(Payment.account_id))
        .where(Payment.batch_number == number)
        .order_by(col(Payment.number))
    )
    return batch, session.get_one(Fund, batch.fund_code), session.exec(query).all()


def keep_file(session: Session, number: str, object_key: str, sha256: str) -> None:
    """Remember where the file of a batch is."""
    kept = update(PaymentBatch).values(object_key=object_key, sha256=sha256)
    session.execute(kept.where(col(PaymentBatch.number) == number))


def hold(session: Session, number: str) -> None:
    """Keep others from speaking about this batch until the transaction ends. BatchBusyError."""
    name = func.hashtextextended(f"payment batch {number}", 0)
    if not session.scalar(select(func.pg_try_advisory_xact_lock(name))):
        raise BatchBusyError(f"{number} is being sent by another attempt")


def begin_attempt(session: Session, number: str, at: datetime) -> int:
    """Count an attempt before it is made; how many there were before. From now on the bank may have it."""
    batch = session.exec(select(PaymentBatch).where(PaymentBatch.number == number).with_for_update()).one()
    before = batch.attempts
    batch.attempts = min(before + 1, MANY)
    if batch.status is BatchStatus.FORMED:
        batch.status = BatchStatus.SENT
        for payment in _of(session, number):
            payment.status = PaymentStatus.SENT
            payments.append(
                session,
                payment,
                PaymentAct.SENT,
                at=payments.case_time(payment, at),
                actor=SYSTEM.reference,
                batch=number,
            )
    return before


def end(session: Session, number: str, ended: Iterable[Ended], at: datetime) -> None:
    """Write down how payments of a batch ended, each once: the first word of the bank stands."""
    told: dict[str, Ended] = {}
    for each in ended:
        told.setdefault(each.number, each)
    for payment in _of(session, number):
        if payment.status is PaymentStatus.SENT and payment.number in told:
            _end(session, payment, told[payment.number], at)
    session.flush()
    if not open_numbers(session, number):
        closed = update(PaymentBatch).values(status=BatchStatus.CLOSED, closed_at=at)
        session.execute(
            closed.where(col(PaymentBatch.number) == number, col(PaymentBatch.status) == BatchStatus.SENT)
        )


def open_numbers(session: Session, number: str) -> Sequence[str]:
    """Payments of a batch of which the bank has not said the last word."""
    query = select(Payment.number).where(
        Payment.batch_number == number, col(Payment.status).not_in(payments.ENDED)
    )
    return session.exec(query.order_by(col(Payment.number))).all()


def untold(session: Session, number: str) -> list[tuple[str, PaymentNews]]:
    """Ended payments of a batch whose cases have not been told, with the number of the case."""
    query = select(Payment).where(
        Payment.batch_number == number,
        col(Payment.status).in_((PaymentStatus.SETTLED, PaymentStatus.FAILED)),
        col(Payment.told_at).is_(None),
        col(Payment.case_number).is_not(None),
    )
    return [
        (payment.case_number or "", payments.news(session, payment, _ended_at(session, payment)))
        for payment in session.exec(query.order_by(col(Payment.number)))
    ]


def _parts(rows: list[Payment]) -> Iterable[list[Payment]]:
    waiting = iter(rows)
    while part := list(islice(waiting, LARGEST)):
        yield part


def _form(session: Session, run_id: str, ordinal: int, rows: Sequence[Payment], at: datetime) -> str:
    batch = PaymentBatch(
        number=payments.next_number(session, BATCH, at),
        run_id=run_id,
        ordinal=ordinal,
        fund_code=rows[0].fund_code,
        payments=len(rows),
        total=sum(each.amount for each in rows),
        formed_at=at,
    )
    session.add(batch)
    session.flush()
    for payment in rows:
        payment.batch_number = batch.number
        payments.append(
            session,
            payment,
            PaymentAct.BATCHED,
            at=payments.case_time(payment, at),
            actor=SYSTEM.reference,
            batch=batch.number,
        )
    return batch.number


def _of(session: Session, number: str) -> Sequence[Payment]:
    query = select(Payment).where(Payment.batch_number == number).order_by(col(Payment.number))
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).all()


def _end(session: Session, payment: Payment, ended: Ended, at: datetime) -> None:
    when = payments.case_now(session, payment, at)
    payment.bank_reference = ended.reference or None
    if ended.code:
        payment.status, payment.failure_code = PaymentStatus.FAILED, ended.code
    else:
        payment.status, payment.settled_at = PaymentStatus.SETTLED, when
        paid = funds.movement(
            FundMovementKind.PAID, payment.fund_code, payment.amount, f"payment/{payment.number}", when
        )
        paid.payment_number = payment.number
        session.flush()
        funds.post(session, paid)
    kind = PaymentAct.FAILED if ended.code else PaymentAct.SETTLED
    payments.append(
        session,
        payment,
        kind,
        at=when,
        actor=SYSTEM.reference,
        code=ended.code,
        bank_reference=ended.reference,
    )


def _ended_at(session: Session, payment: Payment) -> datetime:
    return payments.events(session, payment.number)[-1].at
