"""A calendar that somebody loaded and nobody has published yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import new_id


class CalendarDraft(SQLModel, table=True):
    """Written by the web. ``base_version`` was in force when it was loaded: another one since outdates it."""

    __tablename__ = "calendar_draft"
    __table_args__ = (Index("ix_calendar_draft_newest", "calendar", "loaded_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    calendar: str
    base_version: str | None = None
    version: str
    content: dict[str, Any] = Field(sa_type=JSONB)
    loaded_at: datetime
    loaded_by: str
