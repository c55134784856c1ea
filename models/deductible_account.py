"""How much of an annual deductible the family has already borne."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import Benefit

_ZERO = {"server_default": "0"}


class DeductibleAccount(SQLModel, table=True):
    """Fen. ``used`` never passes the deductible."""

    __tablename__ = "deductible_account"
    __table_args__ = (
        UniqueConstraint("member_year_id", "benefit"),
        CheckConstraint("used BETWEEN 0 AND limit_amount", name="within_limit"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_year_id: UUID = Field(foreign_key="member_year.id")
    benefit: Benefit = Field(sa_type=choice(Benefit, "benefit"))
    limit_amount: int = Field(sa_type=BigInteger)
    used: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
    version: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
