"""Ordering a payment: one row a debt and attempt, judged as it is written."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.bank_account import BankAccount
from models.payment import Payment
from rules.china_time import shanghai_date
from rules.payments.approval import leaves_by_itself
from rules.payments.numbers import PAYMENT
from rules.payments.payee import payee_findings
from rules.payments.values import OrderPayment
from rules.payments.vocabulary import PayeeFinding, PaymentAct, PaymentStatus
from rules.roles import SYSTEM
from stores.money import payees, payments


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order as the database needs it; ``as_of`` is case time, ``wall`` the machine's."""

    case_number: str
    policy_id: str
    wanted: OrderPayment
    as_of: datetime
    wall: datetime


def order(session: Session, placed: PlacedOrder) -> Payment:
    """The payment of this key and attempt, ordered now or before; FundMissingError.

    Where another attempt of the debt is alive or settled, that one: a debt is never paid twice.
    """
    key = placed.wanted.key
    found = payments.find(session, key, placed.wanted.attempt) or payments.standing(session, key)
    if found is not None:
        return found
    account = payees.account_of(session, placed.wanted.payee)
    payment = _new(session, placed, account, _findings(session, placed, account))
    session.add(payment)
    payments.append(
        session,
        payment,
        PaymentAct.ORDERED,
        at=placed.as_of,
        actor=SYSTEM.reference,
        findings=payment.findings,
    )
    if payment.status is PaymentStatus.APPROVED:
        payments.append(
            session, payment, PaymentAct.APPROVED, at=placed.as_of, actor=SYSTEM.reference, automatic=True
        )
    return payment


def _findings(session: Session, placed: PlacedOrder, account: BankAccount | None) -> tuple[PayeeFinding, ...]:
    facts = payees.payee_facts(
        session,
        payee=placed.wanted.payee,
        policy_id=placed.policy_id,
        account=account,
        amount=placed.wanted.amount,
        on=shanghai_date(placed.as_of),
    )
    return payee_findings(facts)


def _new(
    session: Session,
    placed: PlacedOrder,
    account: BankAccount | None,
    findings: tuple[PayeeFinding, ...],
) -> Payment:
    wanted = placed.wanted
    alone = leaves_by_itself(automatic=wanted.automatic, amount=wanted.amount, findings=findings)
    return Payment(
        number=payments.next_number(session, PAYMENT, placed.as_of),
        key=wanted.key,
        attempt=wanted.attempt,
        case_number=placed.case_number,
        fund_code=payees.fund_of(session, placed.policy_id, wanted.fund).code,
        payee_kind=wanted.payee.kind,
        payee_reference=wanted.payee.reference,
        account_id=account.id if account else None,
        amount=wanted.amount,
        purpose=wanted.purpose,
        status=PaymentStatus.APPROVED if alone else PaymentStatus.ORDERED,
        automatic=wanted.automatic,
        deciders=list(wanted.deciders),
        findings=[str(each) for each in findings],
        ordered_at=placed.as_of,
        due_at=wanted.due_at,
        ahead_seconds=round((placed.as_of - placed.wall).total_seconds()),
    )
