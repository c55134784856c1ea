"""A narrowing of the queue that somebody gave a name."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import new_id


class SavedView(SQLModel, table=True):
    """``query`` is the address behind the question mark. Shared with ``team`` where one is named.

    ``opens_first``: the owner's queue begins with it.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner: str
    name: str = Field(max_length=60)
    query: str = Field(max_length=1000)
    team: str | None = Field(default=None, index=True)
    opens_first: bool = False
    saved_at: datetime
