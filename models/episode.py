"""One stay or course of care that several cases may belong to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.columns import new_id


class Episode(SQLModel, table=True):
    """Reserves belong to it, so that the cases of one stay share one reserve a benefit (A-29)."""

    __tablename__ = "episode"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    opened_at: datetime
