"""A version of a hospital's bill."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.direct_billing.values import BillKind


class HospitalBill(SQLModel, table=True):
    """As the hospital sent it, with every charge, until erased; ``billed`` is fen."""

    __tablename__ = "hospital_bill"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("billed >= 0", name="billed"),
    )

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    version: int = Field(primary_key=True, sa_type=SmallInteger)
    kind: BillKind = Field(sa_type=choice(BillKind, "kind"))
    billed: int = Field(sa_type=BigInteger)
    content: dict[str, Any] | None = Field(sa_type=JSONB(none_as_null=True))
    received_at: datetime
