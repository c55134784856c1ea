"""A file of payments to the bank."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.payments.vocabulary import BatchStatus


class PaymentBatch(SQLModel, table=True):
    """One ``pain.001``; ``number`` is its message id. ``run_id`` is the execution that formed and sends it.

    The file is kept at ``object_key`` before it is sent, and never sent in another form.
    """

    __tablename__ = "payment_batch"
    __table_args__ = (
        UniqueConstraint("run_id", "ordinal"),
        CheckConstraint("payments >= 1", name="payments"),
        CheckConstraint("total > 0", name="total"),
        CheckConstraint("(object_key IS NULL) = (sha256 IS NULL)", name="kept"),
        CheckConstraint("status = 'FORMED' OR object_key IS NOT NULL", name="sent_was_kept"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    number: str = Field(primary_key=True)
    run_id: str
    ordinal: int = Field(sa_type=SmallInteger)
    fund_code: str = Field(foreign_key="fund.code")
    payments: int
    total: int = Field(sa_type=BigInteger)
    object_key: str | None = None
    sha256: str | None = None
    status: BatchStatus = Field(default=BatchStatus.FORMED, sa_type=choice(BatchStatus, "status"))
    attempts: int = Field(default=0, sa_type=SmallInteger)
    formed_at: datetime
    closed_at: datetime | None = None
    erased_at: datetime | None = None
