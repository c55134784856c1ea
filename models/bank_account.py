"""An account that money is paid to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class BankAccount(SQLModel, table=True):
    """``party`` is whose it is (``guardian:…``, ``hospital:…``); ``number`` is shown to nobody in full.

    ``on_file`` marks the account that a hospital or provider is paid to unless another one is named.
    """

    __tablename__ = "bank_account"
    __table_args__ = (
        UniqueConstraint("party", "number", "holder", "bank_code"),
        CheckConstraint("number ~ '^[0-9]{5,34}$'", name="number"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    party: str = Field(index=True)
    holder: str
    number: str
    bank: str
    bank_code: str = ""
    on_file: bool = False
    kept_at: datetime
