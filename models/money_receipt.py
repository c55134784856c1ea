"""Money that came in."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, func
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.payments.vocabulary import ReceiptStatus


class MoneyReceipt(SQLModel, table=True):
    """One credit on a fund's account, as the bank told it: once, by its reference. Fen.

    ``applied`` went to the receivable, the rest is returned. ``bank_sequence`` is how far we have read.
    ``payer_account`` is shown masked, and only kept to pay back.
    """

    __tablename__ = "money_receipt"
    __table_args__ = (
        UniqueConstraint("bank_sequence"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("applied BETWEEN 0 AND amount", name="applied"),
        CheckConstraint("applied = 0 OR receivable_reference IS NOT NULL", name="matched"),
        Index("ix_money_receipt_status", "status", "bank_sequence"),
        Index("ix_money_receipt_receivable", "receivable_reference"),
    )

    bank_reference: str = Field(primary_key=True)
    bank_sequence: int = Field(sa_type=BigInteger)
    fund_code: str = Field(foreign_key="fund.code")
    amount: int = Field(sa_type=BigInteger)
    remittance: str
    payer: str
    payer_account: str
    status: ReceiptStatus = Field(sa_type=choice(ReceiptStatus, "status"))
    receivable_reference: str | None = Field(default=None, foreign_key="receivable.reference")
    applied: int = Field(default=0, sa_type=BigInteger)
    matched_by: str | None = None
    return_number: str | None = Field(default=None, foreign_key="payment.number")
    booked_at: datetime
    told_at: datetime | None = None
    recorded_at: datetime | None = Field(
        default=None, nullable=False, sa_column_kwargs={"server_default": func.now()}
    )
