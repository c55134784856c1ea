"""A day on which a calendar departs from Monday to Friday."""

from datetime import date

from sqlmodel import Field, SQLModel

from models import columns as columns


class CalendarDay(SQLModel, table=True):
    """A holiday or a make-up working day; ``provisional`` until the State Council announces the year."""

    __tablename__ = "calendar_day"

    version: str = Field(primary_key=True, foreign_key="calendar_version.version")
    day_on: date = Field(primary_key=True)
    is_working: bool
    provisional: bool
    name: str | None = None
