"""How much a role may decide alone, from a day on."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.roles import Role


class AuthorityLimit(SQLModel, table=True):
    """``amount`` is fen. It counts once a second person confirmed it, and from its day on."""

    __tablename__ = "authority_limit"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("confirmed_by <> proposed_by", name="four_eyes"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
        CheckConstraint("confirmed_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index("ix_authority_limit_role", "role", "from_on"),
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    role: Role = Field(sa_type=choice(Role, "role"))
    amount: int = Field(sa_type=BigInteger)
    from_on: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None
