"""What happened to a payment, in order, for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, SmallInteger, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.payments.vocabulary import PaymentAct


class PaymentEvent(SQLModel, table=True):
    """Append-only. ``at`` is case time; ``detail`` holds codes and numbers, never names or accounts."""

    __tablename__ = "payment_event"
    __table_args__ = (CheckConstraint("sequence >= 1", name="sequence"),)

    payment_number: str = Field(primary_key=True, foreign_key="payment.number")
    sequence: int = Field(primary_key=True, sa_type=SmallInteger)
    kind: PaymentAct = Field(sa_type=choice(PaymentAct, "kind"))
    at: datetime
    recorded_at: datetime | None = Field(
        default=None, nullable=False, sa_column_kwargs={"server_default": func.now()}
    )
    actor: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
