"""A calendar version put in force, and how far its cases are."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models import columns as columns


class CalendarPublication(SQLModel, table=True):
    """The newest of a calendar is in force. ``key`` names the publication for ever, so it happens once.

    ``cases`` have taken the version so far; ``left_over`` had not when the last round ended.
    """

    __tablename__ = "calendar_publication"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("cases >= 0 AND left_over >= 0", name="counts"),
        Index("ix_calendar_publication_in_force", "calendar", "id"),
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    key: str
    calendar: str = Field(foreign_key="calendar.name")
    version: str = Field(foreign_key="calendar_version.version")
    published_at: datetime
    published_by: str
    cases: int = 0
    left_over: int = 0
    finished_at: datetime | None = None
