"""A stretch of days in which a member of staff does not work."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class Absence(SQLModel, table=True):
    """Both days are inclusive, in China. Without a substitute the role shares the work.

    ``key`` is the request that set it: a repeat finds the row of the first.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="in_order"),
        CheckConstraint("substitute_id <> staff_id", name="another"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled_by"),
        UniqueConstraint("set_by", "key"),
        Index("ix_absence_days", "from_on", "until_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    from_on: date
    until_on: date
    substitute_id: UUID | None = Field(default=None, foreign_key="staff.id")
    set_by: str
    set_at: datetime
    key: str
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
