"""A part of a receivable with its own day."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, SmallInteger
from sqlmodel import Field, SQLModel

from models import columns as columns


class ReceivableInstalment(SQLModel, table=True):
    """``plan`` counts the agreements: a later one replaces the earlier. Fen."""

    __tablename__ = "receivable_instalment"
    __table_args__ = (
        CheckConstraint("plan >= 1", name="plan"),
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint("amount > 0", name="amount"),
    )

    reference: str = Field(primary_key=True, foreign_key="receivable.reference")
    plan: int = Field(primary_key=True, sa_type=SmallInteger)
    ordinal: int = Field(primary_key=True, sa_type=SmallInteger)
    due_on: date
    amount: int = Field(sa_type=BigInteger)
