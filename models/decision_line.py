"""What was decided on one item."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models import columns as columns


class DecisionLine(SQLModel, table=True):
    """Append-only but for ``description``, which can be erased. Amounts are fen."""

    __tablename__ = "decision_line"
    __table_args__ = (
        CheckConstraint("approved_amount BETWEEN 0 AND asked_amount", name="approved_amount"),
        Index("ix_decision_line_item", "item"),
    )

    decision_id: UUID = Field(primary_key=True, foreign_key="decision.id")
    ordinal: int = Field(primary_key=True)
    item: str
    description: str | None = None
    asked_amount: int = Field(sa_type=BigInteger)
    approved_amount: int = Field(sa_type=BigInteger)
    reason_code: str | None = None
    clause: str | None = None
