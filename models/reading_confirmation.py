"""What a person said that a paper says."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.findings.reading import PaperKind


class ReadingConfirmation(SQLModel, table=True):
    """One act of a person on a reading, never changed; ``fields`` hold each value with what stood there.

    ``from_page`` is where the paper begins behind the first one of its file, 0 for the first one.

    It goes with its document: erasing the one erases the other.
    """

    __tablename__ = "reading_confirmation"

    key: str = Field(primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    confirmed_by: str
    confirmed_at: datetime
    kind: PaperKind | None = Field(default=None, sa_type=choice(PaperKind, "kind"))
    from_page: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs={"server_default": "0"})
    fields: list[dict[str, Any]] = Field(sa_type=JSONB)
