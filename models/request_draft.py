"""What somebody has entered in the form of a new request and not sent yet."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class RequestDraft(SQLModel, table=True):
    """One a person and form. ``fields`` are as the browser sent them, with the ids of uploads.

    ``person`` is the account where there is one: two clerks of a hospital don't write over each other.
    """

    __tablename__ = "request_draft"

    person: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    fields: dict[str, Any] = Field(sa_type=JSONB)
    saved_at: datetime
