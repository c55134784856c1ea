"""People who work on cases."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from models.columns import new_id
from models.staff_role import StaffRole


class Staff(SQLModel, table=True):
    """``authority_override`` is fen and replaces the limit that the roles give; ``on_call``: at any hour."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("account"),
        CheckConstraint("authority_override >= 0", name="authority_override"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account: str
    name: str
    email: str | None = None
    team: str | None = None
    authority_override: int | None = Field(default=None, sa_type=BigInteger)
    left_on: date | None = None
    on_call: bool = False

    roles: list[StaffRole] = Relationship(sa_relationship_kwargs={"lazy": "raise"})
