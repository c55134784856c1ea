"""Who was named in an internal note."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class NoteMention(SQLModel, table=True):
    """One row a note and colleague; ``read_at`` once they opened the case."""

    __tablename__ = "note_mention"

    note_id: UUID = Field(primary_key=True, foreign_key="case_note.id")
    person: str = Field(primary_key=True, index=True)
    read_at: datetime | None = None
