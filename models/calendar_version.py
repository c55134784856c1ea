"""A published working calendar."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models import columns as columns


class CalendarVersion(SQLModel, table=True):
    """Clocks keep the version that they were computed with."""

    __tablename__ = "calendar_version"

    version: str = Field(primary_key=True)
    content_hash: str
    published_at: datetime
    published_by: str
