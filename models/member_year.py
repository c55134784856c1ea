"""The counters of one child in one policy year: the row that money locks."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id

_ZERO = {"server_default": "0"}


class MemberYear(SQLModel, table=True):
    """One a policy, whatever its length (A-39); ``ends_on`` is inclusive.

    ``counted_visits`` are settled (A-50). The version of the year is the sum of its accounts' versions.
    """

    __tablename__ = "member_year"
    __table_args__ = (
        UniqueConstraint("policy_id"),
        ForeignKeyConstraint(["policy_id", "member_id"], ["policy.id", "policy.member_id"]),
        CheckConstraint("ends_on >= starts_on", name="period_order"),
        CheckConstraint("counted_visits >= 0", name="counted_visits"),
        CheckConstraint("reserved_visits >= 0", name="reserved_visits"),
        CheckConstraint("checkups_used >= 0", name="checkups_used"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(index=True)
    policy_id: UUID
    starts_on: date
    ends_on: date
    counted_visits: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs=_ZERO)
    reserved_visits: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs=_ZERO)
    checkups_used: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs=_ZERO)
