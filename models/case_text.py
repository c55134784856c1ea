"""Free text of a case that can be erased."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class CaseText(SQLModel, table=True):
    """A question, a reason, a diagnosis in words. Events and payloads refer to it by id."""

    __tablename__ = "case_text"
    __table_args__ = (CheckConstraint("(body IS NULL) = (erased_at IS NOT NULL)", name="erased_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number", index=True)
    kind: str
    author: str
    body: str | None
    written_at: datetime
    erased_at: datetime | None = None
