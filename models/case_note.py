"""What staff write for each other on a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class CaseNote(SQLModel, table=True):
    """Written by the web; changes nothing about the case."""

    __tablename__ = "case_note"
    __table_args__ = (CheckConstraint("(body IS NULL) = (erased_at IS NOT NULL)", name="erased_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number", index=True)
    author: str
    body: str | None
    written_at: datetime
    erased_at: datetime | None = None
