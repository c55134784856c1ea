"""A code that was sent to a guardian's phone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import SmallInteger
from sqlmodel import Field, SQLModel

from models.columns import new_id


class PhoneCode(SQLModel, table=True):
    """Only a keyed hash of the code is kept; it opens once."""

    __tablename__ = "phone_code"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    guardian_id: UUID = Field(foreign_key="guardian.id", index=True)
    code_hash: str
    sent_at: datetime
    expires_at: datetime
    tries: int = Field(default=0, sa_type=SmallInteger)
    used_at: datetime | None = None
