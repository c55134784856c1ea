"""A case that somebody was given and left to others, and why."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from models.columns import new_id


class CaseSkip(SQLModel, table=True):
    """Holds for the version of the case that was seen: what has moved since is offered again."""

    __tablename__ = "case_skip"
    __table_args__ = (Index("ix_case_skip_person", "person", "case_number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number", index=True)
    person: str
    state_version: int = Field(sa_type=BigInteger)
    reason: str
    skipped_at: datetime
