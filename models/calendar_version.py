"""What a working calendar says: years, sources, hours."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models import columns as columns


class CalendarVersion(SQLModel, table=True):
    """Never changes; clocks keep the version that they were computed with.

    ``content`` is the edition in full, with the hours of a working day and the notice behind each year.
    """

    __tablename__ = "calendar_version"

    version: str = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSONB)
    loaded_at: datetime
    loaded_by: str
