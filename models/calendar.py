"""A working calendar by name: the standard one, or one of a team or an insurer."""

from sqlmodel import Field, SQLModel

from models import columns as columns


class Calendar(SQLModel, table=True):
    """Which version is in force is told by its newest publication."""

    __tablename__ = "calendar"

    name: str = Field(primary_key=True)
