"""One movement of a float."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, UniqueConstraint, func
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.payments.vocabulary import FundMovementKind


class FundMovement(SQLModel, table=True):
    """Append-only. ``booked_on`` is the Shanghai day of ``at``; ``key`` makes a movement happen once."""

    __tablename__ = "fund_movement"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(kind = 'PAID') = (payment_number IS NOT NULL)", name="payment"),
        CheckConstraint("(kind = 'PAID') = (receipt IS NULL)", name="receipt"),
        Index("ix_fund_movement_day", "fund_code", "booked_on"),
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    fund_code: str = Field(foreign_key="fund.code")
    kind: FundMovementKind = Field(sa_type=choice(FundMovementKind, "kind"))
    amount: int = Field(sa_type=BigInteger)
    key: str
    payment_number: str | None = Field(default=None, foreign_key="payment.number")
    receipt: str | None = Field(default=None, foreign_key="money_receipt.bank_reference")
    at: datetime
    booked_on: date
    recorded_at: datetime | None = Field(
        default=None, nullable=False, sa_column_kwargs={"server_default": func.now()}
    )
