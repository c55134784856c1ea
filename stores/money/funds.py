"""Floats: who pays from where, every movement once, and the statement of a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import case, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.fund import Fund
from models.fund_movement import FundMovement
from models.insurer import Insurer
from models.money_receipt import MoneyReceipt
from models.payment import Payment
from models.receivable import Receivable
from rules.china_time import shanghai_date
from rules.payments.statement import DailyStatement, Movement, daily_statement
from rules.payments.vocabulary import FundMovementKind, PaymentStatus

_OF_INSURER = "insurer:"
_CHANGE = case(
    (col(FundMovement.kind) == FundMovementKind.PAID, -col(FundMovement.amount)),
    else_=col(FundMovement.amount),
)


def post(session: Session, movement: FundMovement) -> None:
    """Write a movement once: the key makes a repeat change nothing."""
    values = movement.model_dump(exclude={"id", "recorded_at", "booked_on"})
    values["booked_on"] = shanghai_date(movement.at)
    session.execute(insert(FundMovement).values(values).on_conflict_do_nothing(index_elements=["key"]))


def movement(kind: FundMovementKind, fund_code: str, amount: int, key: str, at: datetime) -> FundMovement:
    """A movement to be posted, not yet tied to payment or receipt."""
    return FundMovement(
        kind=kind, fund_code=fund_code, amount=amount, key=key, at=at, booked_on=shanghai_date(at)
    )


def all_funds(session: Session) -> Sequence[Fund]:
    """Every fund, by code."""
    return session.exec(select(Fund).order_by(Fund.code)).all()


def names(session: Session) -> Mapping[str, tuple[str, str]]:
    """The name of every fund by its code, and the English one where its insurer has one."""
    english = func.coalesce(Insurer.name_en, Fund.name)
    found = session.exec(
        select(Fund.code, Fund.name, english).outerjoin(
            Insurer, col(Fund.code) == _OF_INSURER + col(Insurer.code)
        )
    )
    return {code: (name, other) for code, name, other in found}


def keep(session: Session, fund: Fund) -> None:
    """Add a fund, or correct its name and account."""
    session.merge(fund)


def balance(session: Session, fund_code: str, before: date) -> int:
    """The float at the beginning of a day, in fen."""
    total = session.scalar(
        select(func.coalesce(func.sum(_CHANGE), 0)).where(
            FundMovement.fund_code == fund_code, col(FundMovement.booked_on) < before
        )
    )
    return int(total or 0)


def statement(session: Session, fund: Fund, on: date) -> DailyStatement:
    """The statement of a fund for a Shanghai day."""
    under_way = session.scalar(
        select(func.coalesce(func.sum(Payment.amount), 0)).where(
            Payment.fund_code == fund.code, Payment.status == PaymentStatus.SENT
        )
    )
    return daily_statement(
        fund=fund.code,
        name=fund.name,
        on=on,
        opening=balance(session, fund.code, on),
        movements=_movements(session, fund.code, on),
        under_way=int(under_way or 0),
    )


def _movements(session: Session, fund_code: str, on: date) -> Iterator[Movement]:
    query = (
        select(FundMovement, Payment.case_number, Receivable.case_number)
        .outerjoin(Payment, col(Payment.number) == col(FundMovement.payment_number))
        .outerjoin(MoneyReceipt, col(MoneyReceipt.bank_reference) == col(FundMovement.receipt))
        .outerjoin(Receivable, col(Receivable.reference) == col(MoneyReceipt.receivable_reference))
        .where(FundMovement.fund_code == fund_code, FundMovement.booked_on == on)
        .order_by(col(FundMovement.at), col(FundMovement.id))
    )
    for row, paid_for, received_for in session.exec(query):
        yield Movement(
            kind=FundMovementKind(row.kind),
            amount=row.amount,
            about=row.payment_number or row.receipt or "",
            case_number=paid_for or received_for or "",
            at=row.at,
        )
