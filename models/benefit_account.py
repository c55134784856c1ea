"""What one benefit may still pay in one policy year."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import Benefit

_ZERO = {"server_default": "0"}


class BenefitAccount(SQLModel, table=True):
    """Fen. Reserved and consumed together never pass the limit: the database forbids it."""

    __tablename__ = "benefit_account"
    __table_args__ = (
        UniqueConstraint("member_year_id", "benefit"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("consumed >= 0", name="consumed"),
        CheckConstraint("reserved + consumed <= limit_amount", name="within_limit"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_year_id: UUID = Field(foreign_key="member_year.id")
    benefit: Benefit = Field(sa_type=choice(Benefit, "benefit"))
    limit_amount: int = Field(sa_type=BigInteger)
    reserved: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
    consumed: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
    version: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
