"""Whose cases are counted on which calendar."""

from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.calendar_edition import CalendarUser


class CalendarUse(SQLModel, table=True):
    """A team's calendar goes before an insurer's; who has none uses the standard one."""

    __tablename__ = "calendar_use"

    user_kind: CalendarUser = Field(primary_key=True, sa_type=choice(CalendarUser, "user_kind"))
    subject: str = Field(primary_key=True)
    calendar: str = Field(foreign_key="calendar.name")
