"""Money that leaves: one row a payment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Index,
    Sequence,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.payments.vocabulary import PayeeKind, PaymentPurpose, PaymentStatus

payment_sequence = Sequence("payment_number_sequence", metadata=SQLModel.metadata)
"""Feeds numbers of payments, batches and receivables; gaps are allowed."""

_ALIVE = text("status NOT IN ('FAILED', 'TURNED_DOWN')")


class Payment(SQLModel, table=True):
    """At most one payment of a ``key`` is alive or settled. Amounts are fen.

    ``number`` is also the end-to-end id under which the bank knows it. ``ahead_seconds`` is case time less
    wall clock when it was ordered. ``deciders`` may not sign; ``signers`` have.
    """

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("key", "attempt"),
        Index("uq_payment_alive", "key", unique=True, postgresql_where=_ALIVE),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("attempt >= 1", name="attempt"),
        CheckConstraint("(status = 'SETTLED') = (settled_at IS NOT NULL)", name="settled_at"),
        CheckConstraint(
            "(status IN ('FAILED', 'TURNED_DOWN')) = (failure_code IS NOT NULL)", name="failure_code"
        ),
        CheckConstraint(
            "status NOT IN ('SENT', 'SETTLED', 'FAILED') OR batch_number IS NOT NULL", name="batched"
        ),
        CheckConstraint("status IN ('ORDERED', 'TURNED_DOWN') OR account_id IS NOT NULL", name="account"),
        Index("ix_payment_status", "status", "number"),
        Index("ix_payment_case", "case_number"),
        Index("ix_payment_batch", "batch_number"),
    )

    number: str = Field(primary_key=True)
    key: str
    attempt: int = Field(default=1, sa_type=SmallInteger)
    case_number: str | None = Field(default=None, foreign_key="cases.case_number")
    fund_code: str = Field(foreign_key="fund.code")
    payee_kind: PayeeKind = Field(sa_type=choice(PayeeKind, "payee_kind"))
    payee_reference: str
    account_id: UUID | None = Field(default=None, foreign_key="bank_account.id")
    amount: int = Field(sa_type=BigInteger)
    purpose: PaymentPurpose = Field(sa_type=choice(PaymentPurpose, "purpose"))
    status: PaymentStatus = Field(sa_type=choice(PaymentStatus, "status"))
    automatic: bool = False
    deciders: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    signers: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    findings: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    ordered_at: datetime
    due_at: datetime | None = None
    ahead_seconds: int = Field(default=0, sa_type=BigInteger)
    batch_number: str | None = Field(default=None, foreign_key="payment_batch.number")
    settled_at: datetime | None = None
    failure_code: str | None = None
    bank_reference: str | None = None
    told_at: datetime | None = None
