"""Money that is owed to an insurer or a provider."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus


class Receivable(SQLModel, table=True):
    """Amounts are fen. ``reference`` is what the debtor writes on the transfer; ``key`` names the debt."""

    __tablename__ = "receivable"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("received BETWEEN 0 AND amount", name="received"),
        CheckConstraint("(status = 'PAID') = (received = amount)", name="paid"),
        CheckConstraint("(status = 'PAID') = (paid_at IS NOT NULL)", name="paid_at"),
        Index("ix_receivable_status", "status", "due_on"),
        Index("ix_receivable_case", "case_number"),
        Index("ix_receivable_debtor", "debtor"),
    )

    reference: str = Field(primary_key=True)
    key: str
    kind: ReceivableKind = Field(sa_type=choice(ReceivableKind, "kind"))
    case_number: str = Field(foreign_key="cases.case_number")
    debtor: str
    fund_code: str = Field(foreign_key="fund.code")
    amount: int = Field(sa_type=BigInteger)
    received: int = Field(default=0, sa_type=BigInteger)
    status: ReceivableStatus = Field(
        default=ReceivableStatus.OPEN, sa_type=choice(ReceivableStatus, "status")
    )
    due_on: date
    opened_at: datetime
    ahead_seconds: int = Field(default=0, sa_type=BigInteger)
    changed_by: str | None = None
    paid_at: datetime | None = None
